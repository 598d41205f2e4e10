import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { HandlesJob, type JobHandler } from './job-handler.js';
import { jobType } from './job-type.js';
import { JobWorkers } from './job-workers.js';
import { Queues } from './queues.js';

const BELL = jobType<Record<string, never>>('maintenance', 'bell', { bellGapMs: 50 });
const OWN_BELL = jobType<Record<string, never>>('maintenance', 'own-bell', { answersItself: true });

@HandlesJob(BELL)
class Bell implements JobHandler<Record<string, never>> {
  heard = 0;

  async run(): Promise<void> {
    this.heard += 1;
  }
}

@HandlesJob(OWN_BELL)
class OwnBell extends Bell {}

describe('a bell', () => {
  const providers = [Bell, OwnBell];
  let platform: TestPlatform;
  let queues: Queues;

  beforeAll(async () => {
    platform = await startTestPlatform({ providers });
    queues = platform.get(Queues);
    await platform.get(JobWorkers).start();
  }, 60_000);
  afterAll(async () => {
    await platform?.get(JobWorkers).stop();
    await platform?.close();
  });

  it('rings once for a burst, and once more after it', async () => {
    const bell = platform.get(Bell);
    for (let times = 0; times < 10; times += 1) queues.ring(BELL);
    await eventually(() => bell.heard === 2);
    queues.ring(BELL);
    await eventually(() => bell.heard >= 3);
    expect(bell.heard).toBe(3);
  });

  it('that a worker answers itself reaches it without the queue, and from elsewhere through it', async () => {
    const bell = platform.get(OwnBell);
    await queues.queue('maintenance').pause();
    queues.ring(OWN_BELL);
    await eventually(() => bell.heard === 1);
    await queues.queue('maintenance').resume();
    // The database is the other's, which drops it.
    const database = { url: platform.url, drop: () => Promise.resolve() };
    const elsewhere = await startTestPlatform({ providers, database });
    try {
      elsewhere.get(Queues).ring(OWN_BELL);
      await eventually(() => bell.heard === 2);
      expect(elsewhere.get(OwnBell).heard).toBe(0);
    } finally {
      await elsewhere.close();
    }
  });
});
