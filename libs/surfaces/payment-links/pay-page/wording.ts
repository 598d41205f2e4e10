/** Why a payment ended without money, or a page has nothing to pay, in the words of the page's language. */
export interface Ending {
  readonly title: string;
  readonly text: string;
}

/** How a payment stands, as the page tells it. */
export type PaymentState =
  | 'pending'
  | 'paid'
  | 'refused'
  | 'no_funds'
  | 'no_wallet'
  | 'limit_reached'
  | 'operator_away'
  | 'operator_refused'
  | 'expired'
  | 'cancelled';

export type Trouble =
  | 'unknown_link'
  | 'unknown_payment'
  | 'unknown_page'
  | 'link_cancelled'
  | 'link_expired'
  | 'link_paid'
  | 'link_used_up'
  | 'link_unavailable'
  | 'too_many'
  | 'still_running'
  | 'fault';

/** All that the page says. `{x}` is filled in by fill(). */
export interface Wording {
  readonly otherLanguage: string;
  readonly pay: string;
  readonly payAmount: string;
  readonly payTo: string;
  readonly amount: string;
  readonly amountHint: string;
  readonly approximately: string;
  readonly phone: string;
  readonly phoneHint: string;
  readonly operator: string;
  readonly operatorHint: string;
  readonly sending: string;
  readonly payableUntil: string;
  readonly timeLeft: string;
  readonly days: string;
  readonly hours: string;
  readonly whatHappens: string;
  readonly onTheForm: Readonly<Record<string, string>>;
  readonly onThePhone: Readonly<Record<string, string>>;
  readonly dial: Readonly<Record<string, string>>;
  /** Of an operator's own page: as a choice, what it means, what is waited for, and the way there. */
  readonly payOnPage: string;
  readonly pageOnTheForm: string;
  readonly waitingOnPage: Ending;
  readonly continueOnPage: string;
  readonly payOtherwise: string;
  readonly scan: string;
  readonly sandbox: string;
  readonly sandboxNumbers: string;
  readonly sandboxOutcomes: readonly (readonly [ending: string, outcome: string])[];
  readonly handset: string;
  readonly mistakes: string;
  readonly phoneWrong: string;
  readonly operatorMissing: string;
  readonly operatorNotTaken: string;
  readonly amountWrong: string;
  readonly amountFixed: string;
  readonly formOld: string;
  readonly states: Readonly<Record<PaymentState, Ending>>;
  readonly troubles: Readonly<Record<Trouble, Ending>>;
  readonly live: string;
  readonly offline: string;
  readonly changed: string;
  readonly refreshes: string;
  readonly tryAgain: string;
  readonly startAgain: string;
  readonly receipt: string;
  readonly receiptPdf: string;
  readonly print: string;
  readonly returnTo: string;
  readonly returnSoon: string;
  readonly stay: string;
  readonly paidTo: string;
  readonly paidFor: string;
  readonly paidFrom: string;
  readonly paidWith: string;
  readonly paidAt: string;
  readonly transaction: string;
  readonly operatorReference: string;
  readonly testReceipt: string;
}

export const OPERATOR_NAMES: Readonly<Record<string, string>> = {
  'mtn-momo': 'MTN Mobile Money',
  'orange-money': 'Orange Money',
};

/** The sentence with what stands in braces put in its place. */
export const fill = (sentence: string, values: Readonly<Record<string, string>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
