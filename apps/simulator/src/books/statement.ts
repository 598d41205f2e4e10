import { decimal, formatDecimal } from '../decimal.js';
import type { Party, TransactionKind } from '../transactions/transaction.js';

/** One movement of money, never changed. The amount is unsigned: the kind tells the direction. */
export interface StatementEntry {
  readonly sequence: number;
  readonly operator: string;
  readonly account: string;
  readonly reference: string;
  readonly kind: TransactionKind;
  readonly amount: string;
  readonly currency: string;
  readonly externalId: string | null;
  readonly counterparty: Party | null;
  readonly financialTransactionId: string;
  readonly at: string;
}

export interface StatementFilter {
  readonly operator?: string;
  readonly account?: string;
  readonly kind?: string;
  readonly currency?: string;
  readonly reference?: string;
  readonly externalId?: string;
  readonly counterparty?: string;
  /** ISO 8601, inclusive. */
  readonly from?: string;
  /** ISO 8601, exclusive. */
  readonly to?: string;
}

export interface StatementTotal {
  readonly kind: TransactionKind;
  readonly currency: string;
  readonly count: number;
  readonly amount: string;
}

export class Statement {
  private entries: StatementEntry[] = [];
  private readonly movements = new Map<string, bigint>();
  private readonly paidBack = new Map<string, bigint>();

  get length(): number {
    return this.entries.length;
  }

  /** @param originalKey of a refund: the payment that it gives back. */
  add(entry: StatementEntry, originalKey: string | null): void {
    this.entries.push(entry);
    const account = `${entry.operator}/${entry.account}/${entry.currency}`;
    const amount = decimal(entry.amount);
    const movement = entry.kind === 'collection' ? amount : -amount;
    this.movements.set(account, (this.movements.get(account) ?? 0n) + movement);
    if (originalKey !== null) this.paidBack.set(originalKey, this.refunded(originalKey) + amount);
  }

  /** The sum of all movements of an account since the beginning. */
  movement(operator: string, account: string, currency: string): bigint {
    return this.movements.get(`${operator}/${account}/${currency}`) ?? 0n;
  }

  refunded(originalKey: string): bigint {
    return this.paidBack.get(originalKey) ?? 0n;
  }

  /** Entries in the order in which they were written. */
  list(filter: StatementFilter): StatementEntry[] {
    return this.entries.filter((entry) => matches(entry, filter));
  }

  clear(): void {
    this.entries = [];
    this.movements.clear();
    this.paidBack.clear();
  }
}

export function totalsOf(entries: readonly StatementEntry[]): StatementTotal[] {
  const sums = new Map<string, { kind: TransactionKind; currency: string; count: number; sum: bigint }>();
  for (const { kind, currency, amount } of entries) {
    const key = `${kind} ${currency}`;
    const total = sums.get(key) ?? { kind, currency, count: 0, sum: 0n };
    sums.set(key, { ...total, count: total.count + 1, sum: total.sum + decimal(amount) });
  }
  return [...sums.values()].map(({ sum, ...total }) => ({ ...total, amount: formatDecimal(sum) }));
}

function matches(entry: StatementEntry, filter: StatementFilter): boolean {
  const { from, to, counterparty, ...exact } = filter;
  if (from !== undefined && entry.at < from) return false;
  if (to !== undefined && entry.at >= to) return false;
  if (counterparty !== undefined && entry.counterparty?.id !== counterparty) return false;
  return Object.entries(exact).every(
    ([field, wanted]) => wanted === undefined || entry[field as keyof typeof exact] === wanted,
  );
}
