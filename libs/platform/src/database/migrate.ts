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
/** It waited for too long, or was the one of two that had to give way: lock_not_available and deadlock_detected. */
const GAVE_WAY = new Set(['55P03', '40P01']);
const BETWEEN_LOOKS_MS = 200;

interface MigrateOptions {
  readonly queues?: boolean;
  /** Of other migrations than those of the platform. */
  readonly folder?: string;
}

/** A database as migrations see it. */
export function migrationSource(databaseUrl: string, folder?: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    synchronize: false,
    migrations: sqlMigrations(folder),
    migrationsTableName: 'schema_migrations',
    extra: { options: `-c lock_timeout=${LOCK_WAIT_MS}` },
  });
}

/**
 * Brings a database to the newest schema: ours and, unless the queues are elsewhere, theirs, which needs PostgreSQL 13 where
 * ours needs 12. Safe to run from several processes at once (an
 * advisory lock lets one work and the others wait) and again (what is applied is skipped).
 * Throws DatabaseUnavailable when the server cannot be reached.
 */
export async function migrate(databaseUrl: string, { queues = true, folder }: MigrateOptions = {}): Promise<void> {
  const gate = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  try {
    await gate.connect();
  } catch (error) {
    throw new DatabaseUnavailable(error);
  }
  try {
    await waitForTurn(gate);
    const source = await migrationSource(databaseUrl, folder).initialize();
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

/**
 * Asks again and again: a query that waits for the lock is a transaction, whose end an index that is built CONCURRENTLY would
 * wait for, under that very lock.
 */
async function waitForTurn(gate: pg.Client): Promise<void> {
  const isOurs = async (): Promise<boolean> => {
    const { rows } = await gate.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1) AS ours', [MIGRATION_LOCK]);
    return rows[0]?.ours === true;
  };
  while (!(await isOurs())) await delay(BETWEEN_LOOKS_MS);
}

/** What is applied stays applied: an attempt goes on where the one before it gave up. */
async function runPatiently(source: DataSource): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await source.runMigrations({ transaction: 'each' });
      return;
    } catch (error) {
      if (!GAVE_WAY.has((error as { code?: string }).code ?? '') || attempt === ATTEMPTS_MAX) throw error;
      await delay(BETWEEN_ATTEMPTS_MS);
    }
  }
}
