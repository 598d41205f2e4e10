import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, isUuid, type DomainErrorKind } from '#kernel';
import { eventually } from '../../../../test/support/eventually.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { currentRequestId, withRequestContext } from '../logging/request-context.js';
import { HandlesJob, type JobHandler } from './job-handler.js';
import { jobType } from './job-type.js';
import { JobWorkers } from './job-workers.js';
import { Queues } from './queues.js';

interface Note {
  readonly note: string;
}

const ECHO = jobType<Note>('payments', 'echo');
const FAIL = jobType<Note & { times: number; kind?: DomainErrorKind }>('payments', 'fail', {
  attemptsMax: 3,
  backOffMs: 50,
});
const WAIT = jobType<Note>('payments', 'wait');
const TICK = jobType<object>('payments', 'tick');
const NOBODYS = jobType<object>('payments', 'nobodys', { attemptsMax: 3, backOffMs: 10 });
const TICK_MS = 250;

class Refusal extends DomainError {
  readonly code = 'refused';

  constructor(readonly kind: DomainErrorKind) {
    super('refused');
  }
}

@HandlesJob(ECHO)
class Echo implements JobHandler<Note> {
  readonly heard: { note: string; requestId: string | null }[] = [];

  async run({ note }: Note): Promise<void> {
    this.heard.push({ note, requestId: currentRequestId() });
  }
}

@HandlesJob(FAIL)
class Fail implements JobHandler<Note & { times: number; kind?: DomainErrorKind }> {
  readonly attempts: { note: string; at: number }[] = [];

  async run({ note, times, kind }: Note & { times: number; kind?: DomainErrorKind }): Promise<void> {
    this.attempts.push({ note, at: performance.now() });
    if (this.of(note).length <= times) throw kind ? new Refusal(kind) : new Error('out of order');
  }

  of(note: string): number[] {
    return this.attempts.filter((attempt) => attempt.note === note).map(({ at }) => at);
  }
}

@HandlesJob(WAIT)
class Wait implements JobHandler<Note> {
  readonly begun: string[] = [];
  readonly ended: string[] = [];
  private readonly gates = new Map<string, () => void>();

  async run({ note }: Note): Promise<void> {
    this.begun.push(note);
    await new Promise<void>((resolve) => this.gates.set(note, resolve));
    this.ended.push(note);
  }

  letGo(note: string): void {
    this.gates.get(note)?.();
  }
}

@HandlesJob(TICK, { everyMs: TICK_MS })
class Tick implements JobHandler<object> {
  ticks = 0;

  async run(): Promise<void> {
    this.ticks += 1;
  }
}

const redisUrl = process.env['REDIS_URL'];
const BACKENDS: [name: string, environment: Record<string, string>][] = [['PostgreSQL', {}]];
if (redisUrl) BACKENDS.push(['Redis', { REDIS_URL: redisUrl, REDIS_PREFIX: randomUUID() }]);

