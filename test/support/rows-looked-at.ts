import type { Database } from '#platform';

const LOOKED_AT = 'SELECT (seq_tup_read + idx_tup_fetch)::int AS rows FROM pg_stat_user_tables WHERE relname = $1';

/**
 * How many rows of a table some work made PostgreSQL look at. The work must do one thing after the other, so that all is asked
 * on the one connection that is then told to count at once.
 */
export async function rowsLookedAt(database: Database, table: string, work: () => Promise<unknown>): Promise<number> {
  const count = async (): Promise<number> => {
    await database.query('SELECT pg_stat_force_next_flush()');
    return (await database.first<{ rows: number }>(LOOKED_AT, [table]))?.rows ?? Number.NaN;
  };
  const before = await count();
  await work();
  return (await count()) - before;
}

/**
 * Leaves a table empty, with the pages that it had while it was full, and lets PostgreSQL have a look: however full it is
 * afterwards, what is planned is planned for a table without a row.
 */
export async function seenEmpty(database: Database, table: string): Promise<void> {
  await database.query(`DELETE FROM ${table}`);
  await database.query(`VACUUM (TRUNCATE false, ANALYZE) ${table}`);
}
