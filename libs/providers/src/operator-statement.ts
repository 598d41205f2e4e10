import { isCurrency, Money, type Currency, type Mode } from '#kernel';
import { readAmount } from './mtn-momo/mtn-momo-amounts.js';
import type { ProviderName } from './provider.port.js';
import { safeText } from './safe-text.js';

export const STATEMENT_FIELDS = [
  'reference',
  'externalId',
  'transactionId',
  'token',
  'amount',
  'currency',
  'direction',
  'status',
  'time',
] as const;
export type StatementField = (typeof STATEMENT_FIELDS)[number];
export type StatementColumns = Readonly<Partial<Record<StatementField, string>>>;

/** One line of an operator's statement, in our words. Texts are fit to be shown. */
export interface StatementLine {
  readonly line: number;
  /** Our reference, or as much of it as the operator has room for. */
  readonly reference: string;
  /** The id of our payment, refund or payout, where the operator keeps it. */
  readonly externalId: string;
  readonly transactionId: string;
  /** The operator's own name of our request, where it takes none of ours. */
  readonly token: string;
  /** As the operator writes it; `statementAmount` reads it. */
  readonly amount: string;
  readonly currency: string;
  /** `in` is collected from a payer, `out` is a refund or a payout. */
  readonly direction: 'in' | 'out';
  readonly state: 'settled' | 'declined' | 'pending';
  readonly time: string;
}

/** A statement that cannot be understood. The message names the line, and what may stand there. */
export class StatementUnreadable extends Error {}

/** Without them there is nothing to compare. A statement without a status tells of movements that took place. */
const NEEDED: readonly StatementField[] = ['reference', 'amount', 'currency', 'direction'];
const LONGEST_TEXT = 80;
const FIGURE = /^\d{1,15}(?:\.\d{1,4})?$/;

/**
 * By what names columns are found. No operator says in public what its portal exports: the first name is that of its API,
 * the others are those of the simulator's books and what such files are seen to use. Capitals, blanks and signs do not count.
 */
const COLUMNS: Readonly<Record<ProviderName, Readonly<Record<StatementField, readonly string[]>>>> = {
  'mtn-momo': {
    reference: ['referenceId', 'xReferenceId', 'reference'],
    externalId: ['externalId', 'externalTransactionId'],
    transactionId: ['financialTransactionId', 'transactionId'],
    token: [],
    amount: ['amount'],
    currency: ['currency'],
    direction: ['kind', 'type', 'transactionType', 'direction'],
    status: ['status'],
    time: ['date', 'at', 'time'],
  },
  'orange-money': {
    reference: ['orderId', 'reference'],
    externalId: ['description', 'externalId'],
    transactionId: ['txnid', 'financialTransactionId', 'transactionId'],
    token: ['payToken'],
    amount: ['amount', 'montant'],
    currency: ['currency', 'devise'],
    direction: ['kind', 'type', 'txnmode', 'direction'],
    status: ['status', 'txnstatus', 'statut'],
    time: ['createtime', 'at', 'date', 'time'],
  },
};

const DIRECTIONS: Readonly<Record<string, StatementLine['direction']>> = {
  ...{ collection: 'in', in: 'in', credit: 'in', payment: 'in', requesttopay: 'in', mp: 'in' },
  ...{ disbursement: 'out', transfer: 'out', refund: 'out', out: 'out', debit: 'out', cashin: 'out' },
};

const STATES: Readonly<Record<string, StatementLine['state']>> = {
  ...{ successful: 'settled', successfull: 'settled', success: 'settled', completed: 'settled' },
  ...{ failed: 'declined', rejected: 'declined', cancelled: 'declined', canceled: 'declined', expired: 'declined' },
  ...{ pending: 'pending', ongoing: 'pending', initiated: 'pending', created: 'pending' },
};

/**
 * How the lines of a statement are read that begins with these headings; `columns` names those that are called otherwise.
 * Throws StatementUnreadable, then and for each line.
 */
export function statementReader(
  provider: ProviderName,
  headings: readonly string[],
  columns: StatementColumns,
): (line: number, cells: readonly string[]) => StatementLine {
  const places = placesOf(provider, headings, columns);
  return (line, cells) => {
    if (cells.length !== headings.length) {
      throw new StatementUnreadable(`Line ${line} has ${cells.length} fields, and the first one ${headings.length}.`);
    }
    const text = (field: StatementField): string =>
      safeText((cells[places.get(field) ?? -1] ?? '').trim(), LONGEST_TEXT);
    const word = <T>(field: StatementField, words: Readonly<Record<string, T>>): T => {
      const found = Object.entries(words).find(([name]) => name === plain(text(field)));
      if (found) return found[1];
      const known = Object.keys(words).join(', ');
      throw new StatementUnreadable(`Line ${line}: ${field} is "${text(field)}"; known are ${known}.`);
    };
    const amount = text('amount');
    if (!FIGURE.test(amount))
      throw new StatementUnreadable(`Line ${line}: the amount is "${amount}", and not like 1500 or 12.50.`);
    return {
      line,
      ...{ reference: text('reference'), externalId: text('externalId'), transactionId: text('transactionId') },
      ...{ amount, currency: text('currency'), time: text('time'), token: text('token') },
      direction: word('direction', DIRECTIONS),
      state: places.has('status') ? word('status', STATES) : 'settled',
    };
  };
}

/** What a line says was moved, in the currency that we asked in where it stands for that; null when it is no such amount. */
export function statementAmount(
  provider: ProviderName,
  mode: Mode,
  { amount, currency }: StatementLine,
  asked: Currency,
): Money | null {
  if (provider === 'mtn-momo') return readAmount(amount, currency, mode, asked);
  try {
    return isCurrency(currency) ? Money.of(amount, currency) : null;
  } catch {
    return null;
  }
}

function placesOf(
  provider: ProviderName,
  headings: readonly string[],
  columns: StatementColumns,
): ReadonlyMap<StatementField, number> {
  const found = headings.map(plain);
  const places = new Map<StatementField, number>();
  for (const field of STATEMENT_FIELDS) {
    const said = columns[field];
    const names = said === undefined ? COLUMNS[provider][field] : [said];
    const place = names.map((name) => found.indexOf(plain(name))).find((index) => index >= 0);
    if (place !== undefined) places.set(field, place);
    else if (said !== undefined || NEEDED.includes(field)) {
      throw new StatementUnreadable(
        `No column of the statement is called ${names.join(' or ')} (${field}); there are ${safeText(headings.join(', '), 500)}.`,
      );
    }
  }
  return places;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
