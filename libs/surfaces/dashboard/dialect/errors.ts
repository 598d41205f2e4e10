import type { DomainError, DomainErrorKind, InvalidAmount } from '#kernel';

/** How an error of the core is worded here. Details are left as the core gives them unless said otherwise. */
interface ErrorWords {
  readonly status: number;
  readonly code: string;
  readonly details?: (details: Record<string, unknown>) => Record<string, unknown> | null;
}

/** What is wrong with an amount. */
export function tooFine({ details }: InvalidAmount): string {
  const { currency, scale } = details ?? {};
  return scale === 0
    ? `must be a whole number for ${String(currency)}`
    : `must have at most ${String(scale)} decimals for ${String(currency)}`;
}

const field = (name: string, sentence: string) => (): Record<string, unknown> => ({ [name]: [sentence] });

/** Every kind has a word, so that an error without one of its own is never a fault. */
const BY_KIND = {
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
  payment_link_expiry_past: {
    status: 422,
    code: 'VALIDATION_ERROR',
    details: field('expiryDate', 'must be today or later'),
  },
  customer_exists: { status: 409, code: 'CUSTOMER_EXISTS' },
  invoice_already_paid: { status: 409, code: 'INVOICE_ALREADY_PAID' },
  invoice_not_sent: { status: 409, code: 'INVOICE_NOT_SENT' },
  credit_note_exceeds_invoice: { status: 422, code: 'CREDIT_NOTE_EXCEEDS_INVOICE' },
  order_state_conflict: { status: 409, code: 'ORDER_STATE_CONFLICT' },
  dispute_closed: { status: 409, code: 'CHARGEBACK_CLOSED', details: () => null },
  payment_not_disputable: {
    status: 409,
    code: 'CHARGEBACK_NOT_POSSIBLE',
    details: ({ hindrance, disputeId }) => ({ hindrance, chargebackId: disputeId }),
  },
  refund_exceeds_payment: { status: 422, code: 'REFUND_EXCEEDS_PAYMENT' },
  insufficient_balance: { status: 422, code: 'INSUFFICIENT_BALANCE' },
  payout_destination_missing: { status: 422, code: 'PAYOUT_DESTINATION_MISSING' },
  payout_account_unusable: {
    status: 422,
    code: 'VALIDATION_ERROR',
    details: field('bankAccountId', 'must be a verified bank account in this currency'),
  },
  bank_account_exists: { status: 409, code: 'BANK_ACCOUNT_EXISTS' },
  bank_account_limit_reached: { status: 409, code: 'BANK_ACCOUNT_LIMIT_REACHED', details: () => null },
  bank_account_in_use: { status: 409, code: 'BANK_ACCOUNT_IN_USE' },
  onboarding_locked: { status: 409, code: 'ONBOARDING_LOCKED' },
  onboarding_not_under_review: {
    status: 409,
    code: 'ONBOARDING_NOT_UNDER_REVIEW',
    details: ({ status }) => ({ reviewStatus: status }),
  },
  onboarding_changed: { status: 409, code: 'ONBOARDING_CHANGED' },
  document_side_missing: {
    status: 422,
    code: 'VALIDATION_ERROR',
    details: ({ side }) => ({ [`${String(side)}Image`]: ['is required'] }),
  },
  payout_below_minimum: {
    status: 422,
    code: 'VALIDATION_ERROR',
    details: ({ minimum }) => ({ amount: [`must be at least ${String(minimum)}`] }),
  },
  application_limit_reached: { status: 409, code: 'APP_LIMIT_REACHED', details: () => null },
  application_not_deletable: { status: 409, code: 'APP_NOT_DELETABLE', details: () => null },
  personal_access_token_limit_reached: { status: 409, code: 'ACCESS_TOKEN_LIMIT_REACHED', details: () => null },
  webhook_limit_reached: { status: 409, code: 'WEBHOOK_LIMIT_REACHED', details: () => null },
  webhook_url_not_allowed: { status: 422, code: 'WEBHOOK_URL_NOT_ALLOWED' },
  payment_failed: { status: 400, code: 'PAYMENT_FAILED' },
  operator_unreachable: { status: 502, code: 'PROVIDER_UNAVAILABLE' },
  provider_unavailable: { status: 502, code: 'PROVIDER_UNAVAILABLE', details: () => ({ transactionId: null }) },
  recurring_invoice_ended: { status: 409, code: 'RECURRING_ALREADY_ENDED' },
  report_export_not_ready: { status: 409, code: 'EXPORT_NOT_READY' },
  download_token_expired: { status: 401, code: 'AUTH_EXPIRED' },
  uploads_busy: { status: 503, code: 'SERVER_ERROR' },
  database_unavailable: { status: 503, code: 'SERVER_ERROR', details: () => null },
};

export const wordsOf = (error: DomainError): ErrorWords => BY_CODE[error.code] ?? BY_KIND[error.kind];
