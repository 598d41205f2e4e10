import { addDays, doualaDay, endOfDoualaDay, startOfDoualaDay, type Currency } from '#kernel';
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

/** Where a row of a list is found without walking to it. */
export interface Place {
  /** The row is older than this instant. */
  readonly before: Date;
  /** Rows of the list that are older than that instant and come before the row. */
  readonly skip: number;
}

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
    const { text, values } = this.counted('rows');
    return { text: `(SELECT coalesce(sum(rows), 0) FROM (${text}) AS counted)`, values };
  }

  /** The total, and where the row is that follows so many newer ones: null when there is no such row. */
  async place(database: Database, offset: number): Promise<{ total: number; place: Place | null }> {
    const { text, values } = this.counted('day, rows');
    const row = await database.first<{ total: number; day: string; upTo: number; rows: number }>(
      `SELECT total::int, day, "upTo"::int, rows::int FROM (
         SELECT day, rows, sum(rows) OVER (ORDER BY day DESC) AS "upTo", sum(rows) OVER () AS total
         FROM (SELECT day, sum(rows) AS rows FROM (${text}) AS counted GROUP BY day) AS days
       ) AS placed ORDER BY "upTo" > $${values.length + 1} DESC, day DESC LIMIT 1`,
      [...values, offset],
    );
    if (!row || row.total <= offset) return { total: row?.total ?? 0, place: null };
    const before = startOfDoualaDay(addDays(row.day, 1));
    return { total: row.total, place: { before, skip: offset - (row.upTo - row.rows) } };
  }

  /** The rows in groups: the value of this column by its name, `currency`, `rows` and `amount`. Null where amounts are not kept so. */
  groups(column: string): { text: string; values: readonly unknown[] } | null {
    if (!SUMMED.includes(this.list) || column !== COUNTED_BY[this.list]) return null;
    return this.counted(`facet AS ${column}, currency, rows, amount`);
  }

  private counted(columns: string): { text: string; values: unknown[] } {
    const values: unknown[] = [this.organizationId, this.part, this.list];
    const conditions = ['organization_id = $1', 'part = $2', 'list = $3'];
    const narrow = (condition: string, value: unknown): void => {
      if (value !== null) conditions.push(condition.replace('?', `$${values.push(value)}`));
    };
    narrow('facet = ANY(?)', this.facets);
    narrow('currency = ?', this.currency);
    narrow('day >= ?', this.firstDay);
    narrow('day <= ?', this.lastDay);
    const from = (table: string): string => `SELECT ${columns} FROM ${table} WHERE ${conditions.join(' AND ')}`;
    return { text: `${from('list_counts')} UNION ALL ${from('list_count_changes')}`, values };
  }
}

/** Counts all lists anew, while writers wait. Resolves to how many counts there are. Safe to repeat. */
export async function recountLists(database: Database): Promise<number> {
  return (await database.first<{ counts: number }>('SELECT recount_lists() AS counts'))?.counts ?? 0;
}
