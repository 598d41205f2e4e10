import type { Database } from '#platform';
import { eventually } from './eventually.js';

const BLOCKED = `SELECT FROM pg_stat_activity
  WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`;

/** Resolves once somebody waits for a lock of somebody else. */
export async function untilBlocked(database: Database): Promise<void> {
  await eventually(
    () => database.query(BLOCKED),
    (waiting) => waiting.length > 0,
  );
}
