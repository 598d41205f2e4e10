import { isJsonObject, readBody, textOf, type RawAnswer, type WireBody, type WireFailure } from '../wire.js';

/** What came of one call to MTN. */
export type WireAnswer = WireResponse | WireFailure;

export interface WireResponse extends WireBody {
  /** MTN's code, and what is said about it, in whichever error shape it came; null when there is none. */
  readonly code: string | null;
  readonly message: string | null;
}

const LONGEST_CODE = 64;
const LONGEST_MESSAGE = 200;

export function readResponse(answer: RawAnswer, durationMs: number): WireResponse {
  const body = readBody(answer, durationMs);
  const { json } = body;
  return {
    ...body,
    code: codeOf(json?.['code'] ?? json?.['errorCode']),
    message: textOf(json?.['message'] ?? json?.['errorDescription'] ?? json?.['error'], LONGEST_MESSAGE),
  };
}

/** A reason is a bare code or an object with one (MTN page §3.3). */
export function readReason(reason: unknown): { readonly code: string | null; readonly message: string | null } {
  if (!isJsonObject(reason)) return { code: codeOf(reason), message: null };
  return { code: codeOf(reason['code']), message: textOf(reason['message'], LONGEST_MESSAGE) };
}

/** One variant of TRANSACTION_CANCELED carries a trailing dot (§4). */
function codeOf(value: unknown): string | null {
  const code = textOf(value, LONGEST_CODE)?.replace(/[\s.]+$/, '');
  return code ? code.toUpperCase() : null;
}
