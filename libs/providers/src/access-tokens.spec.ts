import { FixedClock } from '#kernel';
import { AccessTokens, type IssuedToken } from './access-tokens.js';

const MINUTE_MS = 60_000;

/** Issues token-1, token-2, … when it is told to. */
class Issuer {
  readonly asked: string[] = [];
  private readonly waiting: { resolve: (token: IssuedToken) => void; reject: (error: Error) => void }[] = [];

  readonly issue = (mode: string, product: string): Promise<IssuedToken> => {
    this.asked.push(`${mode}/${product}`);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  };

  answer(lifetimeSeconds = 3600): void {
    this.waiting.shift()?.resolve({ value: `token-${this.asked.length}`, lifetimeSeconds });
  }

  fail(): void {
    this.waiting.shift()?.reject(new Error('no token'));
  }
}

function setUp() {
  const clock = new FixedClock(new Date('2026-11-21T08:00:00Z'));
  const issuer = new Issuer();
  const tokens = new AccessTokens<'collection' | 'disbursement'>(clock, issuer.issue);
  const first = async (lifetimeSeconds?: number): Promise<string> => {
    const token = tokens.get('live', 'collection');
    issuer.answer(lifetimeSeconds);
    return token;
  };
  return { clock, issuer, tokens, first };
}

describe('access tokens', () => {
  it('are asked for once, however many wait', async () => {
    const { issuer, tokens } = setUp();
    const all = Promise.all(Array.from({ length: 20 }, () => tokens.get('live', 'collection')));
    issuer.answer();
    expect(new Set(await all)).toEqual(new Set(['token-1']));
    expect(issuer.asked).toEqual(['live/collection']);
  });

  it('are held apart by product and mode', async () => {
    const { issuer, tokens } = setUp();
    const all = [
      tokens.get('live', 'collection'),
      tokens.get('live', 'disbursement'),
      tokens.get('sandbox', 'collection'),
    ];
    for (const _ of all) issuer.answer();
    await Promise.all(all);
    expect(issuer.asked).toEqual(['live/collection', 'live/disbursement', 'sandbox/collection']);
  });

  it('are renewed five minutes before their end, while the old one still serves', async () => {
    const { clock, issuer, tokens, first } = setUp();
    await first();
    clock.advanceMs(55 * MINUTE_MS - 1);
    expect(await tokens.get('live', 'collection')).toBe('token-1');
    expect(issuer.asked).toHaveLength(1);
    clock.advanceMs(1);
    expect(await tokens.get('live', 'collection')).toBe('token-1');
    expect(issuer.asked).toHaveLength(2);
    issuer.answer();
    clock.advanceMs(5 * MINUTE_MS);
    expect(await tokens.get('live', 'collection')).toBe('token-2');
  });

  it('survive a renewal that fails, and fail themselves only after their end', async () => {
    const { clock, issuer, tokens, first } = setUp();
    await first();
    clock.advanceMs(56 * MINUTE_MS);
    expect(await tokens.get('live', 'collection')).toBe('token-1');
    issuer.fail();
    await new Promise(setImmediate);
    expect(await tokens.get('live', 'collection')).toBe('token-1');
    expect(issuer.asked).toHaveLength(3);
    issuer.fail();
    await new Promise(setImmediate);
    clock.advanceMs(4 * MINUTE_MS);
    const tooLate = tokens.get('live', 'collection');
    issuer.fail();
    await expect(tooLate).rejects.toThrow('no token');
  });

  it('that live shorter than that are still used for half of their life', async () => {
    const { clock, issuer, tokens, first } = setUp();
    await first(60);
    clock.advanceMs(29_999);
    await tokens.get('live', 'collection');
    expect(issuer.asked).toHaveLength(1);
    clock.advanceMs(1);
    await tokens.get('live', 'collection');
    expect(issuer.asked).toHaveLength(2);
  });

  it('that were refused are dropped, but never the one that came after', async () => {
    const { issuer, tokens, first } = setUp();
    await first();
    tokens.drop('live', 'collection', 'token-1');
    const second = tokens.get('live', 'collection');
    issuer.answer();
    expect(await second).toBe('token-2');
    tokens.drop('live', 'collection', 'token-1');
    expect(await tokens.get('live', 'collection')).toBe('token-2');
    expect(issuer.asked).toHaveLength(2);
  });

  it('are asked for again after a failure', async () => {
    const { issuer, tokens } = setUp();
    const failed = tokens.get('live', 'collection');
    issuer.fail();
    await expect(failed).rejects.toThrow('no token');
    const next = tokens.get('live', 'collection');
    issuer.answer();
    expect(await next).toBe('token-2');
  });
});
