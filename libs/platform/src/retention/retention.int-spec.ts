import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { uuidv7 } from '#kernel';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { JobWorkers } from '../queue/job-workers.js';

const BATCH = 5000;

describe('what is forgotten', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform();
  });
  afterAll(() => platform?.close());

  const count = async (table: string): Promise<number> =>
    (await platform.database.first<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))?.count ?? 0;

  describe('of the outbox', () => {
    const forget = () => platform.get(JobWorkers).runNow('forget-passed-events');
    /** The checkpoint of a subscriber that has passed so many events. */
    const passed = (subscriber: string, events: number) =>
      platform.database.query(
        `INSERT INTO outbox_checkpoints (subscriber, transaction_id, position)
          SELECT $1, transaction_id, position FROM outbox_events ORDER BY transaction_id, position OFFSET $2 LIMIT 1`,
        [subscriber, events - 1],
      );
    const happen = (events: number, daysAgo: number) =>
      platform.database.query(
        `INSERT INTO outbox_events (id, type, version, subject_id, occurred_at, payload)
          SELECT gen_random_uuid(), 'it.happened', 1, 's', now() - $2 * interval '1 day', '{}' FROM generate_series(1, $1)`,
        [events, daysAgo],
      );

    beforeEach(async () => {
      for (const table of ['outbox_parked', 'outbox_checkpoints', 'outbox_events']) {
        await platform.database.query(`DELETE FROM ${table}`);
      }
    });

    it('are events older than a week that every subscriber has passed, however many batches they are', async () => {
      await happen(BATCH + 20, 8);
      await happen(3, 6);
      await passed('ahead', BATCH + 23);
      await passed('behind', BATCH + 10);
      await forget();
      expect(await count('outbox_events')).toBe(13);
      await platform.database.query(`DELETE FROM outbox_checkpoints WHERE subscriber = 'behind'`);
      await forget();
      expect(await count('outbox_events')).toBe(3);
    });

    it('is nothing that waits to be replayed', async () => {
      await happen(5, 30);
      await passed('one', 5);
      await platform.database.query(
        `INSERT INTO outbox_parked (subscriber, transaction_id, event_position, error)
          SELECT 'one', transaction_id, position, 'no room' FROM outbox_events ORDER BY position LIMIT 1`,
      );
      await forget();
      expect(await count('outbox_events')).toBe(1);
      await platform.database.query('DELETE FROM outbox_parked');
      await forget();
      expect(await count('outbox_events')).toBe(0);
    });

    it('is nothing while no subscriber is known', async () => {
      await happen(5, 30);
      await forget();
      expect(await count('outbox_events')).toBe(5);
    });

    it('says which subscriber the outbox is kept for', async () => {
      const said: string[] = [];
      Logger.overrideLogger({ log: () => undefined, error: () => undefined, warn: (line: string) => said.push(line) });
      await happen(5, 30);
      await passed('ahead', 5);
      await passed('retired', 2);
      await forget();
      Logger.overrideLogger(false);
      expect(said).toEqual(['events older than a week are kept: subscriber retired has not passed them']);
    });
  });

  it('of idempotency keys are those whose time is over', async () => {
    const keep = (keys: number, expiresInHours: number) =>
      platform.database.query(
        `INSERT INTO idempotency_keys
            (organization_id, mode, operation, key, fingerprint, answered, started_at, expires_at)
          SELECT $3, 'live', 'payment.initiate', n::text, '', true, now(), now() + $2::int * interval '1 hour'
          FROM generate_series(1, $1::int) AS n`,
        [keys, expiresInHours, uuidv7()],
      );
    await keep(BATCH + 20, -1);
    await keep(3, 1);
    await platform.get(JobWorkers).runNow('forget-lapsed-keys');
    expect(await count('idempotency_keys')).toBe(3);
  });
});
