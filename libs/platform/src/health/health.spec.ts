import { jest } from '@jest/globals';
import { Health } from './health.js';

const never = (): Promise<never> => new Promise(() => undefined);

afterEach(() => {
  jest.useRealTimers();
});

describe('health', () => {
  it('is ready without any check, and when every check passes', async () => {
    const health = new Health();
    expect(await health.report()).toEqual({ live: true, ready: true, checks: {} });
    health.register('database', async () => 1);
    health.register('queue', () => undefined);
    const report = await health.report();
    expect(report.ready).toBe(true);
    expect(report.checks).toMatchObject({
      database: { healthy: true, problem: null },
      queue: { healthy: true, problem: null },
    });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('connection refused');
      },
    ],
    ['rejects', () => Promise.reject(new Error('connection refused'))],
  ])('is live but not ready when a check %s, and names it', async (_, check) => {
    const health = new Health();
    health.register('database', check);
    health.register('queue', () => undefined);
    const report = await health.report();
    expect(report).toMatchObject({ live: true, ready: false });
    expect(report.checks).toMatchObject({
      database: { healthy: false, problem: 'connection refused' },
      queue: { healthy: true },
    });
  });

  it('stays ready when an informative check fails, and reports it', async () => {
    const health = new Health();
    health.register('database', () => undefined);
    const late = (): never => {
      throw new Error('a subscriber is 90 s behind');
    };
    health.register('outbox', late, { informative: true });
    const report = await health.report();
    expect(report.ready).toBe(true);
    expect(report.checks['outbox']).toMatchObject({ healthy: false, problem: 'a subscriber is 90 s behind' });
  });

  it('does not show credentials of a failed connection', async () => {
    const health = new Health();
    health.register('database', () => {
      throw new Error('cannot reach postgres://app:hunter2@db:5432/app');
    });
    expect(JSON.stringify(await health.report())).not.toContain('hunter2');
  });

  it('recovers with the check', async () => {
    let up = false;
    const health = new Health();
    health.register('database', () => {
      if (!up) throw new Error('down');
    });
    expect((await health.report()).ready).toBe(false);
    up = true;
    expect((await health.report()).ready).toBe(true);
  });

  it('stops waiting for a check after two seconds, and does not pile up hanging ones', async () => {
    jest.useFakeTimers();
    const health = new Health();
    let started = 0;
    health.register('hangs', () => {
      started += 1;
      return never();
    });
    for (let probe = 0; probe < 3; probe += 1) {
      const report = health.report();
      await jest.advanceTimersByTimeAsync(2000);
      expect((await report).checks).toMatchObject({ hangs: { healthy: false, problem: 'no answer within 2000 ms' } });
    }
    expect(started).toBe(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is not ready while draining, whatever the checks say', async () => {
    const health = new Health();
    health.register('database', () => undefined);
    health.drain();
    expect(await health.report()).toMatchObject({ live: true, ready: false, checks: { database: { healthy: true } } });
  });

  it('refuses a second check of the same name', () => {
    const health = new Health();
    health.register('database', () => undefined);
    expect(() => health.register('database', () => undefined)).toThrow(/already/);
  });
});
