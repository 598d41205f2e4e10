import { Money, type Mode } from '#kernel';
import type { ProviderAnswer } from '../provider.port.js';
import { PENDING, sandboxExtensions, unclear, warning, type Alert, type Direction, type Reading } from '../reading.js';
import { textOf, type JsonObject } from '../wire.js';
import { alertFor, FINE, meaningOfStatus, reasonOfCode, reasonOfEnd } from './orange-money.statuses.js';
import { isPayToken, type WireAnswer, type WireResponse } from './orange-money-wire.js';

export interface Context {
  readonly mode: Mode;
  readonly direction: Direction;
}

export interface PayReading extends Reading {
  /**
   * The answer holds only when nothing was paid with the token: Orange has to be asked before anybody relies on it.
   * `used` is the answer that a token has been paid with before, or that our request is malformed: an earlier call may be
   * on its way still, so that it ends nothing.
   */
  readonly unless: 'paid' | 'used' | null;
}

export type InitReading = { readonly payToken: string } | (Reading & { readonly payToken: null });

const LONGEST_CODE = 32;
const LONGEST_MESSAGE = 200;
const LONGEST_TRANSACTION_ID = 64;

/** Whatever became of making a token, nothing was paid with it. */
export function readInit(wire: WireAnswer): InitReading {
  if (wire.kind !== 'answered') return unavailable(wire.problem);
  const payToken = wire.data?.['payToken'];
  if (wire.httpStatus === 200 && isPayToken(payToken)) return { payToken };
  return { ...unavailable(describe(wire)), alert: gateAlert(wire) };
}

/** What the answer to a pay call means (Orange page §B7): HTTP status, then inittxnstatus or txnstatus, then status. */
export function readPay(wire: WireAnswer, context: Context): PayReading {
  if (wire.kind !== 'answered') return holds(wire.kind === 'not_sent' ? unavailable(wire.problem) : pending());
  const { httpStatus, isWebPage, fault } = wire;
  if (isWebPage) return holds(unclear(`HTTP ${httpStatus} with a web page instead of an answer`));
  if (httpStatus >= 500) return { ...unavailable(describe(wire)), unless: 'paid' };
  if (fault !== null || httpStatus === 401 || httpStatus === 403 || httpStatus === 429) {
    return holds({ ...unavailable(describe(wire)), alert: gateAlert(wire) });
  }
  if (httpStatus === 422) {
    return { ...unclear(`a payToken that was used, or a mistake of ours: ${describe(wire)}`), unless: 'used' };
  }
  if (httpStatus === 200 && wire.data !== null) return holds(asCreated(readData(wire, wire.data, context)));
  if (httpStatus === 400 || httpStatus === 404 || httpStatus === 417) return holds(readRefusal(wire, context));
  return holds(unclear(`not in our table: ${describe(wire)}`));
}

/** What the answer to a status call means. Never `accepted` or `unavailable`: they would say something of the request. */
export function readStatus(wire: WireAnswer, context: Context): Reading {
  if (wire.kind !== 'answered') return pending();
  if (wire.httpStatus !== 200 || wire.data === null) return unclear(`the status call was answered ${describe(wire)}`);
  return readData(wire, wire.data, context);
}

/** Whether a refusal says that there is no such wallet. */
export function saysNobody({ httpStatus, fault, code }: WireResponse): boolean {
  return httpStatus >= 400 && httpStatus < 500 && fault === null && reasonOfCode(code) === 'payer_not_found';
}

function readData(wire: WireResponse, data: JsonObject, context: Context): Reading {
  const meaning = meaningOfStatus(data['status']);
  switch (meaning) {
    case null:
      return unclear(`the status ${textOf(data['status'], 64)} is not in our table`);
    case 'initiated':
      return { answer: { state: 'unknown_reference' }, alert: null };
    case 'pending':
      // A request that could not be made is not waiting for anybody, whatever its status word says.
      return wasTaken(data) ? pending() : readRefusal(wire, context);
    case 'settled':
      return readSettled(data, context);
    case 'failed':
      return readRefusal(wire, context);
    case 'expired':
    case 'cancelled': {
      const words = [textOf(data['status'], 64), messageOf(wire)].filter((part) => part !== null);
      return declined(reasonOfEnd(meaning, context.direction), words.join(': '));
    }
  }
}

