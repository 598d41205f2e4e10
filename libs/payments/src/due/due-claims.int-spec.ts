import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { rowsLookedAt, seenEmpty } from '../../../../test/support/rows-looked-at.js';
import { DueClaims, type Due } from './due-claims.service.js';

const DUE = 5000;
const AT_ONCE = 40;

const FILL = `INSERT INTO due_checks (subject_id, kind, provider, due_at)
  SELECT gen_random_uuid(), 'payment', 'mtn-momo', now() - n * interval '1 second' FROM generate_series(1, $1::int) AS n`;

describe('many checks that are due, where PostgreSQL last looked when none was', () => {
  let core: TestCore;

  beforeAll(async () => {
    core = await startTestCore();
    await core.database.query(FILL, [DUE]);
    await seenEmpty(core.database, 'due_checks');
    await core.database.query(FILL, [DUE]);
  });
  afterAll(() => core?.close());

  it('are claimed without going through all of them, those that have been due the longest', async () => {
    let claimed: Due[] = [];
    const looked = await rowsLookedAt(core.database, 'due_checks', async () => {
      claimed = await core.get(DueClaims).take(AT_ONCE, []);
    });
    expect(claimed).toHaveLength(AT_ONCE);
    const [left] = await core.database.query(
      `SELECT count(*)::int AS count, max(due_at) - min(due_at) < make_interval(secs => $1) AS "areNewest"
        FROM due_checks WHERE due_at < now()`,
      [DUE - AT_ONCE],
    );
    expect(left).toEqual({ count: DUE - AT_ONCE, areNewest: true });
    expect(looked).toBeGreaterThanOrEqual(AT_ONCE);
    expect(looked).toBeLessThan(DUE / 5);
  });
});
