import { eventually } from '../../../../test/support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { TcpGate } from '../../../../test/support/tcp-gate.js';
import { withRequestContext } from '../logging/request-context.js';
import { readingAtLength } from './database.js';
import { DatabaseUnavailable } from './database-errors.js';

/** What a caller of a door is promised, whatever the database does. */
const ANSWERED_WITHIN_MS = 5000;

describe('a database that is away', () => {
  let database: TestDatabase;
  let gate: TcpGate;
  let platform: TestPlatform;

  beforeAll(async () => {
    database = await createTestDatabase();
    gate = await TcpGate.to(database.url);
    platform = await startTestPlatform({
      database: { ...database, url: gate.through(database.url) },
      environment: { DATABASE_PATIENCE_SECONDS: '1' },
    });
  }, 60_000);
  afterAll(async () => {
    await platform?.close();
    await gate?.remove();
    await database?.drop();
  });
  afterEach(() => gate.open());

  const read = (): Promise<unknown> => platform.database.query('SELECT 1 AS one');
  const snapshot = (): Promise<unknown> => platform.database.snapshot((within) => within('SELECT 1 AS one'));
  const command = (): Promise<unknown> => platform.unitOfWork.run((tx) => tx.query('SELECT 1 AS one'));
  const all = [read, snapshot, command];
  /** As a door does it, with somebody who waits. */
  const asked = <T>(work: () => Promise<T>): Promise<T> =>
    withRequestContext({ requestId: 'req_1', isAwaited: true }, work);

  it('is told of by everything that needs it', async () => {
    await Promise.all(all.map((work) => work()));
    gate.close();
    for (const work of all) await expect(work()).rejects.toThrow(DatabaseUnavailable);
  });

  it('is told of when it goes between two statements of a command', async () => {
    const half = platform.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await platform.database.query('SELECT pg_terminate_backend($1)', [row?.pid]);
      await eventually(
        () => platform.database.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [row?.pid]),
        (left) => left.length === 0,
      );
      tx.write('UPDATE clock_offset SET offset_ms = offset_ms', []);
    });
    await expect(half).rejects.toThrow(DatabaseUnavailable);
  });

  it('and says nothing is not waited for by somebody who waits for us', async () => {
    await Promise.all(all.map((work) => work()));
    gate.stall();
    const startedAt = performance.now();
    await Promise.all(all.map((work) => expect(asked(work)).rejects.toThrow(DatabaseUnavailable)));
    expect(performance.now() - startedAt).toBeLessThan(ANSWERED_WITHIN_MS);
    gate.open();
    await Promise.all(all.map((work) => asked(work)));
  }, 60_000);

  it('and says nothing is not waited for by a job either, which finds it again by another way', async () => {
    await Promise.all(all.map((work) => work()));
    gate.forget();
    await Promise.all(all.map((work) => expect(work()).rejects.toThrow(DatabaseUnavailable)));
    await eventually(async () => {
      const outcomes = await Promise.allSettled(all.map((work) => work()));
      return outcomes.every(({ status }) => status === 'fulfilled');
    });
  });

  it('is waited for by what says that it reads at length', async () => {
    const slowly = (): Promise<unknown> => platform.database.query('SELECT pg_sleep(1.5)');
    await expect(slowly()).rejects.toThrow(DatabaseUnavailable);
    await readingAtLength(slowly);
  });

  it('gives up a transaction whose process it does not hear from, and the locks that it held', async () => {
    const lock = 'SELECT offset_ms FROM clock_offset FOR UPDATE';
    const half = platform.unitOfWork.run(async (tx) => {
      await tx.query(lock);
      gate.forget();
      await tx.query('SELECT 1 AS one');
    });
    await expect(half).rejects.toThrow(DatabaseUnavailable);
    await readingAtLength(() => platform.database.query(lock));
  });
});
