import type { DeclineReason } from '../provider.port.js';
import type { Alert, Direction } from '../reading.js';

export interface StatusMeaning {
  readonly state: 'pending' | 'settled' | 'failed';
  /** The code that the word itself stands for, when no reason comes with it. */
  readonly code: MtnMomoCode | null;
}

/** Status words (MTN page §4). Only PENDING, SUCCESSFUL and FAILED are official; the others were seen in the field. */
const STATUSES: ReadonlyMap<string, StatusMeaning> = new Map([
  ['PENDING', { state: 'pending', code: null }],
  ['CREATED', { state: 'pending', code: null }],
  ['ONGOING', { state: 'pending', code: null }],
  ['SUCCESSFUL', { state: 'settled', code: null }],
  ['FAILED', { state: 'failed', code: null }],
  ['REJECTED', { state: 'failed', code: 'APPROVAL_REJECTED' }],
  ['TIMEOUT', { state: 'failed', code: 'EXPIRED' }],
]);

/** The whole published vocabulary of codes and reasons, and the newer ones that nobody documents (MTN page §5.1). */
export type MtnMomoCode =
  | 'PAYER_NOT_FOUND'
  | 'PAYEE_NOT_FOUND'
  | 'NOT_ENOUGH_FUNDS'
  | 'PAYER_LIMIT_REACHED'
  | 'PAYEE_NOT_ALLOWED_TO_RECEIVE'
  | 'NOT_ALLOWED'
  | 'NOT_ALLOWED_TARGET_ENVIRONMENT'
  | 'INVALID_CALLBACK_URL_HOST'
  | 'INVALID_CURRENCY'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_PROCESSING_ERROR'
  | 'PAYMENT_NOT_APPROVED'
  | 'APPROVAL_REJECTED'
  | 'EXPIRED'
  | 'TRANSACTION_CANCELED'
  | 'COULD_NOT_PERFORM_TRANSACTION'
  | 'RESOURCE_NOT_FOUND'
  | 'RESOURCE_ALREADY_EXIST'
  | 'TRANSACTION_NOT_COMPLETED'
  | 'TRANSACTION_NOT_FOUND'
  | 'PAYER_DELAYED';

/**
 * INTERNAL_PROCESSING_ERROR mostly means that the payer has no money, says MTN (§9 no. 5), but it is also the word for
 * every other trouble and ends refunds and payouts as well; a payer who is told "no money" although there is some is
 * worse off than one who is told that the operator refused.
 */
const DECLINE_REASONS: Readonly<Record<MtnMomoCode, DeclineReason>> = {
  PAYER_NOT_FOUND: 'payer_not_found',
  PAYEE_NOT_FOUND: 'payer_not_found',
  NOT_ENOUGH_FUNDS: 'insufficient_funds',
  PAYER_LIMIT_REACHED: 'limit_reached',
  PAYEE_NOT_ALLOWED_TO_RECEIVE: 'operator_refused',
  NOT_ALLOWED: 'operator_refused',
  NOT_ALLOWED_TARGET_ENVIRONMENT: 'operator_refused',
  INVALID_CALLBACK_URL_HOST: 'operator_refused',
  INVALID_CURRENCY: 'operator_refused',
  SERVICE_UNAVAILABLE: 'operator_refused',
  INTERNAL_PROCESSING_ERROR: 'operator_refused',
  PAYMENT_NOT_APPROVED: 'payer_refused',
  APPROVAL_REJECTED: 'payer_refused',
  EXPIRED: 'expired',
  TRANSACTION_CANCELED: 'cancelled_by_operator',
  COULD_NOT_PERFORM_TRANSACTION: 'expired',
  RESOURCE_NOT_FOUND: 'operator_refused',
  RESOURCE_ALREADY_EXIST: 'operator_refused',
  TRANSACTION_NOT_COMPLETED: 'operator_refused',
  TRANSACTION_NOT_FOUND: 'operator_refused',
  PAYER_DELAYED: 'operator_refused',
};

/** When we send, the payer is our own account: nobody refuses at a handset. */
const SENDING_REASONS: Readonly<Partial<Record<MtnMomoCode, DeclineReason>>> = {
  PAYMENT_NOT_APPROVED: 'operator_refused',
  APPROVAL_REJECTED: 'operator_refused',
};

/** Every payment will meet these until somebody mends the account or the configuration (§5.1, "config"). */
const OUR_CONFIGURATION: ReadonlySet<MtnMomoCode> = new Set([
  'NOT_ALLOWED',
  'NOT_ALLOWED_TARGET_ENVIRONMENT',
  'INVALID_CALLBACK_URL_HOST',
  'INVALID_CURRENCY',
]);

/** The same when we send: the account that is empty or at its limit is ours. */
const OUR_ACCOUNT: ReadonlySet<MtnMomoCode> = new Set(['NOT_ENOUGH_FUNDS', 'PAYER_LIMIT_REACHED']);

/** With these codes the request may have been recorded all the same, so that the reference has to be asked for. */
const SAYS_NOTHING_OF_THE_REQUEST: ReadonlySet<MtnMomoCode> = new Set([
  'SERVICE_UNAVAILABLE',
  'INTERNAL_PROCESSING_ERROR',
]);

export function isKnownCode(code: string): code is MtnMomoCode {
  return Object.hasOwn(DECLINE_REASONS, code);
}

export function leavesRequestUncertain(code: MtnMomoCode): boolean {
  return SAYS_NOTHING_OF_THE_REQUEST.has(code);
}

/** Null for a word that MTN has never published. */
export function meaningOfStatus(word: unknown): StatusMeaning | null {
  return (typeof word === 'string' && STATUSES.get(word)) || null;
}

/** Why a payment that failed has failed. Failing is explicit, so that even an unknown reason ends it. */
export function declineReason(code: string | null, direction: Direction): DeclineReason {
  if (code === null || !isKnownCode(code)) return 'operator_refused';
  const sending = direction === 'sending' ? SENDING_REASONS[code] : undefined;
  return sending ?? DECLINE_REASONS[code];
}

/** Who must hear of a code, if anybody. */
export function alertFor(code: string | null, direction: Direction): Alert | null {
  if (code === null) return null;
  if (!isKnownCode(code)) return { level: 'warn', text: `the code ${code} is not in our table` };
  if (OUR_CONFIGURATION.has(code)) {
    return { level: 'error', text: `${code}: the account or the configuration is wrong, and every request will fail` };
  }
  if (direction === 'sending' && OUR_ACCOUNT.has(code)) {
    return { level: 'error', text: `${code}: our own account cannot pay this` };
  }
  return null;
}
