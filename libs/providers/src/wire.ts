import { beginningOf, DomainError } from '#kernel';
import { AnswerLost, CircuitOpen, NotSent } from '#platform';

/** What came of a call that was not answered. */
export interface WireFailure {
  /** `not_sent`: the operator certainly does not have the request. `lost`: it may have it. */
  readonly kind: 'not_sent' | 'lost';
  readonly durationMs: number;
  readonly problem: string;
}

/** What every answer has, whatever the operator speaks. */
export interface WireBody {
  readonly kind: 'answered';
  readonly httpStatus: number;
  readonly durationMs: number;
  readonly text: string;
  /** Null when the body is empty, not JSON, or no object. */
  readonly json: JsonObject | null;
  /** A firewall in front of the operator answers a web page instead (MTN page §9 no. 10). */
  readonly isWebPage: boolean;
}

/** What came of one call, where the operator's dialect has nothing to add. */
export type WireAnswer = WireBody | WireFailure;

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** An answer of the gateway in front of an operator: nobody is behind it, which counts for the circuit like no answer at all. */
export class GatewayOutage extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'operator_gateway_outage';

  constructor(readonly answer: RawAnswer) {
    super(`The operator’s gateway answers ${answer.status}`);
  }
}

export function readBody({ status: httpStatus, text }: RawAnswer, durationMs: number): WireBody {
  const json = parseObject(text);
  const isWebPage = json === null && /^\s*<(?:!doctype|html|head|body)/i.test(text);
  return { kind: 'answered', httpStatus, durationMs, text, json, isWebPage };
}

/** Throws what is none of the ways in which a call to an operator goes wrong. */
export function wireFailure(error: unknown, durationMs: number): WireFailure {
  if (error instanceof AnswerLost) return { kind: 'lost', durationMs, problem: `the answer was lost: ${error.reason}` };
  if (error instanceof NotSent) return { kind: 'not_sent', durationMs, problem: `nothing was sent: ${error.reason}` };
  if (error instanceof CircuitOpen) return { kind: 'not_sent', durationMs, problem: 'nothing was sent: circuit open' };
  throw error;
}

/** Null unless there is a token with a life. */
export function readToken(text: string): { readonly value: string; readonly lifetimeSeconds: number } | null {
  const { access_token: value, expires_in: lifetime } = parseObject(text) ?? {};
  const lifetimeSeconds = Number(lifetime);
  return typeof value === 'string' && value !== '' && lifetimeSeconds > 0 ? { value, lifetimeSeconds } : null;
}

/** A field that is text, or a number that stands for text; null when it is absent, blank or something else. */
export function textOf(value: unknown, longest: number): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const printable = String(value)
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim();
  return beginningOf(printable, longest) || null;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Null for a text that is empty, not JSON, or no object. */
export function parseObject(text: string): JsonObject | null {
  // What MTN answers to a request that it has taken. Parsing would throw, and that costs more than reading a body.
  if (text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
