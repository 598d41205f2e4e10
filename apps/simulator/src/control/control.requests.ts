import { BadRequestException } from '@nestjs/common';
import {
  CALLBACK_METHODS,
  CALLBACK_TELLINGS,
  CREATION_FAULTS,
  GATEWAY_FORMATS,
  OUTAGES,
  REASON_SHAPES,
  type OperatorFaults,
} from '../faults/faults.service.js';
import type { StatementFilter } from '../books/statement.js';
import { readJsonObject, type JsonObject } from '../http/json-body.js';
import { isOutcomeKey, type OutcomeKey } from '../outcomes.js';
import { HANDSET_DECISIONS, type HandsetDecision } from '../transactions/transactions.service.js';
import type { StatementPage, TransactionFilter } from './control.service.js';

const MOST_ENTRIES = 10_000;
const MOST_COPIES = 10;
const LONGEST_DELAY_MS = 24 * 3_600_000;
const LONGEST_OFFSET_MS = 10 * 365 * 24 * 3_600_000;

type Query = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

const FAULT_CHECKS: Readonly<Record<keyof OperatorFaults, Check>> = {
  outage: oneOf(OUTAGES),
  slowMs: wholeNumber(0, LONGEST_DELAY_MS),
  creations: oneOf(CREATION_FAULTS),
  refusalCode: (value) => typeof value === 'string' && /^[A-Z0-9_]{1,64}$/.test(value),
  waf: isBoolean,
  dropCallbacks: isBoolean,
  callbackCopies: wholeNumber(1, MOST_COPIES),
  callbackLateMs: wholeNumber(0, LONGEST_DELAY_MS),
  callbackTelling: oneOf(CALLBACK_TELLINGS),
  callbackMethod: oneOf(CALLBACK_METHODS),
  reasonShape: oneOf(REASON_SHAPES),
  gatewayFormat: oneOf(GATEWAY_FORMATS),
};

/** @throws BadRequestException that names the first field that is unknown or not allowed. */
export function readFaults(body: unknown): Partial<OperatorFaults> {
  const faults = readObject(body);
  for (const [field, value] of Object.entries(faults)) {
    const check = Object.hasOwn(FAULT_CHECKS, field) ? FAULT_CHECKS[field as keyof OperatorFaults] : undefined;
    if (!check?.(value)) throw new BadRequestException(`"${field}" is not a fault or does not allow this value.`);
  }
  return faults;
}

export function readClockOffset(body: unknown): number {
  const { offsetMs } = readObject(body);
  if (!wholeNumber(-LONGEST_OFFSET_MS, LONGEST_OFFSET_MS)(offsetMs)) {
    throw new BadRequestException('"offsetMs" must be a whole number of milliseconds within ten years.');
  }
  return offsetMs as number;
}

export function readOutcome(body: unknown): OutcomeKey {
  const { outcome } = readObject(body);
  if (!isOutcomeKey(outcome)) throw new BadRequestException('"outcome" must be a row of the outcome table.');
  return outcome;
}

export function readDecision(body: unknown): HandsetDecision {
  const { decision } = readObject(body);
  const known = HANDSET_DECISIONS.find((each) => each === decision);
  if (!known) throw new BadRequestException(`"decision" must be one of ${HANDSET_DECISIONS.join(', ')}.`);
  return known;
}

export function readSubject(text: string): 'number' | 'reference' {
  if (text === 'numbers') return 'number';
  if (text === 'references') return 'reference';
  throw new BadRequestException('Outcomes are chosen for "numbers" or "references".');
}

export function readStatementFilter(query: Query): StatementFilter {
  const text = texts(query, ['account', 'kind', 'currency', 'reference', 'externalId', 'counterparty']);
  return { ...text, ...instant(query, 'from'), ...instant(query, 'to') };
}

export function readStatementPage(query: Query): StatementPage {
  return { after: count(query, 'after', 0, Number.MAX_SAFE_INTEGER), limit: readLimit(query, 1_000) };
}

export function readTransactionFilter(query: Query): TransactionFilter {
  return texts(query, ['account', 'kind', 'status', 'reference', 'externalId', 'counterparty']);
}

export function readLimit(query: Query, usual: number): number {
  return count(query, 'limit', usual, MOST_ENTRIES);
}

function readObject(body: unknown): JsonObject {
  const object = readJsonObject(body);
  if (!object) throw new BadRequestException('The body must be a JSON object.');
  return object;
}

function texts(query: Query, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = query[name];
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );
}

/** Statement times are compared as text, so every filter must be in the same form. */
function instant(query: Query, name: 'from' | 'to'): StatementFilter {
  const value = query[name];
  if (value === undefined) return {};
  const timeMs = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(timeMs)) throw new BadRequestException(`"${name}" must be an ISO 8601 date.`);
  return { [name]: new Date(timeMs).toISOString() };
}

function count(query: Query, name: string, usual: number, most: number): number {
  const value = query[name] === undefined ? usual : Number(query[name]);
  if (!wholeNumber(0, most)(value)) throw new BadRequestException(`"${name}" must be a whole number up to ${most}.`);
  return value;
}

function oneOf(values: readonly string[]): Check {
  return (value) => typeof value === 'string' && values.includes(value);
}

function wholeNumber(least: number, most: number): Check {
  return (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}
