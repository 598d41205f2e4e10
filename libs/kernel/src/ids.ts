import { randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const MAX_TIMESTAMP_MS = 2 ** 48 - 1;

let lastMs = -1;
let sequence = 0;

/**
 * A time-ordered id (RFC 9562, version 7). Ids made one after the other for the same millisecond ascend, so that rows
 * written together keep their order. The 26 bits after the time are a counter with a random start (the RFC's method 1),
 * the last 48 bits are random: unique, but not a secret.
 */
export function uuidv7(at?: Date): string {
  const ms = at === undefined ? Date.now() : at.getTime();
  if (!(ms >= 0 && ms <= MAX_TIMESTAMP_MS)) throw new RangeError('The date does not fit into a version 7 UUID');
  const random = randomUUID();
  if (ms === lastMs) {
    sequence += 1;
  } else {
    lastMs = ms;
    // 24 random bits of a 26-bit counter: no run within one millisecond is long enough to overflow the rest.
    sequence = Number.parseInt(random.slice(0, 6), 16);
  }
  const time = ms.toString(16).padStart(12, '0');
  const high = (sequence >>> 14).toString(16).padStart(3, '0');
  const low = (0x8000 | (sequence & 0x3fff)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${high}-${low}-${random.slice(-12)}`;
}

export function uuidv4(): string {
  return randomUUID();
}

export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}
