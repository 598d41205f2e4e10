import { DomainError, Msisdn } from '#kernel';
import type { PaymentLinkRedemption } from '#payments';
import { fingerprint, randomToken, type UnboundIdempotency } from '#platform';
import type { Channel, ProviderName } from '#providers';
import { PROVIDER_FROM } from '../dialect/vocabulary.js';

const TYPED_MAX_LENGTH = 40;
const AMOUNT_MAX_DIGITS = 13;
const FORM_KEY = /^pf_[0-9A-Za-z]{20,40}$/;
const OPERATORS: readonly string[] = Object.values(PROVIDER_FROM);
const isOperator = (name: string): name is ProviderName => OPERATORS.includes(name);
const ON_PAGE = '.page';

/** A choice of the form: an operator, and whether its own page is wanted instead of a prompt. */
export const choiceOf = (provider: ProviderName, channel: Channel = 'prompt'): string =>
  channel === 'page' ? provider + ON_PAGE : provider;

/** What the payer typed, as he typed it. */
export interface TypedForm {
  readonly phone: string;
  /** As choiceOf() writes it. Empty: not chosen. */
  readonly operator: string;
  readonly amount: string;
}

export type FormField = 'phone' | 'operator' | 'amount';
export type FormMistake =
  'phoneWrong' | 'operatorMissing' | 'operatorNotTaken' | 'amountWrong' | 'amountFixed' | 'formOld';
export type Mistakes = Readonly<Partial<Record<FormField | 'form', FormMistake>>>;

export type ReadForm = { readonly typed: TypedForm } & (
  | { readonly mistakes: Mistakes }
  | { readonly mistakes: null; readonly redemption: PaymentLinkRedemption; readonly once: UnboundIdempotency }
);

/** A form belongs to one payment: sent twice, it is the same payment. */
export const newFormKey = (): string => randomToken('pf_', 18);

/** Reads the form of a link as a browser sends it, without scripts as well. */
export function readRedemption(slug: string, body: Buffer | undefined): ReadForm {
  const fields = new URLSearchParams((body ?? Buffer.alloc(0)).toString('utf8'));
  const text = (name: string): string => (fields.get(name) ?? '').trim().slice(0, TYPED_MAX_LENGTH);
  const typed = { phone: text('phone'), operator: text('operator'), amount: text('amount') };
  const key = text('key');
  const payer = payerOf(typed.phone);
  const channel = typed.operator.endsWith(ON_PAGE) ? 'page' : 'prompt';
  const chosen = channel === 'page' ? typed.operator.slice(0, -ON_PAGE.length) : typed.operator;
  const named = typed.operator === '' ? (payer?.predictOperator() ?? '') : chosen;
  const amount = typed.amount === '' ? null : amountOf(typed.amount);
  const mistakes: Mistakes = {
    ...(payer ? {} : { phone: 'phoneWrong' }),
    // Of a number that is none nobody can know the operator.
    ...(isOperator(named) || !payer ? {} : { operator: 'operatorMissing' }),
    ...(amount === undefined ? { amount: 'amountWrong' } : {}),
    ...(FORM_KEY.test(key) ? {} : { form: 'formOld' }),
  };
  if (!payer || !isOperator(named) || amount === undefined || Object.keys(mistakes).length > 0) {
    return { typed, mistakes };
  }
  const redemption = { slug, provider: named, channel, payerMsisdn: payer.e164, amount } as const;
  const once = { operation: `payment-links.payPage ${slug}`, key, fingerprint: fingerprint(redemption) };
  return { typed, mistakes: null, redemption, once };
}

/** What of the form the core refuses, or null for what no form can mend. */
const REFUSALS: Readonly<Record<string, Mistakes>> = {
  invalid_amount: { amount: 'amountWrong' },
  payment_link_amount_missing: { amount: 'amountWrong' },
  payment_link_amount_fixed: { form: 'amountFixed' },
  payment_method_not_enabled: { operator: 'operatorNotTaken' },
  idempotency_mismatch: { form: 'formOld' },
  // The amount is the only field that has rules beyond its form.
  invalid_input: { amount: 'amountWrong' },
};

export const mistakesOf = (error: unknown): Mistakes | null =>
  error instanceof DomainError ? (REFUSALS[error.code as string] ?? null) : null;

function payerOf(phone: string): Msisdn | null {
  const number = Msisdn.tryParse(phone, 'CM');
  return number?.country === 'CM' && number.national.startsWith('6') ? number : null;
}

/** Undefined for what is nothing, and for what is no amount. A point before three digits may be meant for thousands: it is not guessed at. */
function amountOf(written: string): number | undefined {
  const bare = written.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  const isAmount = new RegExp(`^\\d{1,${AMOUNT_MAX_DIGITS}}(?:\\.\\d{1,2})?$`).test(bare);
  return isAmount && Number(bare) > 0 ? Number(bare) : undefined;
}
