/**
 * One table for every operator: the last two digits of the payer's number decide what happens to a payment, the whole
 * part of the amount decides what happens to a payout (design/sandbox.md). The rows are neutral; each operator's folder
 * words them in its own protocol.
 */

/** Why a transaction fails. Every operator maps each cause to its own code. */
export type FailureCause =
  | 'payer-not-found'
  | 'payer-refused'
  | 'payer-limit-reached'
  | 'expired'
  | 'not-enough-funds'
  | 'processing-error'
  | 'cancelled'
  | 'service-unavailable'
  | 'original-not-found'
  | 'original-not-paid'
  | 'refund-exceeds-payment';

/** What becomes of the request itself. The last two leave no record at the operator. */
export type Submission = 'accepted' | 'answer-lost' | 'refused' | 'unreachable';

/**
 * When a transaction leaves the pending state. `at-first-query` means at the first status query, or after the approval
 * delay for a caller that only waits for the callback; `once-closed` means at the first query that says that the
 * caller has closed the payment on its side.
 */
export type SettlementMoment = 'after-delay' | 'at-first-query' | 'on-handset' | 'once-closed' | 'never';

export type CallbackPattern = 'once' | 'never' | 'thrice-out-of-order';

export type RefundBehaviour = 'succeed' | 'stay-pending' | 'first-attempt-cancelled' | 'first-attempt-fails';

/** What a status answer carries besides the operator's own fields once the payment has succeeded. */
export type StatusExtension = 'dispute' | 'immediate-settlement';

export interface PaymentOutcome {
  readonly title: string;
  readonly holderActive: boolean;
  readonly submission: Submission;
  readonly settles: SettlementMoment;
  readonly failure: FailureCause | null;
  readonly callbacks: CallbackPattern;
  readonly refunds: RefundBehaviour;
  readonly extension: StatusExtension | null;
}

export interface PayoutOutcome {
  readonly title: string;
  readonly settles: SettlementMoment;
  readonly failure: FailureCause | null;
}

const PAYS: PaymentOutcome = {
  title: 'pays after a moment',
  holderActive: true,
  submission: 'accepted',
  settles: 'after-delay',
  failure: null,
  callbacks: 'once',
  refunds: 'succeed',
  extension: null,
};

const PAYS_AT_FIRST_QUERY: PaymentOutcome = { ...PAYS, settles: 'at-first-query' };

export const PAYMENT_OUTCOMES = {
  '00': { ...PAYS_AT_FIRST_QUERY, title: 'account holder unknown', holderActive: false, failure: 'payer-not-found' },
  '01': { ...PAYS, title: 'waits for a person on the handset', settles: 'on-handset' },
  '85': { ...PAYS, title: 'pays, three callbacks, one out of order', callbacks: 'thrice-out-of-order' },
  '86': {
    ...PAYS_AT_FIRST_QUERY,
    title: 'takes the request, the answer is lost',
    submission: 'answer-lost',
    callbacks: 'never',
  },
  '87': { ...PAYS_AT_FIRST_QUERY, title: 'pays, the callback never comes', callbacks: 'never' },
  '88': { ...PAYS_AT_FIRST_QUERY, title: 'pays, refunds stay pending', refunds: 'stay-pending' },
  '89': { ...PAYS_AT_FIRST_QUERY, title: 'lets the request lapse', failure: 'expired' },
  '90': { ...PAYS_AT_FIRST_QUERY, title: 'pays, then disputes the whole amount', extension: 'dispute' },
  '91': { ...PAYS_AT_FIRST_QUERY, title: 'pays, settled immediately', extension: 'immediate-settlement' },
  '92': { ...PAYS, title: 'stays pending, paid once the caller has closed it', settles: 'once-closed' },
  '93': { ...PAYS, title: 'refused at once', submission: 'refused', failure: 'payer-limit-reached' },
  '94': { ...PAYS, title: 'cannot be reached', submission: 'unreachable', failure: 'service-unavailable' },
  '95': {
    ...PAYS_AT_FIRST_QUERY,
    title: 'pays, first refund attempt is cancelled',
    refunds: 'first-attempt-cancelled',
  },
  '96': { ...PAYS_AT_FIRST_QUERY, title: 'pays, first refund attempt fails', refunds: 'first-attempt-fails' },
  '97': { ...PAYS, title: 'never answers', settles: 'never' },
  '98': { ...PAYS_AT_FIRST_QUERY, title: 'the payer refuses', failure: 'payer-refused' },
  '99': { ...PAYS_AT_FIRST_QUERY, title: 'not enough funds', failure: 'not-enough-funds' },
  default: PAYS,
} satisfies Record<string, PaymentOutcome>;

/** A row of the payment table, by its two digits or `default`. */
export type OutcomeKey = keyof typeof PAYMENT_OUTCOMES;

const PAYOUT_SUCCEEDS: PayoutOutcome = { title: 'completes after a moment', settles: 'after-delay', failure: null };

const PAYOUT_OUTCOMES: Readonly<Record<string, PayoutOutcome>> = {
  '96': { title: 'fails at the first check', settles: 'at-first-query', failure: 'processing-error' },
  '97': { title: 'stays pending', settles: 'never', failure: null },
};

export function isOutcomeKey(value: unknown): value is OutcomeKey {
  return typeof value === 'string' && Object.hasOwn(PAYMENT_OUTCOMES, value);
}

/** The row that the last two digits of a payer's number choose; a number that ends in no row of its own pays. */
export function outcomeKeyOf(number: string): OutcomeKey {
  const lastTwo = number.slice(-2);
  return isOutcomeKey(lastTwo) ? lastTwo : 'default';
}

export function paymentOutcome(key: OutcomeKey): PaymentOutcome {
  return PAYMENT_OUTCOMES[key];
}

export function payoutOutcome(key: string): PayoutOutcome {
  return PAYOUT_OUTCOMES[key] ?? PAYOUT_SUCCEEDS;
}

/** @param amount decimal text in major units; only its whole part is looked at. */
export function payoutOutcomeOfAmount(amount: string): PayoutOutcome {
  const whole = amount.split('.')[0] ?? '';
  return payoutOutcome(whole.slice(-2));
}
