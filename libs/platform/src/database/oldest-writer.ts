/**
 * SQL: the id of the oldest transaction still running that may have written to this database, or of the next one to begin. The
 * one that asks counts as well, which no snapshot of its own names: it may write after it has read.
 * What older transactions wrote is all there is of them: nothing can come to stand between it any more.
 *
 * Transactions of other databases cannot have written here, and autovacuum writes to the catalogue alone; it keeps the id that
 * it is given for as long as it samples a table, which is seconds with a large one. Whose transactions a role may not see
 * (`pg_read_all_stats`) is waited for. One snapshot serves the statement and this: never wrap it into a volatile function.
 */
export const OLDEST_WRITER = `(SELECT least(min(running), txid_current_if_assigned(), txid_snapshot_xmax(txid_current_snapshot()))
  FROM txid_snapshot_xip(txid_current_snapshot()) AS running
  WHERE (running & 4294967295) NOT IN (
    SELECT backend_xid::text::bigint FROM pg_stat_activity
    WHERE backend_xid IS NOT NULL AND (backend_type = 'autovacuum worker' OR datname <> current_database())
  ))`;
