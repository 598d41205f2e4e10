import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { RateLimiter } from './rate-limiter.js';

const rule = { name: 'login', points: 5, windowSeconds: 60 };
const limiters: RateLimiter[] = [];

function limiter(redisUrl: string | null = null): RateLimiter {
  const made = new RateLimiter({ redisUrl, redisPrefix: 'test' });
  limiters.push(made);
  return made;
}

beforeAll(() => Logger.overrideLogger(false));

afterEach(() => {
  jest.useRealTimers();
  for (const made of limiters.splice(0)) made.onApplicationShutdown();
});

describe('a rule', () => {
  it('allows its points and then no more, counting down', async () => {
    const limits = limiter();
    const verdicts = [];
    for (let hit = 0; hit < 7; hit += 1) verdicts.push(await limits.hit(rule, 'a'));
    expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, true, true, true, false, false]);
    expect(verdicts.map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0, 0, 0]);
    expect(verdicts.every(({ limit }) => limit === 5)).toBe(true);
  });

  it('says when the window ends, and begins another then', async () => {
    jest.useFakeTimers({ now: new Date('2026-11-21T08:00:00.400Z') });
    const limits = limiter();
    const start = Date.parse('2026-11-21T08:00:00Z') / 1000;
    const tight = { ...rule, points: 1 };
    expect(await limits.hit(tight, 'a')).toEqual({
      allowed: true,
      limit: 1,
      remaining: 0,
      resetAt: start + 61,
      retryAfterSeconds: 0,
    });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await limits.hit(tight, 'a')).toMatchObject({ allowed: false, resetAt: start + 61, retryAfterSeconds: 50 });
    await jest.advanceTimersByTimeAsync(49_999);
    expect(await limits.hit(tight, 'a')).toMatchObject({ allowed: false, retryAfterSeconds: 1 });
    await jest.advanceTimersByTimeAsync(1);
    expect(await limits.hit(tight, 'a')).toMatchObject({ allowed: true, resetAt: start + 121 });
  });

  it('counts each key, and each rule, for itself', async () => {
    const limits = limiter();
    const tight = { ...rule, points: 1 };
    expect((await limits.hit(tight, 'a')).allowed).toBe(true);
    expect((await limits.hit(tight, 'b')).allowed).toBe(true);
    expect((await limits.hit({ ...tight, name: 'otp' }, 'a')).allowed).toBe(true);
    expect((await limits.hit(tight, 'a')).allowed).toBe(false);
  });

  describe('under 200 hits at once', () => {
    const hundred = { ...rule, points: 100 };
    type Counting = Pick<RateLimiter, 'hit'>;
    const allowedOf200 = async (limits: Counting): Promise<number[]> => {
      const verdicts = await Promise.all(Array.from({ length: 200 }, () => limits.hit(hundred, 'a')));
      return verdicts.filter(({ allowed }) => allowed).map(({ remaining }) => remaining);
    };

    it('is exact', async () => {
      const remaining = await allowedOf200(limiter());
      expect(remaining).toHaveLength(100);
      expect(new Set(remaining).size).toBe(100);
    });

    it('is seen to be exceeded where a count is read and then written', async () => {
      let consumed = 0;
      const careless: Counting = {
        hit: async ({ points }) => {
          const read = consumed;
          await nextTurn();
          consumed = read + 1;
          const remaining = Math.max(0, points - consumed);
          return { allowed: consumed <= points, limit: points, remaining, resetAt: 0, retryAfterSeconds: 0 };
        },
      };
      expect((await allowedOf200(careless)).length).toBeGreaterThan(100);
    });
  });
});

