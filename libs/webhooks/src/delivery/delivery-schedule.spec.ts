import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ATTEMPTS_MAX, nextAttemptAt, restMs, retryAfterMs } from './delivery-schedule.js';

const NOW = new Date('2026-11-21T08:00:00.000Z');
const HOUR = 3600;

const secondsUntil = (at: Date | null): number => ((at?.getTime() ?? Number.NaN) - NOW.getTime()) / 1000;

describe('the schedule of attempts', () => {
  it('is that of the contract: fast at first, then over days', () => {
    const waits = [];
    for (let made = 1; made < ATTEMPTS_MAX; made += 1) {
      waits.push(secondsUntil(nextAttemptAt(made, NOW, { retryAfterMs: null, random: 0.5 })));
    }
    expect(waits).toEqual([5, 300, 1800, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]);
  });

  it('ends after ten attempts', () => {
    expect(nextAttemptAt(10, NOW, { retryAfterMs: null, random: 0.5 })).toBeNull();
    expect(nextAttemptAt(10, NOW, { retryAfterMs: 60_000, random: 0.5 })).toBeNull();
  });

  it('is jittered by a tenth at most, to both sides', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (made, random) => {
          const plain = secondsUntil(nextAttemptAt(made, NOW, { retryAfterMs: null, random: 0.5 }));
          const jittered = secondsUntil(nextAttemptAt(made, NOW, { retryAfterMs: null, random }));
          expect(Math.abs(jittered - plain)).toBeLessThanOrEqual(plain * 0.1 + 0.001);
        },
      ),
    );
    expect(secondsUntil(nextAttemptAt(2, NOW, { retryAfterMs: null, random: 0 }))).toBe(270);
  });

  it.each([
    ['later than planned', 120, 120],
    ['earlier than planned', 1, 5],
    ['a day', 24 * HOUR, 24 * HOUR],
    ['more than a day', 72 * HOUR, 24 * HOUR],
  ])('lets a receiver ask for patience: %s', (_, asked, waited) => {
    expect(secondsUntil(nextAttemptAt(1, NOW, { retryAfterMs: asked * 1000, random: 0.5 }))).toBe(waited);
  });
});

describe('the rest of an endpoint that goes on failing', () => {
  it.each([
    [-5, 0],
    [0, 0],
    [20, 5],
    [1000, 250],
    [HOUR * 1000, 250],
  ])('after %p ms of failing is %p ms', (failingForMs, rest) => {
    expect(restMs(failingForMs)).toBe(rest);
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sat, 21 Nov 2026 08:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['', null],
    [null, null],
  ])('%p is understood as %p ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });
});
