import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';

/** Samples are as large as the column with the largest target wants, so that one column left out is all of them. */
const TABLES = `SELECT attrelid::regclass::text AS "table", max(coalesce(nullif(attstattarget, -1), 100)) AS target
  FROM pg_attribute WHERE attrelid = ANY($1::regclass[]) AND attnum > 0 AND NOT attisdropped
  GROUP BY attrelid ORDER BY 1`;
const READ_BY_KEY = [
  'idempotency_keys',
  'outbox_events',
  'payment_intents',
  'provider_callbacks',
  'provider_exchanges',
  'webhook_attempts',
  'webhook_payloads',
];

describe('ANALYZE of what each payment adds rows to', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.url);
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('takes a small sample of tables that are read by key, every column of them', async () => {
    const { rows } = await client.query(TABLES, [READ_BY_KEY]);
    expect(rows).toEqual(READ_BY_KEY.map((table) => ({ table, target: 10 })));
  });
});
