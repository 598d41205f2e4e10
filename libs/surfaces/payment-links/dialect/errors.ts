import type { DomainError, DomainErrorKind } from '#kernel';

/** How an error of the core is worded here: by a sentence of x-error-catalogue, or by the core's own. */
export interface ErrorWords {
  readonly status: number;
  readonly message?: (details: Record<string, unknown>) => string;
}

export const PHONE_NUMBER_WRONG = 'phone_number must be a mobile number of Cameroon such as 671381152';

const says = (sentence: string) => (): string => sentence;

/** Every kind has words, so that an error without some of its own is never a fault. */
export const BY_KIND = {
  invalid: { status: 400 },
  unauthenticated: { status: 401, message: says('Invalid or expired token') },
  forbidden: { status: 403, message: says('Insufficient permissions') },
  not_found: { status: 404, message: says('Payment link not found') },
  // Order of checks: a state that forbids the call is 410 for payers (gone) and 400 for owners.
  conflict: { status: 400 },
  gone: { status: 410, message: says('Payment link is no longer available') },
  declined: { status: 400 },
  unavailable: { status: 500, message: says('Internal server error') },
} satisfies Record<DomainErrorKind, ErrorWords>;

/** Why a link takes no more payments, for whoever wants to pay it. */
function closed(status: string, maxUses: number | null): string {
  if (status === 'cancelled') return 'Payment link has been cancelled';
  if (status === 'expired') return 'Payment link has expired';
  return maxUses === 1 ? 'Payment link has already been paid' : 'Payment link has reached maximum uses';
}

/** Errors that x-error-catalogue has a sentence of their own for. */
const BY_CODE: Readonly<Record<string, ErrorWords>> = {
  token_missing: { status: 401, message: says('API key is required') },
  api_key_invalid: { status: 401, message: says('Invalid API key') },
  application_disabled: { status: 401, message: says('Application is inactive') },
  invalid_amount: {
    status: 400,
    message: ({ currency, scale }) =>
      `amount must ${scale === 0 ? 'be a whole number' : `have at most ${String(scale)} decimals`} for ${String(currency)}`,
  },
  invalid_msisdn: { status: 400, message: says(PHONE_NUMBER_WRONG) },
  payment_method_not_enabled: { status: 400, message: says('Provider is not accepted by this payment link') },
  provider_unavailable: { status: 400, message: says('Payment initialization failed') },
  payment_link_unavailable: { status: 410, message: says('Payment link is no longer available') },
  payment_link_closed: {
    status: 410,
    message: ({ status, maxUses }) => closed(String(status), maxUses as number | null),
  },
  payment_link_not_cancellable: {
    status: 400,
    message: says('Cannot cancel a paid or already cancelled payment link'),
  },
  payment_link_not_updatable: { status: 400, message: says('Cannot update a paid or cancelled payment link') },
  payment_link_expiry_past: { status: 400, message: says('Expiration date cannot be in the past') },
  payment_link_uses_taken: { status: 400, message: says('max_uses cannot be lower than current_uses') },
  payment_link_pays_invoice: { status: 400, message: says('max_uses of the link of an invoice can only be 1') },
  payment_link_status_not_settable: {
    status: 400,
    message: says(
      'Status can only be set to ACTIVE, EXPIRED or CANCELLED, and to ACTIVE only with a future or no expiration date',
    ),
  },
  payment_link_amount_missing: { status: 400, message: says('amount is required for this payment link') },
  payment_link_amount_fixed: { status: 400, message: says('amount cannot be chosen for this payment link') },
  payment_not_found: { status: 404, message: says('Payment not found') },
  idempotency_in_progress: { status: 409, message: says('A request with this Idempotency-Key is still running') },
  idempotency_mismatch: { status: 422, message: says('Idempotency-Key was already used with another request') },
};

export const wordsOf = (error: DomainError): ErrorWords => BY_CODE[error.code] ?? BY_KIND[error.kind];
