import {
  isJsonObject,
  readBody,
  textOf,
  type JsonObject,
  type RawAnswer,
  type WireBody,
  type WireFailure,
} from '../wire.js';

/** What came of one call to Orange. */
export type WireAnswer = WireResponse | WireFailure;

export interface WireResponse extends WireBody {
  /** What the gateway in front of the API says, in JSON or XML (Orange page §B2); null when the API itself answered. */
  readonly fault: string | null;
  /** What the API tells of a transaction; null when it tells of none. */
  readonly data: JsonObject | null;
  /** Of "60019 :: Le solde …" what stands before and after the colons (§B7). */
  readonly code: string | null;
  readonly message: string | null;
}

const LONGEST_MESSAGE = 200;
const CODED = /^\s*(\d{1,10})\s*::\s*([^]*)$/;
const XML_FAULT = /<(?:\w+:)?fault[\s>]/i;

/** Printable and without blanks: what is looked up in the database, and put into paths, comes from others. */
const PAY_TOKEN = /^[\x21-\x7e]{1,128}$/;

export function isPayToken(value: unknown): value is string {
  return typeof value === 'string' && PAY_TOKEN.test(value);
}

export function readResponse(answer: RawAnswer, durationMs: number): WireResponse {
  const body = readBody(answer, durationMs);
  const data = body.json?.['data'];
  const text = textOf(body.json?.['message'], LONGEST_MESSAGE);
  const coded = CODED.exec(text ?? '');
  return {
    ...body,
    fault: readFault(body),
    data: isJsonObject(data) ? data : null,
    code: coded?.[1] ?? null,
    message: coded ? textOf(coded[2], LONGEST_MESSAGE) : text,
  };
}

function readFault({ json, text }: WireBody): string | null {
  const fault = json?.['fault'];
  if (isJsonObject(fault)) return inWords(fault['code'], fault['message']);
  if (json !== null || !XML_FAULT.test(text)) return null;
  return inWords(xmlField(text, 'code'), xmlField(text, 'message'));
}

function xmlField(text: string, name: string): string | undefined {
  return new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`, 'i').exec(text)?.[1];
}

function inWords(...parts: unknown[]): string {
  const words = parts.map((part) => textOf(part, LONGEST_MESSAGE)).filter((part) => part !== null);
  return words.join(' ') || 'without a word';
}
