import { doualaDay, endOfDoualaDay, startOfDoualaDay, type Currency } from '#kernel';
import type { Database } from './database.js';

/** Lists whose rows the schema counts by day, by currency where they have one, and by this column. */
const COUNTED_BY: Readonly<Record<string, string | null>> = {
  payments: 'status',
  refunds: 'status',
  statement_lines: 'type',
  payouts: 'status',
  payment_links: 'listed_as',
  orders: 'status',
  invoices: 'status',
  invoices_dated: 'status',
  credit_notes: null,
  recurring_invoices: null,
  disputes: 'status',
  customers: null,
  products: null,
  webhook_deliveries: 'status',
  api_calls: null,
};

/** The amounts of these are summed up as well. */
const SUMMED: readonly string[] = ['orders'];

/**
 * How many rows a list has and what they amount to, read from what is kept by day. What is kept and the changes
 * that were not folded into it yet are read in one statement and are together exact.
 */
export class ListCounts {
  private facets: readonly string[] | null = null;
  private currency: Currency | null = null;
  private firstDay: string | null = null;
  private lastDay: string | null = null;

  private constructor(
    private readonly list: string,
    private readonly organizationId: string,
    private readonly part: string,
  ) {}

  /** Null for a list that nobody counts. */
  static of(list: string, organizationId: string, part = ''): ListCounts | null {
    return list in COUNTED_BY ? new ListCounts(list, organizationId, part) : null;
  }

  /** Narrows to values of a column, like the list. Null when rows are not counted by that. */
  among(column: string, values: readonly string[]): ListCounts | null {
    if (column === 'currency') {
      const [only, ...more] = values;
      if (only === undefined || more.length > 0) return null;
      this.currency = only as Currency;
    } else {
      if (column !== COUNTED_BY[this.list]) return null;
      this.facets = values;
    }
    return this;
  }

  /** Narrows to days that rows have beside those on which they were made. Null when they are not counted by these. */
  dated(firstDay: string | undefined, lastDay: string | undefined): ListCounts | null {
    const dated = ListCounts.of(`${this.list}_dated`, this.organizationId, this.part);
    if (!dated) return null;
    const { facets, currency } = this;
    return Object.assign(dated, { facets, currency, firstDay: firstDay ?? null, lastDay: lastDay ?? null });
  }

  /** Narrows to instants of creation, both included. Null when these are no whole days. */
  created(from: Date | undefined, to: Date | undefined): ListCounts | null {
    if (from) {
      this.firstDay = doualaDay(from);
      if (startOfDoualaDay(this.firstDay).getTime() !== from.getTime()) return null;
    }
    if (to) {
      this.lastDay = doualaDay(to);
      if (endOfDoualaDay(this.lastDay).getTime() !== to.getTime()) return null;
    }
    return this;
  }

  /** The total, as an expression in SQL. */
  total(): { text: string; values: unknown[] } {
    const values: unknown[] = [];
    return { text: `(SELECT coalesce(sum(rows), 0) FROM (${this.counted('rows', values)}) AS counted)`, values };
  }

  /**
   * Where the row is that follows so many newer ones: SQL for an instant `before` which it was made, and for how many rows to
   * `skip` that are older than that instant and newer than it. No row of SQL when there is no such row.
   */
  place(offset: number, values: unknown[]): string {
    const days = `SELECT day, sum(rows) AS rows FROM (${this.counted('day, rows', values)}) AS counted GROUP BY day`;
    const newer = `$${values.push(offset)}::bigint`;
    return `SELECT (day + 1)::timestamp AT TIME ZONE 'Africa/Douala' AS before, (${newer} - up_to + rows)::bigint AS skip
      FROM (SELECT day, rows, sum(rows) OVER (ORDER BY day DESC) AS up_to FROM (${days}) AS days) AS placed
      WHERE up_to > ${newer} ORDER BY day DESC LIMIT 1`;
  }

  /** The rows in groups: the value of this column by its name, `currency`, `rows` and `amount`. Null where amounts are not kept so. */
  groups(column: string): { text: string; values: readonly unknown[] } | null {
    if (!SUMMED.includes(this.list) || column !== COUNTED_BY[this.list]) return null;
    const values: unknown[] = [];
    return { text: this.counted(`facet AS ${column}, currency, rows, amount`, values), values };
  }

  /** Values take their places after those given. */
  private counted(columns: string, values: unknown[]): string {
    const conditions: string[] = [];
    const narrow = (condition: string, value: unknown): void => {
      if (value !== null) conditions.push(condition.replace('?', `$${values.push(value)}`));
    };
    narrow('organization_id = ?', this.organizationId);
    narrow('part = ?', this.part);
    narrow('list = ?', this.list);
    narrow('facet = ANY(?)', this.facets);
    narrow('currency = ?', this.currency);
    narrow('day >= ?', this.firstDay);
    narrow('day <= ?', this.lastDay);
    const from = (table: string): string => `SELECT ${columns} FROM ${table} WHERE ${conditions.join(' AND ')}`;
    return `${from('list_counts')} UNION ALL ${from('list_count_changes')}`;
  }
}

/** Counts all lists anew, while writers wait. Resolves to how many counts there are. Safe to repeat. */
export async function recountLists(database: Database): Promise<number> {
  return (await database.first<{ counts: number }>('SELECT recount_lists() AS counts'))?.counts ?? 0;
}
