import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Cache } from './cache.js';

describe('the cache', () => {
  const caches: Cache[] = [];
  const aCache = (redisUrl: string | null = null): Cache => {
    const cache = new Cache({ redisUrl, redisPrefix: 'test' });
    caches.push(cache);
    return cache;
  };
  beforeAll(() => Logger.overrideLogger(false));
  afterEach(() => {
    jest.useRealTimers();
    for (const cache of caches.splice(0)) cache.onApplicationShutdown();
  });

  it('keeps a copy for as long as was said, and the newer one', async () => {
    jest.useFakeTimers({ now: new Date('2026-11-21T08:00:00Z') });
    const cache = aCache();
    await cache.keep('a', { turn: 1 }, 600);
    await cache.keep('a', { turn: 2 }, 600);
    await jest.advanceTimersByTimeAsync(599_999);
    expect(await cache.get('a')).toEqual({ turn: 2 });
    await jest.advanceTimersByTimeAsync(1);
    expect(await cache.get('a')).toBeNull();
  });

  it('forgets the oldest before it grows without end', async () => {
    const cache = aCache();
    for (let turn = 0; turn <= 10_000; turn += 1) await cache.keep(`key-${turn}`, { turn }, 600);
    expect([await cache.get('key-0'), await cache.get('key-1')]).toEqual([null, { turn: 1 }]);
  });

  it('has nothing while its Redis is away, and nobody notices', async () => {
    const cache = aCache('redis://127.0.0.1:1');
    await cache.keep('a', { turn: 1 }, 600);
    expect(await cache.get('a')).toBeNull();
  });
});
