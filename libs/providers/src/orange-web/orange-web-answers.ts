import { Money, type Mode } from '#kernel';
import type { OperatorPage } from '../operator-pages.service.js';
import type { ProviderAnswer } from '../provider.port.js';
import { PENDING, sandboxExtensions, unclear, warning, type Alert, type Reading } from '../reading.js';
import { textOf, type WireAnswer, type WireBody } from '../wire.js';

/** A page that came, or why there is none. */
export type CreationReading =
  | { readonly page: OperatorPage; readonly noticeToken: string }
  | (Reading & {
      readonly page: null;
      /** Whether Orange certainly has nothing of the request. */
      readonly isUnsent: boolean;
    });

export interface StatusContext {
  readonly mode: Mode;
  readonly orderId: string;
  /** What the order was made over, without which Orange would not have told of it. */
  readonly amount: Money;
  /** Nobody can confirm on the page any more. */
  readonly isPageOver: boolean;
}

const CREATED = 201;
const LONGEST_MESSAGE = 256;
const LONGEST_WORDS = 200;
const LONGEST_TRANSACTION_ID = 64;
/** Printable and without blanks: what is looked up in the database comes back from others. */
const TOKEN = /^[\x21-\x7e]{1,128}$/;

export const isToken = (value: unknown): value is string => typeof value === 'string' && TOKEN.test(value);

/**
 * What the answer to a call for a page means (Orange page §A2). Whatever went wrong, also when Orange may have made one:
 * nobody but us is told its address, so that a page whose answer was lost can be paid by nobody.
 */
export function readCreation(wire: WireAnswer, pageOrigins: readonly string[]): CreationReading {
  if (wire.kind !== 'answered') return noPage(unavailable(wire.problem), wire.kind === 'not_sent');
  const { httpStatus, json, isWebPage } = wire;
  if (httpStatus === CREATED && json !== null) {
    const { pay_token: payToken, notif_token: noticeToken, payment_url: url } = json;
    if (isToken(payToken) && isToken(noticeToken)) {
      if (isPageUrl(url, pageOrigins)) return { page: { payToken, url }, noticeToken };
      return noPage(unavailable('the page is at no address that is configured', originAlert(url)));
    }
  }
  if (httpStatus >= 500 || isWebPage) {
    return noPage(unavailable(describe(wire), warning(`Orange’s gateway is in trouble: ${describe(wire)}`)));
  }
  if (httpStatus === 429) return noPage(unavailable(describe(wire), warning('Orange throttles us')));
  if (httpStatus === 401 || httpStatus === 403) {
    return noPage(unavailable(describe(wire), { level: 'error', text: `Orange refuses us: ${describe(wire)}` }));
  }
  if (httpStatus >= 400) {
    const message = describe(wire);
    return noPage({ answer: { state: 'declined', reason: 'operator_refused', message }, alert: warning(message) });
  }
  return noPage(unavailable('an answer without a page', warning(`no page was given: HTTP ${httpStatus}`)));
}

/** What the answer to a status call means (§A3). Orange says that a payment failed and never why. */
export function readStatus(wire: WireAnswer, context: StatusContext): Reading {
  if (wire.kind !== 'answered') return { answer: PENDING, alert: null };
  const { httpStatus, json } = wire;
  if ((httpStatus !== CREATED && httpStatus !== 200) || json === null) {
    return unclear(`the status call was answered ${describe(wire)}`);
  }
  const orderId = json['order_id'];
  if (orderId !== undefined && orderId !== context.orderId) return unclear('the answer is about another order');
  switch (json['status']) {
    // It stays so for ever when nobody confirms: the end of the page is for us to tell.
    case 'INITIATED':
      return context.isPageOver ? declined('expired', 'INITIATED') : { answer: PENDING, alert: null };
    case 'PENDING':
      return { answer: PENDING, alert: null };
    case 'EXPIRED':
      return declined('expired', 'EXPIRED');
    case 'FAILED':
      return declined('operator_refused', 'FAILED');
    case 'SUCCESS':
      return { answer: settled(json, context), alert: null };
    default:
      return unclear(`the status ${textOf(json['status'], 64)} is not in our table`);
  }
}

/** Leaves out of an answer what whoever reads it could pay or give notice with. */
export function withoutTokens(wire: WireAnswer): WireAnswer {
  if (wire.kind !== 'answered' || wire.json === null) return wire;
  const secrets = [wire.json['pay_token'], wire.json['notif_token']].filter((value) => typeof value === 'string');
  const text = secrets
    .filter((secret) => secret !== '')
    .reduce((kept, secret) => kept.replaceAll(secret, '…'), wire.text);
  return { ...wire, text };
}

function settled(json: Readonly<Record<string, unknown>>, { mode, amount }: StatusContext): ProviderAnswer {
  const operatorTransactionId = textOf(json['txnid'], LONGEST_TRANSACTION_ID);
  return { state: 'settled', operatorTransactionId, amount, ...sandboxExtensions(json, mode, francs) };
}

function francs(figure: unknown): Money | null {
  if (typeof figure !== 'string' && typeof figure !== 'number') return null;
  try {
    return Money.of(figure, 'XAF');
  } catch {
    return null;
  }
}

/** Payers are sent to where the configuration says that Orange has its pages, and nowhere else. */
function isPageUrl(url: unknown, origins: readonly string[]): url is string {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  return parsed !== null && parsed.username === '' && parsed.password === '' && origins.includes(parsed.origin);
}

function originAlert(url: unknown): Alert {
  const origin = typeof url === 'string' ? URL.parse(url)?.origin : null;
  return { level: 'error', text: `Orange has its payment pages at ${origin ?? 'no address'}, which is not configured` };
}

function describe({ httpStatus, json }: WireBody): string {
  const told = ['code', 'message', 'description'].map((name) => textOf(json?.[name], LONGEST_WORDS));
  return [`HTTP ${httpStatus}`, ...told.filter((words) => words !== null)].join(' ');
}

function declined(reason: 'expired' | 'operator_refused', message: string): Reading {
  return { answer: { state: 'declined', reason, message }, alert: null };
}

function unavailable(message: string, alert: Alert | null = null): Reading {
  return { answer: { state: 'unavailable', message: message.slice(0, LONGEST_MESSAGE) }, alert };
}

function noPage(reading: Reading, isUnsent = false): CreationReading {
  return { ...reading, page: null, isUnsent };
}
