import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../../../test/support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { migrate, migrationSource } from './migrate.js';

const WAITING = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()`;
const INDEX = `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'notes_text_idx'::regclass`;
const BUILDS_INDEX = `-- outside a transaction
DROP INDEX CONCURRENTLY IF EXISTS notes_text_idx;
CREATE INDEX CONCURRENTLY notes_text_idx ON notes (text);`;

describe('migrations beside a running platform', () => {
  let database: TestDatabase;
  let folder: string;
  let holder: pg.Client;

  beforeEach(async () => {
    [database, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'migrations-'))]);
    holder = new pg.Client(database.url);
    await holder.connect();
    await holder.query(`CREATE TABLE notes (id integer, text text); INSERT INTO notes VALUES (1, 'kept'), (2, 'kept')`);
  });

  afterEach(async () => {
    await holder.end();
    await Promise.all([database.drop(), rm(folder, { recursive: true })]);
  });

  const write = (sql: string) => writeFile(join(folder, '20270101000000-a.sql'), sql);
  const start = () => migrate(database.url, { queues: false, folder });

  async function query(text: string): Promise<unknown[]> {
    const client = new pg.Client(database.url);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  it('builds an index while rows are written, after whoever was there before and however long they take', async () => {
    await write(BUILDS_INDEX);
    await holder.query(`BEGIN; INSERT INTO notes VALUES (3, 'before')`);
    const migrated = start();
    await eventually(
      () => query(WAITING),
      (waiting) => waiting.length > 0,
    );
    await query(`SET statement_timeout = '5s'; INSERT INTO notes VALUES (4, 'meanwhile')`);
    const longerThanTables = `${WAITING} AND clock_timestamp() - query_start > '2.5s'`;
    await eventually(
      () => query(longerThanTables),
      (waiting) => waiting.length > 0,
    );
    await holder.query('COMMIT');
    await migrated;
    await expect(query(INDEX)).resolves.toEqual([{ valid: true }]);
  });

  it('lets the second of two starters wait without keeping the first one waiting for it', async () => {
    await write(BUILDS_INDEX);
    await holder.query(`BEGIN; INSERT INTO notes VALUES (3, 'before')`);
    const both = [start()];
    await eventually(
      () => query(WAITING),
      (waiting) => waiting.length > 0,
    );
    both.push(start());
    await eventually(
      () =>
        query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg%advisory_lock($1)%'`,
        ),
      (starters) => starters.length === 2,
    );
    await holder.query('COMMIT');
    await Promise.all(both);
    await expect(query(`SELECT FROM schema_migrations WHERE name = 'a20270101000000'`)).resolves.toHaveLength(1);
  });

  it('builds an index anew that was left half made', async () => {
    await write(BUILDS_INDEX.replace('CREATE INDEX', 'CREATE UNIQUE INDEX'));
    await expect(start()).rejects.toThrow('notes_text_idx');
    await expect(query(INDEX)).resolves.toEqual([{ valid: false }]);
    await write(BUILDS_INDEX);
    await start();
    await expect(query(INDEX)).resolves.toEqual([{ valid: true }]);
  });

  it('takes all of a migration back that fails on its way, unless it says that it is outside a transaction', async () => {
    await write('ALTER TABLE notes ADD COLUMN more text; SELECT 1 / 0');
    await expect(start()).rejects.toThrow('division by zero');
    await expect(query('SELECT more FROM notes')).rejects.toThrow('does not exist');
    await expect(query(`SELECT FROM schema_migrations WHERE name LIKE 'a2027%'`)).resolves.toEqual([]);
  });

  it('tries again when it and a payment wait for each other', async () => {
    await write('ALTER TABLE notes ADD COLUMN more text; ALTER TABLE clock_offset ADD COLUMN more text');
    await holder.query(`SET deadlock_timeout = '1min'; BEGIN; UPDATE clock_offset SET offset_ms = 0`);
    const migrated = start();
    await eventually(
      () => query(WAITING),
      (waiting) => waiting.length > 0,
    );
    await holder.query('UPDATE notes SET text = id');
    await holder.query('COMMIT');
    await migrated;
    await expect(query('SELECT more FROM notes')).resolves.toHaveLength(2);
  });

  it('waits for a table no longer than payments may be kept waiting, also from the command line of TypeORM', async () => {
    const source = await migrationSource(database.url, folder).initialize();
    try {
      await expect(source.query('SHOW lock_timeout')).resolves.toEqual([{ lock_timeout: '2s' }]);
    } finally {
      await source.destroy();
    }
  });
});
