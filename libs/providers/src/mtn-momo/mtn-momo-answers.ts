import type { Currency, Mode } from '#kernel';
import type { ProviderAnswer } from '../provider.port.js';
import { PENDING, sandboxExtensions, unclear, warning, type Alert, type Direction, type Reading } from '../reading.js';
import { textOf, type JsonObject } from '../wire.js';
import { readAmount } from './mtn-momo-amounts.js';
import { alertFor, declineReason, isKnownCode, leavesRequestUncertain, meaningOfStatus } from './mtn-momo.statuses.js';
import { readReason, type WireAnswer, type WireResponse } from './mtn-momo-wire.js';

export interface CreationReading extends Reading {
  /** The answer holds only when MTN does not know the reference: it has to be asked for before anybody relies on it. */
  readonly unlessKnown: boolean;
}

export interface StatusContext {
  readonly mode: Mode;
  readonly direction: Direction;
  readonly currency: Currency;
}

const LONGEST_TRANSACTION_ID = 64;

/**
 * What the answer to a creating call means (MTN page §5.2). Mistakes of configuration come back as HTTP 500 and
 * temporary trouble too, so the code decides and the HTTP status only where there is none.
 */
export function readCreation(wire: WireAnswer, direction: Direction): CreationReading {
  if (wire.kind !== 'answered') {
    return holds(wire.kind === 'not_sent' ? { state: 'unavailable', message: wire.problem } : PENDING);
  }
  const { httpStatus, code, isWebPage } = wire;
  if (isWebPage) return holds(PENDING, warning(`HTTP ${httpStatus} with a web page instead of an answer`));
  if (httpStatus === 202) return holds({ state: 'accepted' });
  if (httpStatus === 401 || httpStatus === 403 || httpStatus === 429) return holds(turnedAway(wire), gateAlert(wire));
  if (httpStatus >= 400 && code !== null && isKnownCode(code)) {
    if (code === 'RESOURCE_ALREADY_EXIST') return holds({ state: 'accepted' });
    const answer = code === 'SERVICE_UNAVAILABLE' ? turnedAway(wire) : declined(code, wire.message, direction);
    const unlessKnown = leavesRequestUncertain(code) || endsSending(answer, direction);
    return { answer, alert: alertFor(code, direction), unlessKnown };
  }
  if (httpStatus === 400) {
    const answer = declined(code, wire.message ?? 'HTTP 400', direction);
    const alert = warning(`our request was called malformed: ${describe(wire)}`);
    return { answer, alert, unlessKnown: endsSending(answer, direction) };
  }
  return holds(PENDING, warning(`not in our table: ${describe(wire)}`));
}

/**
 * Money on its way out is handed over again while nobody answers, and MTN does not say that it looks for a known reference
 * before everything else: a refusal may come after an earlier call was carried out, and because of it. Payments are
 * asked after before they are submitted again.
 */
function endsSending(answer: ProviderAnswer, direction: Direction): boolean {
  return direction === 'sending' && answer.state === 'declined';
}

/** What the answer to a status call means. Never `accepted` or `unavailable`: they would say something of the request. */
export function readStatus(wire: WireAnswer, context: StatusContext): Reading {
  if (wire.kind !== 'answered') return { answer: PENDING, alert: null };
  if (wire.httpStatus === 404 && wire.code === 'RESOURCE_NOT_FOUND') {
    return { answer: { state: 'unknown_reference' }, alert: null };
  }
  if (wire.httpStatus !== 200 || wire.json === null) return unclear(`the status call was answered ${describe(wire)}`);
  return readStatusBody(wire.json, context);
}

function readStatusBody(body: JsonObject, context: StatusContext): Reading {
  const meaning = meaningOfStatus(body['status']);
  if (meaning === null) return unclear(`the status ${textOf(body['status'], 64)} is not in our table`);
  if (meaning.state === 'pending') return { answer: PENDING, alert: null };
  if (meaning.state === 'settled') return readSettled(body, context);
  const reason = readReason(body['reason']);
  const code = reason.code ?? meaning.code;
  return {
    answer: declined(code, reason.message ?? textOf(body['status'], 64), context.direction),
    alert: alertFor(code, context.direction),
  };
}

function readSettled(body: JsonObject, { mode, currency }: StatusContext): Reading {
  const amount = readAmount(body['amount'], body['currency'], mode, currency);
  if (amount === null) return unclear('SUCCESSFUL, but the amount cannot be read');
  return {
    answer: {
      state: 'settled',
      operatorTransactionId: textOf(body['financialTransactionId'], LONGEST_TRANSACTION_ID),
      amount,
      ...sandboxExtensions(body, mode, (figure) => readAmount(figure, body['currency'], mode, currency)),
    },
    alert: null,
  };
}

function declined(code: string | null, message: string | null, direction: Direction): ProviderAnswer {
  const words = [code, message].filter((part) => part !== null && part !== '');
  return { state: 'declined', reason: declineReason(code, direction), message: words.join(': ') };
}

function turnedAway(wire: WireResponse): ProviderAnswer {
  return { state: 'unavailable', message: describe(wire) };
}

function gateAlert(wire: WireResponse): Alert {
  if (wire.httpStatus === 429) return warning('MTN throttles us');
  return { level: 'error', text: `MTN refuses our credentials or our address: ${describe(wire)}` };
}

function describe({ httpStatus, code, message }: WireResponse): string {
  return [`HTTP ${httpStatus}`, code, message].filter((part) => part !== null).join(' ');
}

function holds(answer: ProviderAnswer, alert: Alert | null = null): CreationReading {
  return { answer, alert, unlessKnown: false };
}
