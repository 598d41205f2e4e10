import type { DomainError, DomainErrorKind } from '#kernel';
import { NOT_E164 } from './patterns.js';
import type { Wire } from './wire.js';

/** How an error of the core is worded here: by a sentence of this door, or by the core's own. */
export interface ErrorWords {
  readonly status: Wire<'Error'>['statusCode'];
  readonly code: Wire<'ErrorCode'>;
  readonly message?: string;
  readonly details?: (details: Record<string, unknown>) => Wire<'Error'>['details'];
}

/** Every kind has a word, so that an error without one of its own is never a fault. */
export const BY_KIND = {
  invalid: { status: 400, code: 'INVALID_REQUEST' },
  unauthenticated: { status: 401, code: 'UNAUTHORIZED' },
  forbidden: { status: 403, code: 'FORBIDDEN' },
  not_found: { status: 404, code: 'NOT_FOUND' },
  conflict: { status: 409, code: 'CONFLICT' },
  gone: { status: 404, code: 'NOT_FOUND' },
  declined: { status: 422, code: 'UNPROCESSABLE_ENTITY' },
  // The contract knows no 502 or 503.
  unavailable: { status: 500, code: 'INTERNAL_SERVER_ERROR', message: 'Unexpected server error' },
} satisfies Record<DomainErrorKind, ErrorWords>;

/** Errors that the contract calls by a name of their own. */
const BY_CODE: Readonly<Record<string, ErrorWords>> = {
  invalid_amount: {
    status: 400,
    code: 'INVALID_REQUEST',
    details: ({ currency, scale }) => ({
      field: 'amount',
      message: `must ${scale === 0 ? 'be a whole number' : `have at most ${String(scale)} decimals`} for ${String(currency)}`,
    }),
  },
  invalid_msisdn: {
    status: 422,
    code: 'UNPROCESSABLE_ENTITY',
    details: () => ({ field: 'phoneNumber', message: NOT_E164 }),
  },
  insufficient_balance: { status: 402, code: 'INSUFFICIENT_FUNDS' },
  idempotency_mismatch: { status: 409, code: 'CONFLICT' },
};

export const wordsOf = (error: DomainError): ErrorWords => BY_CODE[error.code] ?? BY_KIND[error.kind];