describe.each(BACKENDS)('jobs on %s', (backend, environment) => {
  const providers = [Echo, Fail, Wait, Tick];
  let platform: TestPlatform;
  let queues: Queues;
  let echo: Echo;
  let fail: Fail;
  let wait: Wait;

  beforeAll(async () => {
    platform = await startTestPlatform({ environment, providers });
    queues = platform.get(Queues);
    [echo, fail, wait] = [platform.get(Echo), platform.get(Fail), platform.get(Wait)];
    await Promise.all(queues.all().map((queue) => queue.obliterate({ force: true })));
    await platform.get(JobWorkers).start();
  }, 60_000);
  afterAll(async () => {
    await platform?.get(JobWorkers).stop();
    await platform?.close();
  });

  const heard = (note: string) =>
    eventually(
      () => echo.heard.filter((each) => each.note === note),
      (found) => found.length > 0,
    );
  const states = async (name: string): Promise<Record<string, number>> => {
    const counts = await queues.queue('payments').getJobCounts('waiting', 'active', 'delayed', 'failed');
    const failed = await queues.queue('payments').getFailed(0, 100);
    return { ...counts, failed: failed.filter((job) => job.name === name).length };
  };

  it('run, and know the request that asked for them', async () => {
    await withRequestContext({ requestId: 'req_42' }, () => queues.add(ECHO, { note: 'asked' }));
    await queues.add(ECHO, { note: 'unasked' });
    expect(await heard('asked')).toEqual([{ note: 'asked', requestId: 'req_42' }]);
    expect((await heard('unasked')).map(({ requestId }) => isUuid(requestId))).toEqual([true]);
  });

  it('that come by themselves come again after a backend has forgotten them, as an empty Redis has', async () => {
    await queues.queue('payments').removeJobScheduler(TICK.name);
    expect(await queues.queue('payments').getJobScheduler(TICK.name)).toBeUndefined();
    const { ticks } = platform.get(Tick);
    await eventually(() => platform.get(Tick).ticks >= ticks + 3, Boolean, 15_000);
  }, 30_000);

  it('run once each when many are added together', async () => {
    const notes = Array.from({ length: 40 }, (_, index) => `bulk-${index}`);
    await Promise.all(notes.map((note) => queues.add(ECHO, { note })));
    await Promise.all(notes.map(heard));
    expect(
      echo.heard
        .map(({ note }) => note)
        .filter((note) => note.startsWith('bulk-'))
        .sort(),
    ).toEqual([...notes].sort());
  });

  it('wait as long as they are told to', async () => {
    const addedAt = performance.now();
    await queues.add(ECHO, { note: 'later' }, { delayMs: 300 });
    await heard('later');
    expect(performance.now() - addedAt).toBeGreaterThanOrEqual(295);
  });

  it('are tried again after a failure, each time a while later', async () => {
    await queues.add(FAIL, { note: 'twice', times: 2 });
    const [first = 0, second = 0, third = 0] = await eventually(
      () => fail.of('twice'),
      (attempts) => attempts.length === 3,
    );
    // 50 ms and 100 ms, of which jitter may take up to 30 %.
    expect(second - first).toBeGreaterThanOrEqual(34);
    expect(third - second).toBeGreaterThanOrEqual(69);
  });

  it('are given up after their last attempt, and kept for somebody to look at', async () => {
    await queues.add(FAIL, { note: 'always', times: 99 });
    await eventually(
      () => states('fail'),
      ({ failed }) => failed === 1,
    );
    expect(fail.of('always')).toHaveLength(3);
  });

  it('are not tried again when the domain refuses, unless something is unavailable', async () => {
    await queues.add(FAIL, { note: 'refused', times: 99, kind: 'conflict' });
    await queues.add(FAIL, { note: 'away', times: 1, kind: 'unavailable' });
    await eventually(
      () => fail.of('away').length,
      (attempts) => attempts === 2,
    );
    await eventually(
      () => states('fail'),
      ({ active, delayed, failed }) => active === 0 && (delayed ?? 0) <= 1 && failed === 2,
    );
    expect(fail.of('refused')).toHaveLength(1);
  });

  it('of a kind that nobody handles fail at once', async () => {
    await queues.add(NOBODYS, {});
    const [job] = await eventually(
      async () => (await queues.queue('payments').getFailed()).filter(({ name }) => name === 'nobodys'),
      (found) => found.length > 0,
    );
    expect(job).toMatchObject({ attemptsMade: 1, failedReason: 'Nobody handles the job nobodys' });
  });

  it('of one id are not added again while the first waits or runs, and are afterwards', async () => {
    const id = `same-${backend}`;
    await queues.add(WAIT, { note: 'first' }, { id });
    await eventually(() => wait.begun.includes('first'));
    await queues.add(WAIT, { note: 'second' }, { id });
    await queues.add(ECHO, { note: 'behind-second' });
    await heard('behind-second');
    expect(wait.begun).not.toContain('second');
    wait.letGo('first');
    await eventually(async () => (await states('wait'))['active'] === 0);
    await queues.add(WAIT, { note: 'third' }, { id });
    await eventually(() => wait.begun.includes('third'));
    wait.letGo('third');
    await eventually(() => wait.ended.includes('third'));
    expect(wait.begun).not.toContain('second');
  });

  it('with a schedule run once per interval, however many workers there are', async () => {
    const second = await startTestPlatform({ environment, providers, database: borrowed(platform) });
    try {
      await second.get(JobWorkers).start();
      const ticks = () => platform.get(Tick).ticks + second.get(Tick).ticks;
      const [before, since] = [ticks(), performance.now()];
      await eventually(() => ticks() - before >= 4);
      const intervals = (performance.now() - since) / TICK_MS;
      expect(ticks() - before).toBeLessThanOrEqual(Math.ceil(intervals) + 1);
    } finally {
      await second.get(JobWorkers).stop();
      await second.close();
    }
  });

  it('are waited for when the workers stop, and none is lost or run twice', async () => {
    await queues.add(WAIT, { note: 'under way' });
    await eventually(() => wait.begun.includes('under way'));
    let stopped = false;
    const stopping = platform
      .get(JobWorkers)
      .stop()
      .then(() => (stopped = true));
    await queues.add(ECHO, { note: 'for the next' });
    expect(stopped).toBe(false);
    wait.letGo('under way');
    await stopping;
    expect(wait.ended).toContain('under way');
    await platform.get(JobWorkers).start();
    expect(await heard('for the next')).toHaveLength(1);
  });

  it('stay with the platform that queued them, when another has the same Redis', async () => {
    const own = environment['REDIS_URL'] ? { ...environment, REDIS_PREFIX: randomUUID() } : environment;
    const other = await startTestPlatform({ environment: own, providers });
    try {
      await other.get(Queues).add(ECHO, { note: 'of the other' });
      await queues.add(ECHO, { note: 'queued later' });
      await heard('queued later');
      expect(echo.heard.map(({ note }) => note)).not.toContain('of the other');
      expect(await other.get(Queues).queue('payments').getWaitingCount()).toBe(1);
    } finally {
      await other.close();
    }
  });

  if (backend === 'PostgreSQL') {
    it('go on after every connection broke', async () => {
      await platform.database.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      await eventually(() =>
        queues.add(ECHO, { note: 'after' }).then(
          () => true,
          () => false,
        ),
      );
      await heard('after');
    });
  }
});

describe('the handlers of jobs', () => {
  it('are one per kind', async () => {
    @HandlesJob(ECHO)
    class AnotherEcho extends Echo {}

    const platform = await startTestPlatform({ providers: [Echo, AnotherEcho] });
    await expect(platform.get(JobWorkers).start()).rejects.toThrow('Two providers handle the job echo');
    await platform.close();
  });
});

/** The database of another platform, which drops it itself. */
const borrowed = ({ url }: TestPlatform) => ({ url, drop: () => Promise.resolve() });