/** Money is believed when all three levels agree, and the amount can be read. */
function readSettled(data: JsonObject, { mode }: Context): Reading {
  if (levelOf(data) !== FINE) return unclear(`SUCCESSFULL, but the request itself ended ${levelOf(data)}`);
  const amount = readAmount(data['amount']);
  if (amount === null) return unclear('SUCCESSFULL, but the amount cannot be read');
  return {
    answer: {
      state: 'settled',
      operatorTransactionId: textOf(data['txnid'], LONGEST_TRANSACTION_ID),
      amount,
      ...sandboxExtensions(data, mode, readAmount),
    },
    alert: null,
  };
}

function readRefusal(wire: WireResponse, { direction }: Context): Reading {
  const levels = [wire.data?.['confirmtxnstatus'], wire.data && levelOf(wire.data)];
  const code = levels.map((level) => textOf(level, LONGEST_CODE)).find((level) => level !== null && level !== FINE);
  const known = code ?? wire.code;
  const words = [known, messageOf(wire)].filter((part) => part !== null).join(': ');
  const alert = known === null ? warning(`refused without a code: ${describe(wire)}`) : alertFor(known, direction);
  return declined(reasonOfCode(known), words || `HTTP ${wire.httpStatus}`, alert);
}

/** The creating call has been taken; that a token was not paid with yet cannot be its answer. */
function asCreated({ answer, alert }: Reading): Reading {
  if (answer.state === 'pending' && alert === null) return { answer: { state: 'accepted' }, alert: null };
  if (answer.state === 'unknown_reference') return unclear('paid, and said not to be');
  return { answer, alert };
}

/** How the request itself went: payments and cash-ins have a field each (§B3, §B4). */
function levelOf(data: JsonObject): string | null {
  return textOf(data['inittxnstatus'] ?? data['txnstatus'], LONGEST_CODE);
}

function wasTaken(data: JsonObject): boolean {
  const level = levelOf(data);
  return level === null || level === FINE;
}

/** French, and for people alone (§B10 no. 8). */
function messageOf({ data, message }: WireResponse): string | null {
  const texts = [data?.['confirmtxnmessage'], data?.['inittxnmessage'], data?.['txnmessage']];
  return message ?? texts.map((text) => textOf(text, LONGEST_MESSAGE)).find((text) => text !== null) ?? null;
}

/** Sent as text, it comes back as a number. Whole francs only (§B10 no. 11). */
function readAmount(figure: unknown): Money | null {
  if (typeof figure !== 'string' && typeof figure !== 'number') return null;
  try {
    return Money.of(figure, 'XAF');
  } catch {
    return null;
  }
}

function gateAlert(wire: WireResponse): Alert {
  if (wire.httpStatus === 429) return warning('Orange throttles us');
  if (wire.httpStatus >= 500 || wire.isWebPage) return warning(`Orange’s gateway is in trouble: ${describe(wire)}`);
  return { level: 'error', text: `Orange refuses our credentials or our address: ${describe(wire)}` };
}

function describe({ httpStatus, fault, code, message }: WireResponse): string {
  return [`HTTP ${httpStatus}`, fault, code, message].filter((part) => part !== null).join(' ');
}

function declined(
  reason: Extract<ProviderAnswer, { state: 'declined' }>['reason'],
  message: string,
  alert: Alert | null = null,
): Reading {
  return { answer: { state: 'declined', reason, message }, alert };
}

function unavailable(message: string): Reading & { readonly payToken: null } {
  return { answer: { state: 'unavailable', message }, alert: null, payToken: null };
}

function pending(): Reading {
  return { answer: PENDING, alert: null };
}

function holds({ answer, alert }: Reading): PayReading {
  return { answer, alert, unless: null };
}
