import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** How the database server is doing, as far as every role may see it. */
export interface ServerStanding {
  /** Age of the oldest transaction that has written: it keeps the outbox from being read. */
  readonly oldestTransactionSeconds: number;
  readonly outboxBytes: number;
  readonly databaseBytes: number;
  /** Whether the latest attempt to archive a piece of the log failed. */
  readonly archiveFails: boolean;
  /** What was written to the log since the last piece that was archived; zero where nothing is. Idle, it stays small. */
  readonly unarchivedBytes: number;
}

/** Statistics and sizes of files: nothing here reads a table. The clock is the server's, as its own moments are. */
const READ = `SELECT
    coalesce((SELECT extract(epoch FROM max(clock_timestamp() - xact_start)) FROM pg_stat_activity
      WHERE backend_xid IS NOT NULL AND datname = current_database()), 0)::float8 AS "oldestTransactionSeconds",
    pg_total_relation_size('outbox_events')::float8 AS "outboxBytes",
    pg_database_size(current_database())::float8 AS "databaseBytes",
    coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) AS "archiveFails",
    -- The name of a piece is its timeline and where it begins, in 16 MB.
    CASE WHEN last_archived_wal ~ '^[0-9A-F]{24}' THEN greatest(0, pg_wal_lsn_diff(pg_current_wal_lsn(),
      (substr(last_archived_wal, 9, 8) || '/' || substr(last_archived_wal, 23, 2) || '000000')::pg_lsn) - 16777216)
      ELSE 0 END::float8 AS "unarchivedBytes"
  FROM pg_stat_archiver`;

@Injectable()
export class ServerStandings {
  constructor(private readonly database: Database) {}

  async read(): Promise<ServerStanding> {
    const standing = await this.database.first<ServerStanding>(READ);
    if (!standing) throw new Error('pg_stat_archiver has always one row');
    return standing;
  }
}
