import { setTimeout as delay } from 'node:timers/promises';
import { runMigrations as runQueueMigrations } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { QUEUE_SCHEMA } from '../queue/queue-schema.js';
import { DatabaseUnavailable, translateDatabaseError } from './database-errors.js';
import { sqlMigrations } from './sql-migrations.js';

/** Any number would do; all our processes must use the same one. */
const MIGRATION_LOCK = 7_241_350_881;

/**
 * A statement that waits for a table keeps everybody out who comes after it: it gives up before payments are late, and is
 * tried again when whoever held the table may have gone.
 */
const LOCK_WAIT_MS = 2000;
const ATTEMPTS_MAX = 15;
const BETWEEN_ATTEMPTS_MS = 1000;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Brings a database to the newest schema: ours and, unless the queues are elsewhere, theirs, which needs PostgreSQL 13 where
 * ours needs 12. Safe to run from several processes at once (an
 * advisory lock lets one work and the others wait) and again (what is applied is skipped).
 * Throws DatabaseUnavailable when the server cannot be reached.
 */
export async function migrate(databaseUrl: string, { queues }: { queues: boolean } = { queues: true }): Promise<void> {
  const gate = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  try {
    await gate.connect();
  } catch (error) {
    throw new DatabaseUnavailable(error);
  }
  try {
    await gate.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const source = new DataSource({
      type: 'postgres',
      url: databaseUrl,
      migrations: sqlMigrations(),
      migrationsTableName: 'schema_migrations',
      extra: { options: `-c lock_timeout=${LOCK_WAIT_MS}` },
    });
    await source.initialize();
    try {
      await runPatiently(source);
    } finally {
      await source.destroy();
    }
    if (queues) await runQueueMigrations(gate, QUEUE_SCHEMA);
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    await gate.end();
  }
}

/** What is applied stays applied: an attempt goes on where the one before it gave up. */
async function runPatiently(source: DataSource): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await source.runMigrations({ transaction: 'each' });
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE || attempt === ATTEMPTS_MAX) throw error;
      await delay(BETWEEN_ATTEMPTS_MS);
    }
  }
}
