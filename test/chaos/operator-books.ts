import type { StatementEntry } from '../../apps/simulator/src/books/statement.js';
import { OPERATORS, type Operator } from './mix/payer-rows.js';

/** Money that comes from payers, goes back to them, and goes out to merchants. */
export const MOVEMENTS = ['collection', 'refund', 'transfer'] as const;
export type Movement = (typeof MOVEMENTS)[number];

/** What the simulated operators have written down. */
export interface OperatorBooks {
  /** Requests that they have taken. */
  readonly requests: readonly OperatorRequest[];
  /** Movements of money. */
  readonly entries: readonly OperatorEntry[];
}

export interface OperatorRequest {
  readonly operator: Operator;
  readonly kind: Movement;
  /** The reference that we gave, without its hyphens. */
  readonly reference: string;
  /** What a second request for the same would have in common with it. */
  readonly cause: string;
}

export interface OperatorEntry extends OperatorRequest {
  readonly amount: string;
}

/** In the simulator's words: MTN knows us by `reference`, Orange by `externalId`, whose `reference` is a token of its own. */
interface Recorded {
  readonly kind: Movement;
  readonly reference: string;
  readonly externalId: string | null;
}

const PAGE = 1000;
/** More the simulator does not list at once. */
export const REQUESTS_MAX = 10_000;

export async function readOperatorBooks(simulatorUrl: string): Promise<OperatorBooks> {
  const books = await Promise.all(OPERATORS.map((operator) => readBooks(simulatorUrl, operator)));
  return { requests: books.flatMap(({ requests }) => requests), entries: books.flatMap(({ entries }) => entries) };
}

async function readBooks(simulatorUrl: string, operator: Operator): Promise<OperatorBooks> {
  const url = `${simulatorUrl}/_control/operators/${operator}`;
  const requests: OperatorRequest[] = [];
  for (const kind of MOVEMENTS) {
    const page = await read<Recorded[]>(`${url}/transactions?kind=${kind}&limit=${REQUESTS_MAX}`);
    requests.push(...page.map((recorded) => requestOf(operator, recorded)));
  }
  const stated = await readStatement(simulatorUrl, operator);
  return { requests, entries: stated.map((entry) => ({ ...requestOf(operator, entry), amount: entry.amount })) };
}

/** All that an operator has moved, as it writes it down. */
export async function readStatement(simulatorUrl: string, operator: Operator): Promise<StatementEntry[]> {
  const entries: StatementEntry[] = [];
  for (let after = 0; ;) {
    const url = `${simulatorUrl}/_control/operators/${operator}/statement?after=${after}&limit=${PAGE}`;
    const page = (await read<{ readonly entries: readonly StatementEntry[] }>(url)).entries;
    entries.push(...page);
    after = page.at(-1)?.sequence ?? after;
    if (page.length < PAGE) return entries;
  }
}

function requestOf(operator: Operator, { kind, reference, externalId }: Recorded): OperatorRequest {
  const ours = operator === 'orange-money' ? (externalId ?? reference) : reference;
  return { operator, kind, reference: plain(ours), cause: externalId ?? reference };
}

/** Operators have their own ways of writing our references. */
export const plain = (reference: string): string => reference.replaceAll('-', '').slice(0, LONGEST_AT_ORANGE);

const LONGEST_AT_ORANGE = 20;

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as T;
}
