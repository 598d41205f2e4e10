import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../../../test/support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { OLDEST_WRITER } from './oldest-writer.js';

describe('the oldest transaction that may have written', () => {
  let database: TestDatabase;
  let one: pg.Client;
  let other: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    [one, other] = [new pg.Client(database.url), new pg.Client(database.url)];
    await Promise.all([one.connect(), other.connect()]);
  });
  afterAll(async () => {
    await Promise.all([one?.end(), other?.end()]);
    await database?.drop();
  });

  const numberOf = async (client: pg.Client, sql: string): Promise<number> =>
    Number((await client.query<{ number: string }>(`SELECT ${sql} AS number`)).rows[0]?.number);

  it.each([
    ['another', () => other],
    // What it writes after it has read would else come to lie behind what it has read.
    ['the one that asks', () => one],
  ])('is %s, while it runs, however many have begun and ended since', async (_, asker) => {
    await one.query('BEGIN');
    const own = await numberOf(one, 'txid_current()');
    try {
      expect(await numberOf(other, 'txid_current()')).toBeGreaterThan(own);
      // Less where a transaction of another database ended in this moment: nobody can tell any more whose it was.
      expect(await numberOf(asker(), OLDEST_WRITER)).toBeLessThanOrEqual(own);
    } finally {
      await one.query('ROLLBACK');
    }
    await eventually(
      () => numberOf(asker(), OLDEST_WRITER),
      (oldest) => oldest > own,
    );
  });
});
