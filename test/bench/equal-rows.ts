import { query } from './bench.js';

/**
 * What subscribers make of an event after the payment was settled: only the platform tells anybody and counts anything, in
 * the time that is held against the floor.
 */
const FOLLOWING = `'notifications', 'owed_mails', 'statistics_counted'`;
const ROWS = `SELECT relname AS table, n_tup_ins::int AS inserted, n_tup_upd::int AS updated FROM pg_stat_user_tables
  WHERE schemaname = 'public' AND relname NOT LIKE 'webhook%' AND relname NOT IN (${FOLLOWING})`;
/** Signing up makes some rows as well, and each batch of a subscriber one or two: a payment writes whole ones. */
const TOLERANCE = 0.1;

interface Written {
  readonly url: string;
  readonly payments: number;
}

/** The floor must write what the platform writes, table for table, or it is no floor. Webhooks have a measure of their own. */
export async function unequalRows(
  platform: Written,
  floor: Written,
  figures: readonly ('inserted' | 'updated')[],
): Promise<string[]> {
  type Row = { table: string; inserted: number; updated: number };
  const floorRows = new Map((await query<Row>(floor.url, ROWS)).map((row) => [row.table, row]));
  return (await query<Row>(platform.url, ROWS)).flatMap((row) =>
    figures.flatMap((figure) => {
      const ours = row[figure] / platform.payments;
      const theirs = (floorRows.get(row.table)?.[figure] ?? 0) / floor.payments;
      if (Math.abs(ours - theirs) <= TOLERANCE) return [];
      return [`${row.table}: ${figure} are ${ours.toFixed(2)} rows a payment, by the floor ${theirs.toFixed(2)}`];
    }),
  );
}
