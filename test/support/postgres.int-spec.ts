import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '#platform';
import { eventually } from './eventually.js';
import { createTestDatabase } from './postgres.js';

describe('the database of a test', () => {
  it('is migrated, and a copy of its own', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    try {
      await query(one.url, 'CREATE TABLE only_here ()');
      await expect(query(one.url, 'SELECT count(*)::int AS count FROM schema_migrations')).resolves.toEqual([
        { count: expect.any(Number) },
      ]);
      await expect(query(other.url, 'SELECT * FROM only_here')).rejects.toThrow('relation "only_here" does not exist');
    } finally {
      await Promise.all([one.drop(), other.drop()]);
    }
  });

  it('has tables for queues unless these are on Redis: they need a newer PostgreSQL than ours', async () => {
    const { url, drop } = await createTestDatabase();
    const tables = () => query(url, `SELECT nspname FROM pg_namespace WHERE nspname = 'bullmq'`);
    try {
      await query(url, 'DROP SCHEMA bullmq CASCADE');
      await migrate(url, { queues: false });
      await expect(tables()).resolves.toEqual([]);
      await migrate(url);
      await expect(tables()).resolves.toHaveLength(1);
    } finally {
      await drop();
    }
  });

  it('is migrated under load: a statement that has to wait lets those by who come after it, and is tried again', async () => {
    const { url, drop } = await createTestDatabase();
    await query(url, 'DROP INDEX payment_intents_guarded_until_idx, security_notices_occurred_at_idx');
    await query(url, 'DROP INDEX second_factors_unconfirmed_idx');
    await query(url, `DELETE FROM schema_migrations WHERE name LIKE 'retention_indexes%'`);
    const holder = new pg.Client(url);
    await holder.connect();
    try {
      await holder.query('BEGIN; LOCK TABLE payment_intents IN ROW EXCLUSIVE MODE');
      const migrated = migrate(url);
      await eventually(
        () => query(url, `SELECT FROM pg_locks WHERE NOT granted`),
        (waiting) => waiting.length > 0,
      );
      await query(url, `SET statement_timeout = '5s'; DELETE FROM payment_intents`);
      await holder.query('COMMIT');
      await migrated;
      await expect(query(url, `SELECT 'payment_intents_guarded_until_idx'::regclass`)).resolves.toHaveLength(1);
    } finally {
      await holder.end();
      await drop();
    }
  }, 30_000);

  it('can be dropped while somebody is connected to it', async () => {
    const database = await createTestDatabase();
    const client = new pg.Client(database.url);
    const disconnected = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await database.drop();
    await disconnected;
    await expect(query(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
  });
});

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
