import { JobWorkers } from '#platform';
import { startTestCore, type TestCore } from '../../../test/support/core.js';

describe('what operators said', () => {
  let core: TestCore;
  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());

  it('is forgotten after 90 days', async () => {
    const daysAgo = [200, 91, 89, 0];
    for (const days of daysAgo) {
      await core.database.query(
        `INSERT INTO provider_exchanges (id, provider, operation, reference, duration_ms, body, created_at)
          VALUES (gen_random_uuid(), 'mtn-momo', 'collect', 'r', 5, $2, now() - $1 * interval '1 day')`,
        [days, String(days)],
      );
      await core.database.query(
        `INSERT INTO provider_callbacks (id, provider, accepted, mentions, body, received_at)
          VALUES (gen_random_uuid(), 'mtn-momo', true, '{}', $2, now() - $1 * interval '1 day')`,
        [days, String(days)],
      );
    }
    await core.get(JobWorkers).runNow('forget-old-exchanges');
    for (const table of ['provider_exchanges', 'provider_callbacks']) {
      const kept = await core.database.query<{ body: string }>(`SELECT body FROM ${table}`);
      expect(kept.map(({ body }) => body).sort()).toEqual(['0', '89']);
    }
  });
});
