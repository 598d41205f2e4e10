import { CURRENCY_SCALE, type Tenant } from '#kernel';
import type { FilteredList, Read } from '#platform';
import { throughCursor } from './through-cursor.js';

/** Which rows a report has. */
export interface ReportScope {
  readonly tenant: Tenant;
  /** In Douala, both included. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** Those of its kind of report. */
  readonly filters: object;
}

/** Where the rows of a report come from, all of one moment. */
export interface ReportSource<Row> {
  /** How many there are, counted no further than `limit` and one. */
  count(limit: number): Promise<number>;
  rows(): AsyncIterable<readonly Row[]>;
}

/** An instant as text in ISO 8601: the driver would make an object of it, only to be made text again. */
export const isoOf = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const SCALES = Object.entries(CURRENCY_SCALE).map(([currency, scale]) => `WHEN '${currency}' THEN ${scale}`);

/** An amount as its currency writes it: 15000 francs, 12.50 dollars. */
export const amountOf = (column: string, currency: string): string =>
  `round(${column}, CASE ${currency} ${SCALES.join(' ')} END)`;

export function listed<Row extends object>(
  read: Read,
  list: FilteredList,
  columns: string,
  order: string,
): ReportSource<Row> {
  return {
    count: async (limit) => {
      const { text, values } = list.statement('1', `LIMIT ${limit + 1}`);
      const [row] = await read<{ total: number }>(`SELECT count(*)::int AS total FROM (${text}) AS counted`, values);
      return row?.total ?? 0;
    },
    rows: () => throughCursor<Row>(read, list.statement(columns, order)),
  };
}

/** For reports that are short by nature: a row per day or category. They are read once, and counted by what was read. */
export function inOneGo<Row>(readAll: () => Promise<readonly Row[]>): ReportSource<Row> {
  let read: Promise<readonly Row[]> | null = null;
  const once = (): Promise<readonly Row[]> => (read ??= readAll());
  const rows = async function* (): AsyncGenerator<readonly Row[]> {
    yield await once();
  };
  return { count: async () => (await once()).length, rows };
}
