import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '#kernel';
import { UnitOfWork, type Database } from '#platform';
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

const CLAIMED_MS = 60_000;

/** Claims by a clock that stands still, of a table where nothing waits. */
async function claimsAt(core: TestCore): Promise<{ claims: DueClaims; clock: FixedClock }> {
  await core.database.query('DELETE FROM due_checks');
  const clock = new FixedClock(new Date(Date.now() + CLAIMED_MS));
  return { claims: new DueClaims(core.get(UnitOfWork), clock), clock };
}

const ENTRIES = `SELECT idx_tup_read::int AS count FROM pg_stat_user_indexes WHERE indexrelname = 'due_checks_due_idx'`;

/** Entries of the index that were read, those of rows that are no more among them. */
async function entriesRead(database: Database, work: () => Promise<unknown>): Promise<number> {
  const count = async (): Promise<number> => {
    await database.query('SELECT pg_stat_force_next_flush()');
    return (await database.first<{ count: number }>(ENTRIES))?.count ?? Number.NaN;
  };
  const before = await count();
  await work();
  return (await count()) - before;
}

describe('checks that were made, while somebody still sees them', () => {
  let core: TestCore;

  beforeAll(async () => {
    core = await startTestCore();
  });
  afterAll(() => core?.close());

  it('are gone through once a second, and not at each look', async () => {
    const { claims, clock } = await claimsAt(core);
    await core.database.query(FILL, [DUE]);
    const reader = await core.database.pool.connect();
    try {
      await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM due_checks');
      await core.database.query('DELETE FROM due_checks');
      const look = () => entriesRead(core.database, () => claims.take(AT_ONCE, []));
      expect(await look()).toBeGreaterThanOrEqual(DUE);
      clock.advanceMs(500);
      expect(await look()).toBe(0);
      clock.advanceMs(500);
      expect(await look()).toBeGreaterThanOrEqual(DUE);
    } finally {
      await reader.query('ROLLBACK');
      reader.release();
    }
  });
});

const NOTE = `INSERT INTO due_checks (subject_id, kind, provider, due_at)
  SELECT gen_random_uuid(), 'payment', $3, $1::timestamptz - $2::int * interval '1 millisecond' FROM generate_series(1, $4::int)`;

describe('checks that became due', () => {
  let core: TestCore;

  beforeAll(async () => {
    core = await startTestCore();
  });
  afterAll(() => core?.close());

  async function beenDue(clock: FixedClock, forMs: number, provider = 'mtn-momo', count = 1): Promise<void> {
    await core.database.query(NOTE, [clock.now(), forMs, provider, count]);
  }

  it('lately are found at each look', async () => {
    const { claims, clock } = await claimsAt(core);
    expect(await claims.take(AT_ONCE, [])).toEqual([]);
    clock.advanceMs(900);
    await beenDue(clock, 1800);
    expect(await claims.take(AT_ONCE, [])).toHaveLength(1);
  });

  it('earlier than they were committed are found within a second', async () => {
    const { claims, clock } = await claimsAt(core);
    expect(await claims.take(AT_ONCE, [])).toEqual([]);
    await beenDue(clock, 10_000);
    expect(await claims.take(AT_ONCE, [])).toEqual([]);
    clock.advanceMs(1000);
    expect(await claims.take(AT_ONCE, [])).toHaveLength(1);
  });

  it('are found when the clock was set back', async () => {
    const { claims, clock } = await claimsAt(core);
    expect(await claims.take(AT_ONCE, [])).toEqual([]);
    clock.advanceMs(-30_000);
    await beenDue(clock, 10_000);
    expect(await claims.take(AT_ONCE, [])).toHaveLength(1);
  });

  it('and were left for want of hands are found at the next look', async () => {
    const { claims, clock } = await claimsAt(core);
    await beenDue(clock, 10_000, 'mtn-momo', 3);
    expect(await claims.take(2, [])).toHaveLength(2);
    expect(await claims.take(2, [])).toHaveLength(1);
  });

  it('and were left alone for their operator are found at the next look', async () => {
    const { claims, clock } = await claimsAt(core);
    await beenDue(clock, 10_000, 'orange-money');
    expect(await claims.take(AT_ONCE, ['orange-money'])).toEqual([]);
    expect(await claims.take(AT_ONCE, [])).toHaveLength(1);
  });
});
