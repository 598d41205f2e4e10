import { createHash, createHmac, randomBytes, timingSafeEqual, type BinaryLike, type KeyObject } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(ALPHABET.length);
const BITS_PER_LETTER = Math.log2(ALPHABET.length);

export type HmacAlgorithm = 'sha256' | 'sha512';

/**
 * A secret from the system's random source, written in letters and digits after the prefix: `randomToken('rt_')` gives
 * `rt_` and 33 characters. The length follows from the number of bytes alone, so it tells nothing about the value.
 */
export function randomToken(prefix: string, bytes = 24): string {
  const length = Math.ceil((bytes * 8) / BITS_PER_LETTER);
  let rest = BigInt(`0x${randomBytes(bytes).toString('hex')}`);
  let letters = '';
  while (letters.length < length) {
    letters = ALPHABET.charAt(Number(rest % BASE)) + letters;
    rest /= BASE;
  }
  return prefix + letters;
}

/**
 * What is stored instead of a token. A plain SHA-256 is enough because tokens are long and random; passwords and codes
 * are not, and must not be kept this way.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** Compares in a time that depends on the lengths only. */
export function sameBytes(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const left = bytesOf(a);
  const right = bytesOf(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function bytesOf(value: string | Uint8Array): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
}

export function hmacHex(key: BinaryLike | KeyObject, data: BinaryLike, algorithm: HmacAlgorithm = 'sha256'): string {
  return createHmac(algorithm, key).update(data).digest('hex');
}

export function hmacBase64(key: BinaryLike | KeyObject, data: BinaryLike, algorithm: HmacAlgorithm = 'sha256'): string {
  return createHmac(algorithm, key).update(data).digest('base64');
}