describe('several rules', () => {
  const minute = { name: 'minute', points: 2, windowSeconds: 60 };
  const hour = { name: 'hour', points: 3, windowSeconds: 3600 };

  it('count a hit each, and say which of them refused it', async () => {
    const limits = limiter();
    expect(await limits.hitAll([minute, hour], 'a')).toMatchObject([{ remaining: 1 }, { allowed: true, remaining: 2 }]);
    expect(await limits.hitAll([minute, hour], 'a')).toMatchObject([{ remaining: 0 }, { allowed: true, remaining: 1 }]);
    expect(await limits.hitAll([minute, hour], 'a')).toMatchObject([{ allowed: false, limit: 2 }]);
    expect(await limits.hit(hour, 'a')).toMatchObject({ allowed: true, remaining: 0 });
  });

  it('do not count in a short window what a long one refuses', async () => {
    const limits = limiter();
    for (let hit = 0; hit < 3; hit += 1) await limits.hit(hour, 'a');
    for (let hit = 0; hit < 5; hit += 1) {
      expect(await limits.hitAll([minute, hour], 'a')).toMatchObject([{ allowed: true }, { allowed: false, limit: 3 }]);
    }
    expect(await limits.hit(minute, 'a')).toMatchObject({ allowed: true, remaining: 1 });
  });
});

describe('a rule counted in Redis', () => {
  /** Speaks as much of Redis' protocol as connecting and counting need. */
  async function redisServer(answerCounting: (consumed: number) => string | null, onPort = 0) {
    const keys: string[] = [];
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('data', (data) => {
        for (const command of commandsIn(data.toString('utf8'))) {
          const [name = '', , , key = ''] = command;
          if (name === 'info') socket.write('$8\r\nloading0\r\n');
          else if (name === 'evalsha' || name === 'eval') {
            keys.push(key);
            const answer = answerCounting(keys.length);
            if (answer !== null) socket.write(answer);
          } else socket.write('+OK\r\n');
        }
      });
    }).listen(onPort, '127.0.0.1');
    await once(server, 'listening');
    const stop = (): Promise<void> => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    };
    const { port } = server.address() as AddressInfo;
    return { url: `redis://127.0.0.1:${port}`, port, keys, stop };
  }

  function commandsIn(data: string): string[][] {
    return data
      .split(/^\*\d+\r\n/m)
      .filter((part) => part !== '')
      .map((part) => part.split('\r\n').filter((_, index) => index % 2 === 1))
      .map(([name = '', ...rest]) => [name.toLowerCase(), ...rest]);
  }

  const counting = (consumed: number): string => `*2\r\n:${consumed}\r\n:30000\r\n`;

  async function untilCountedThere(limits: RateLimiter, keys: string[]): Promise<void> {
    while (keys.length === 0) {
      await limits.hit({ ...rule, points: 1_000_000 }, 'warm-up');
      await nextTurn();
    }
    keys.length = 0;
  }

  it('believes what Redis counted for all processes', async () => {
    const { url, keys, stop } = await redisServer(counting);
    const limits = limiter(url);
    await untilCountedThere(limits, keys);
    const verdicts = [];
    for (let hit = 0; hit < 6; hit += 1) verdicts.push(await limits.hit(rule, '+237671234567'));
    expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, true, true, true, false]);
    expect(verdicts[5]?.retryAfterSeconds).toBe(30);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).not.toContain('671234567');
    await stop();
  });

  it.each([
    ['refuses to count', () => '-OOM command not allowed\r\n'],
    ['does not answer', () => null],
  ])('is counted here, exactly, while Redis %s', async (_, answer) => {
    let isWell = true;
    const { url, keys, stop } = await redisServer((consumed) => (isWell ? counting(consumed) : answer()));
    const limits = limiter(url);
    await untilCountedThere(limits, keys);
    isWell = false;
    const verdicts = await Promise.all(Array.from({ length: 200 }, () => limits.hit({ ...rule, points: 100 }, 'a')));
    expect(keys.length).toBeGreaterThan(0);
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(100);
    await stop();
  });

  it('is counted here while nobody listens, and there again afterwards', async () => {
    const { url, port, keys, stop } = await redisServer(counting);
    await stop();
    const limits = limiter(url);
    const verdicts = await Promise.all(Array.from({ length: 200 }, () => limits.hit({ ...rule, points: 100 }, 'a')));
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(100);
    expect(keys).toEqual([]);
    const back = await redisServer(counting, port);
    await untilCountedThere(limits, back.keys);
    expect(await limits.hit(rule, 'a')).toMatchObject({ allowed: true, remaining: 4 });
    await back.stop();
  });
});
