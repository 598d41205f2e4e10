import { InvalidInput, type DomainError, type DomainErrorKind } from '#kernel';

/** How an error of the core is worded here. Details are left as the core gives them unless said otherwise. */
export interface ErrorWords {
  readonly status: number;
  readonly code: string;
  readonly details?: (details: Record<string, unknown>) => Record<string, unknown> | null;
  readonly message?: string;
}

const field = (name: string, sentence: string) => (): Record<string, unknown> => ({ [name]: [sentence] });

/** Every kind has a word, so that an error without one of its own is never a fault. */
export const BY_KIND = {
  invalid: { status: 422, code: 'VALIDATION_ERROR' },
  unauthenticated: { status: 401, code: 'AUTH_INVALID' },
  forbidden: { status: 403, code: 'FORBIDDEN' },
  not_found: { status: 404, code: 'NOT_FOUND', details: () => null },
  conflict: { status: 409, code: 'CONFLICT' },
  gone: { status: 404, code: 'NOT_FOUND', details: () => null },
  declined: { status: 422, code: 'DECLINED' },
  unavailable: { status: 502, code: 'PROVIDER_UNAVAILABLE', details: () => null },
} satisfies Record<DomainErrorKind, ErrorWords>;

/** Errors that the contract calls by a name of their own. */
const BY_CODE: Readonly<Record<string, ErrorWords>> = {
  invalid_input: {
    status: 422,
    code: 'VALIDATION_ERROR',
    details: (details) => details['fields'] as Record<string, unknown>,
  },
  invalid_amount: {
    status: 422,
    code: 'VALIDATION_ERROR',
    details: ({ currency, scale }) => ({
      amount: [
        scale === 0
          ? `must be a whole number for ${String(currency)}`
          : `must have at most ${String(scale)} decimals for ${String(currency)}`,
      ],
    }),
  },
  invalid_msisdn: {
    status: 422,
    code: 'VALIDATION_ERROR',
    details: field('phoneNumber', 'must be a mobile number of Cameroon such as +237 6 12 34 56 78'),
  },
  email_taken: { status: 409, code: 'EMAIL_EXISTS' },
  username_taken: { status: 409, code: 'USERNAME_EXISTS' },
  token_missing: { status: 401, code: 'AUTH_REQUIRED' },
  token_expired: { status: 401, code: 'AUTH_EXPIRED' },
  invalid_credentials: { status: 401, code: 'INVALID_CREDENTIALS' },
  second_factor_required: { status: 401, code: 'TWO_FACTOR_REQUIRED' },
  second_factor_wrong: { status: 401, code: 'TWO_FACTOR_INVALID' },
  second_factor_not_pending: { status: 409, code: 'TWO_FACTOR_NOT_PENDING' },
  email_not_verified: { status: 403, code: 'ACCOUNT_NOT_VERIFIED' },
  sign_in_locked: { status: 403, code: 'ACCOUNT_LOCKED' },
  code_wrong: { status: 400, code: 'OTP_INVALID' },
  code_expired: { status: 400, code: 'OTP_EXPIRED' },
  reset_token_invalid: { status: 400, code: 'RESET_TOKEN_INVALID' },
  idempotency_mismatch: { status: 422, code: 'IDEMPOTENCY_MISMATCH' },
  idempotency_in_progress: { status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' },
  duplicate_payment: {
    status: 409,
    code: 'DUPLICATE_PAYMENT',
    details: ({ paymentId }) => ({ transactionId: paymentId }),
  },
  payment_not_cancellable: {
    status: 409,
    code: 'PAYMENT_NOT_CANCELLABLE',
    details: ({ status }) => ({ status: status === 'settled' ? 'paid' : status }),
  },
  payment_not_refundable: {
    status: 409,
    code: 'PAYMENT_NOT_REFUNDABLE',
    details: ({ status }) => ({ status: status === 'settled' ? 'paid' : status }),
  },
  payment_method_not_enabled: {
    status: 422,
    code: 'PAYMENT_METHOD_NOT_ENABLED',
    details: ({ enabled }) => ({ paymentMethods: enabled }),
  },
  refund_exceeds_payment: { status: 422, code: 'REFUND_EXCEEDS_PAYMENT' },
  insufficient_balance: { status: 422, code: 'INSUFFICIENT_BALANCE' },
  payout_destination_missing: { status: 422, code: 'PAYOUT_DESTINATION_MISSING' },
  payout_below_minimum: {
    status: 422,
    code: 'VALIDATION_ERROR',
    details: ({ minimum }) => ({ amount: [`must be at least ${String(minimum)}`] }),
  },
  webhook_limit_reached: { status: 409, code: 'WEBHOOK_LIMIT_REACHED', details: () => null },
  webhook_url_not_allowed: { status: 422, code: 'WEBHOOK_URL_NOT_ALLOWED' },
  payment_failed: { status: 400, code: 'PAYMENT_FAILED' },
  operator_unreachable: { status: 502, code: 'PROVIDER_UNAVAILABLE' },
  provider_unavailable: { status: 502, code: 'PROVIDER_UNAVAILABLE', details: () => ({ transactionId: null }) },
  database_unavailable: { status: 503, code: 'SERVER_ERROR', details: () => null },
};

export function wordsOf(error: DomainError): ErrorWords {
  if (error instanceof InvalidInput) return BY_CODE['invalid_input'] ?? BY_KIND.invalid;
  return BY_CODE[error.code] ?? BY_KIND[error.kind];
}
