import { isDeepStrictEqual } from 'node:util';
import { JobWorkers, type ObjectStorage } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { eventually } from '../../../../test/support/eventually.js';
import { gate, MINUTE_MS, TestReportExports } from '../../../../test/support/report-exports.js';
import type { ReportExportView } from './report-export-view.js';
import { RunReportExportsJob } from './run-report-exports.job.js';

type Put = ObjectStorage['put'];

describe('a worker that makes files of reports', () => {
  let core: TestCore;
  let exports: TestReportExports;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    exports = new TestReportExports(core);
  });

  /** Files go when the transaction that lets go of them has ended. */
  const left = (asked: ReportExportView, attempts: readonly number[]) =>
    eventually(async () => isDeepStrictEqual(await exports.filesOf(asked), attempts));

  it('and dies half-way is followed by another, which leaves nothing of its attempt', async () => {
    await exports.sell(700);
    const asked = await exports.order();
    await exports.died(asked, 1, MINUTE_MS);
    await exports.run();
    expect(await exports.read(asked)).toMatchObject({ status: 'processing', rows: 500 });
    await exports.pass(MINUTE_MS);
    await exports.run();
    expect(await exports.read(asked)).toMatchObject({ status: 'completed', rows: 700 });
    expect(await exports.linesOf(asked)).toBe(701);
    expect(await exports.attemptsOf(asked)).toBe(2);
    await left(asked, [2]);
  });

  it.each(['is at it', 'is done'])(
    'and comes back when another has taken over and %s changes nothing',
    async (stage) => {
      await exports.sell(600);
      const asked = await exports.order();
      const gates = [gate(), gate()];
      let puts = 0;
      const stuck =
        (put: Put): Put =>
        async (...args) => {
          puts += 1;
          await gates[puts - 1]?.opened;
          await put(...args);
        };
      await exports.withPut(stuck, async () => {
        const late = exports.run();
        await eventually(() => puts === 1);
        await exports.pass(MINUTE_MS + 1000);
        const next = exports.run();
        await eventually(() => puts === 2);
        if (stage === 'is done') {
          gates[1]?.open();
          await next;
        }
        const before = await exports.read(asked);
        expect(before.status).toBe(stage === 'is done' ? 'completed' : 'processing');
        gates[0]?.open();
        await late;
        expect(await exports.read(asked)).toEqual(before);
        gates[1]?.open();
        await next;
      });
      expect(await exports.read(asked)).toMatchObject({ status: 'completed', rows: 600 });
      expect(await exports.attemptsOf(asked)).toBe(2);
      await left(asked, [2]);
      expect(await exports.linesOf(asked)).toBe(601);
    },
  );

  it('and is told to end hands over at once', async () => {
    await exports.sell(2000);
    const asked = await exports.order();
    const ending =
      (put: Put): Put =>
      (...args) => {
        core.get(RunReportExportsJob).interrupt();
        return put(...args);
      };
    await exports.withPut(ending, () => exports.run());
    expect(await exports.read(asked)).toMatchObject({ status: 'processing' });
    expect(await exports.filesOf(asked)).toEqual([]);
    await exports.run();
    expect(await exports.read(asked)).toMatchObject({ status: 'completed', rows: 2000 });
    expect([await exports.attemptsOf(asked), await exports.filesOf(asked)]).toEqual([2, [2]]);
  });

  it('and is told to end uses up no attempt of those that may fail', async () => {
    await exports.sell(2000);
    const asked = await exports.order();
    const ending =
      (put: Put): Put =>
      (...args) => {
        core.get(RunReportExportsJob).interrupt();
        return put(...args);
      };
    await exports.withPut(ending, async () => {
      for (let restart = 1; restart <= 6; restart += 1) await exports.run();
    });
    expect([await exports.read(asked), await exports.attemptsOf(asked)]).toMatchObject([{ status: 'processing' }, 6]);
    const broken = (): Put => () => Promise.reject(new Error('storage is away'));
    await exports.withPut(broken, async () => {
      for (let attempt = 1; attempt <= 4; attempt += 1) {
        await exports.run();
        await exports.pass(10_000 * attempt);
      }
    });
    await exports.run();
    expect(await exports.read(asked)).toMatchObject({ status: 'completed', rows: 2000 });
    expect([await exports.attemptsOf(asked), await exports.filesOf(asked)]).toEqual([11, [11]]);
  });

  it.each([
    ['has died too often', 'csv', 5],
    ['has too many rows', 'pdf', 1],
  ] as const)(
    'and fails for good while the storage is away leaves no file for ever: %s',
    async (_why, format, died) => {
      await exports.sell(5001);
      const asked = await exports.order({ format });
      await exports.died(asked, died, 0);
      await exports.withDelete(
        () => () => Promise.reject(new Error('storage is away')),
        () => exports.run(),
      );
      expect(await exports.read(asked)).toMatchObject({ status: 'failed' });
      expect(await exports.filesOf(asked, format)).toEqual([died]);
      await core.get(JobWorkers).runNow('remove-loose-files');
      expect(await exports.filesOf(asked, format)).toEqual([]);
    },
  );

  it.each(['csv', 'xlsx', 'pdf'] as const)(
    'and has no room for it tries again, later each time, and says so after five times: %s',
    async (format) => {
      await exports.sell(3000);
      const asked = await exports.order({ format });
      // As a disk that is full does: some of it is taken.
      const full = (): Put => async (_key, body) => {
        for await (const piece of body as AsyncIterable<Buffer>) throw new Error(`no room for ${piece.length} bytes`);
      };
      await exports.withPut(full, async () => {
        for (let attempt = 1; attempt <= 5; attempt += 1) {
          await exports.run();
          expect(await exports.attemptsOf(asked)).toBe(attempt);
          // Not before its time.
          await exports.run();
          expect(await exports.attemptsOf(asked)).toBe(attempt);
          expect(await exports.read(asked)).toMatchObject(
            attempt < 5 ? { status: 'processing' } : { status: 'failed', failure: 'internal', fileName: null },
          );
          await exports.pass(10_000 * attempt);
        }
      });
      await exports.run();
      expect([await exports.attemptsOf(asked), await exports.filesOf(asked, format)]).toEqual([5, []]);
      const failed = { code: 'report_export_not_ready', details: { status: 'failed' } };
      await expect(exports.open(asked)).rejects.toMatchObject(failed);
    },
    30_000,
  );

  it('and dies time and again ends in a failure that says so', async () => {
    const asked = await exports.order();
    await exports.died(asked, 5, 0);
    await exports.run();
    expect(await exports.read(asked)).toMatchObject({ status: 'failed', failure: 'internal', rows: null });
    expect(await exports.attemptsOf(asked)).toBe(5);
    await left(asked, []);
  });

  it('gives back every connection, whatever happened', async () => {
    const { pool } = core.database;
    await exports.sell(3000);
    await exports.order();
    const broken = (): Put => () => Promise.reject(new Error('storage is away'));
    await exports.withPut(broken, () => exports.run());
    await exports.pass(MINUTE_MS);
    await exports.run();
    await eventually(() => pool.idleCount === pool.totalCount);
    const leftOpen = await core.database.query(
      `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
    );
    expect(leftOpen).toEqual([]);
  });
});
