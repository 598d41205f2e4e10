import { beginningOf } from '#kernel';

/** What came of one call to MTN. */
export type WireAnswer = WireResponse | WireFailure;

export interface WireResponse {
  readonly kind: 'answered';
  readonly httpStatus: number;
  readonly durationMs: number;
  readonly text: string;
  /** Null when the body is empty, not JSON, or no object. */
  readonly json: JsonObject | null;
  /** The firewall in front of production answers a web page instead of JSON (MTN page §9 no. 10). */
  readonly isWebPage: boolean;
  /** MTN's code, and what is said about it, in whichever error shape it came; null when there is none. */
  readonly code: string | null;
  readonly message: string | null;
}

export interface WireFailure {
  /** `not_sent`: MTN certainly does not have the request. `lost`: it may have it. */
  readonly kind: 'not_sent' | 'lost';
  readonly durationMs: number;
  readonly problem: string;
}

export type JsonObject = Readonly<Record<string, unknown>>;

const LONGEST_CODE = 64;
const LONGEST_MESSAGE = 200;

export function readResponse(httpStatus: number, text: string, durationMs: number): WireResponse {
  const json = parseObject(text);
  return {
    kind: 'answered',
    ...{ httpStatus, durationMs, text, json },
    isWebPage: json === null && /^\s*<(?:!doctype|html|head|body)/i.test(text),
    code: codeOf(json?.['code'] ?? json?.['errorCode']),
    message: textOf(json?.['message'] ?? json?.['errorDescription'] ?? json?.['error'], LONGEST_MESSAGE),
  };
}

/** Null unless there is a token with a life (MTN page §2.3). */
export function readToken(text: string): { readonly value: string; readonly lifetimeSeconds: number } | null {
  const { access_token: value, expires_in: lifetime } = parseObject(text) ?? {};
  const lifetimeSeconds = Number(lifetime);
  return typeof value === 'string' && value !== '' && lifetimeSeconds > 0 ? { value, lifetimeSeconds } : null;
}

/** A reason is a bare code or an object with one (§3.3). */
export function readReason(reason: unknown): { readonly code: string | null; readonly message: string | null } {
  if (!isJsonObject(reason)) return { code: codeOf(reason), message: null };
  return { code: codeOf(reason['code']), message: textOf(reason['message'], LONGEST_MESSAGE) };
}

/** A field that is text, or a number that stands for text; null when it is absent, blank or something else. */
export function textOf(value: unknown, longest: number): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const printable = String(value)
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim();
  return beginningOf(printable, longest) || null;
}

/** One variant of TRANSACTION_CANCELED carries a trailing dot (§4). */
function codeOf(value: unknown): string | null {
  const code = textOf(value, LONGEST_CODE)?.replace(/[\s.]+$/, '');
  return code ? code.toUpperCase() : null;
}

function parseObject(text: string): JsonObject | null {
  // What MTN answers to a request that it has taken. Parsing would throw, and that costs more than reading a body.
  if (text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
