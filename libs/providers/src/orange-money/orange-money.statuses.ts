import type { DeclineReason } from '../provider.port.js';
import type { Alert, Direction } from '../reading.js';

export type StatusMeaning =
  /** A token was made and nothing was paid with it. */
  'initiated' | 'pending' | 'settled' | 'failed' | 'expired' | 'cancelled';

/** Status words (Orange page §B6). SUCCESSFULL is spelt so by Orange; the spellings of others are taken as well. */
const STATUSES: ReadonlyMap<string, StatusMeaning> = new Map([
  ['INITIATED', 'initiated'],
  ['PENDING', 'pending'],
  ['SUCCESSFULL', 'settled'],
  ['SUCCESSFUL', 'settled'],
  ['SUCCESS', 'settled'],
  ['FAILED', 'failed'],
  ['EXPIRED', 'expired'],
  ['CANCELLED', 'cancelled'],
  ['CANCELED', 'cancelled'],
]);

/** What stands in the place of a code where nothing went wrong. */
export const FINE = '200';

/**
 * Orange publishes no list of its codes: 60019 was recorded (§B7), the others are our simulator's. A code that is not here
 * is an explicit no like any other; only its reason is not known.
 */
const DECLINE_REASONS: ReadonlyMap<string, DeclineReason> = new Map([
  ['60019', 'insufficient_funds'],
  ['90001', 'payer_not_found'],
  ['90002', 'limit_reached'],
]);
const SIMULATED_CODE = /^900\d\d$/;

/** Null for a word that was never seen. */
export function meaningOfStatus(word: unknown): StatusMeaning | null {
  return (typeof word === 'string' && STATUSES.get(word.trim().toUpperCase())) || null;
}

export function reasonOfCode(code: string | null): DeclineReason {
  return (code !== null && DECLINE_REASONS.get(code)) || 'operator_refused';
}

/** Why something ended that has a word for its end. When we send, nobody refuses at a handset. */
export function reasonOfEnd(end: 'expired' | 'cancelled', direction: Direction): DeclineReason {
  if (end === 'expired') return 'expired';
  return direction === 'collecting' ? 'payer_refused' : 'cancelled_by_operator';
}

/** Who must hear of a code, if anybody. */
export function alertFor(code: string | null, direction: Direction): Alert | null {
  if (code === null) return null;
  if (!DECLINE_REASONS.has(code) && !SIMULATED_CODE.test(code)) {
    return { level: 'warn', text: `the code ${code} is not in our table` };
  }
  if (direction === 'sending' && reasonOfCode(code) === 'insufficient_funds') {
    return { level: 'error', text: `${code}: our own account cannot pay this` };
  }
  return null;
}
