import type { DomainError, DomainErrorKind } from '#kernel';
import type { RoleRefusal } from './roles.errors.js';
import type { Wire } from './wire.js';

type Details = NonNullable<Wire<'ErrorMeta'>['details']>;

/** How an error of the core is worded here: by a sentence of this door, or by the core's own. */
export interface ErrorWords {
  readonly status: number;
  readonly code: Wire<'ErrorCode'>;
  readonly message?: string;
  readonly details?: (details: Record<string, unknown>) => Details;
}

/** The list of codes is closed and has no general one for these: an error without its own is an oversight of ours. */
const WORDLESS = { status: 500, code: 'INTERNAL_ERROR', message: 'Something went wrong on our side' } as const;

export const BY_KIND = {
  invalid: { status: 400, code: 'VALIDATION_ERROR' },
  unauthenticated: { status: 401, code: 'INVALID_TOKEN' },
  forbidden: { status: 403, code: 'FORBIDDEN' },
  not_found: { status: 404, code: 'NOT_FOUND' },
  conflict: WORDLESS,
  gone: { status: 404, code: 'NOT_FOUND' },
  declined: WORDLESS,
  unavailable: { status: 502, code: 'PROVIDER_UNAVAILABLE', message: 'The operator cannot be reached' },
} satisfies Record<DomainErrorKind, ErrorWords>;

const BY_ROLE = {
  admin_required: { status: 403, code: 'ADMIN_REQUIRED' },
  super_admin_required: { status: 403, code: 'SUPER_ADMIN_REQUIRED' },
  merchant_context_required: { status: 403, code: 'MERCHANT_CONTEXT_REQUIRED' },
  primary_merchant_not_set: { status: 403, code: 'PRIMARY_MERCHANT_NOT_SET' },
} satisfies Record<RoleRefusal, ErrorWords>;

const fields = (path: string, message: string): Details => ({ fields: [{ path, message }] });

/** Errors that x-error-catalogue has a code of their own for. */
const BY_CODE: Readonly<Record<string, ErrorWords>> = {
  ...BY_ROLE,
  token_missing: { status: 401, code: 'UNAUTHENTICATED' },
  token_expired: { status: 401, code: 'TOKEN_EXPIRED' },
  token_revoked: { status: 401, code: 'TOKEN_REVOKED' },
  invalid_credentials: { status: 401, code: 'INVALID_CREDENTIALS' },
  invalid_amount: {
    status: 400,
    code: 'VALIDATION_ERROR',
    details: ({ currency, scale }) =>
      fields(
        'amount',
        `must ${scale === 0 ? 'be a whole number' : `have at most ${String(scale)} decimals`} for ${String(currency)}`,
      ),
  },
  invalid_msisdn: {
    status: 400,
    code: 'VALIDATION_ERROR',
    details: () => fields('customerPhone', 'must be a mobile money number of 9 to 15 digits'),
  },
  payment_not_found: { status: 404, code: 'PAYMENT_NOT_FOUND' },
  refund_not_found: { status: 404, code: 'REFUND_NOT_FOUND' },
  webhook_endpoint_not_found: { status: 404, code: 'WEBHOOK_ENDPOINT_NOT_FOUND' },
  webhook_delivery_not_found: { status: 404, code: 'WEBHOOK_DELIVERY_NOT_FOUND' },
  organization_not_found: { status: 404, code: 'MERCHANT_NOT_FOUND' },
  user_not_found: { status: 404, code: 'USER_NOT_FOUND' },
  email_taken: { status: 409, code: 'EMAIL_ALREADY_EXISTS' },
  idempotency_in_progress: { status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' },
  payment_method_not_enabled: { status: 409, code: 'PROVIDER_DISABLED' },
  payment_not_refundable: { status: 409, code: 'PAYMENT_NOT_REFUNDABLE' },
  refund_not_retryable: { status: 409, code: 'REFUND_NOT_RETRYABLE' },
  webhook_endpoint_inactive: { status: 409, code: 'WEBHOOK_ENDPOINT_INACTIVE' },
  webhook_delivery_replayed: { status: 409, code: 'DELIVERY_ALREADY_REPLAYED' },
  idempotency_mismatch: { status: 422, code: 'IDEMPOTENCY_KEY_REUSED' },
  refund_exceeds_payment: { status: 422, code: 'REFUND_EXCEEDS_PAYMENT' },
  webhook_url_not_allowed: { status: 422, code: 'WEBHOOK_URL_NOT_ALLOWED' },
  database_unavailable: WORDLESS,
};

export const wordsOf = (error: DomainError): ErrorWords => BY_CODE[error.code] ?? BY_KIND[error.kind];
