import { types } from 'node:util';
import { DomainError } from '#kernel';

/** The database server did not answer. Nothing is known to have been written. */
export class DatabaseUnavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'database_unavailable';

  constructor(override readonly cause?: unknown) {
    super('The database cannot be reached at the moment');
  }
}

/**
 * A named constraint or guard of the schema refused a write. Commands translate the names they know into
 * errors of their domain; anything else is a fault of ours.
 */
export class ConstraintViolation extends Error {
  constructor(
    readonly constraint: string,
    /** What a guard trigger had to say, such as the id of the record in the way. */
    readonly detail: string | null,
    cause: unknown,
  ) {
    super(`constraint ${constraint} refused the write`, { cause });
  }
}

interface DriverError extends Error {
  code?: string;
  constraint?: string;
  detail?: string;
}

const INTEGRITY_VIOLATION = /^23/;
const CONNECTION_TROUBLE = /^(08|57P|53300)/;
const NETWORK_TROUBLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
/** What the driver says without a code. */
const NO_CONNECTION =
  /Connection terminated|is not queryable|Query read timeout|timeout exceeded when trying to connect|Cannot use a pool after/;
const WORTH_REPEATING = new Set(['40001', '40P01']);

/** Serialisation failures and deadlocks: the same work, done again, succeeds. */
export const isWorthRepeating = (error: unknown): boolean => WORTH_REPEATING.has((error as DriverError)?.code ?? '');

export function translateDatabaseError(error: unknown): unknown {
  // Not by instanceof: errors of Node's own sockets come from another realm where tests run in one of their own.
  if (!types.isNativeError(error)) return error;
  const { code = '', constraint, detail, message } = error as DriverError;
  if (INTEGRITY_VIOLATION.test(code) && constraint) return new ConstraintViolation(constraint, detail ?? null, error);
  const unreachable = CONNECTION_TROUBLE.test(code) || NETWORK_TROUBLE.has(code) || NO_CONNECTION.test(message);
  return unreachable ? new DatabaseUnavailable(error) : error;
}
