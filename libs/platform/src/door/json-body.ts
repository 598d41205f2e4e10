import { hasCardNumber } from '../logging/card-number.js';
import type { Issue } from './issues.js';

/** Deeper nesting is no request of anybody's, and recursion over it could exhaust the stack. */
const DEPTH_MAX = 32;

export type ParsedBody = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Parses a JSON body. An empty one is no body, whatever its content type says: browsers send it so. */
export function parseJsonBody(raw: Buffer): ParsedBody {
  if (raw.length === 0) return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw)) };
  } catch {
    return { ok: false };
  }
}

/**
 * Finds what no schema forbids and the database cannot keep: the NUL character, halves of surrogate pairs, and
 * nesting without end; and numbers of cards, which it may not keep, in whichever field somebody writes them.
 */
export function unstorable(value: unknown, path: readonly string[] = []): Issue[] {
  const field = path.length > 0 ? path.join('.') : 'body';
  if (path.length > DEPTH_MAX)
    return [{ field: path.slice(0, 3).join('.'), message: `must not be nested deeper than ${DEPTH_MAX} levels` }];
  if (typeof value === 'string' || typeof value === 'number') return textIssue(String(value), field);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...textIssue(key, field),
    ...unstorable(item, [...path, key]),
  ]);
}

function textIssue(text: string, field: string): Issue[] {
  if (text.includes('\u0000')) return [{ field, message: 'must not contain the NUL character' }];
  if (!text.isWellFormed()) return [{ field, message: 'must be well-formed Unicode' }];
  return hasCardNumber(text) ? [{ field, message: 'must not contain the number of a card' }] : [];
}
