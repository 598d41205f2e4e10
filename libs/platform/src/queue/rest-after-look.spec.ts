import { restAfterLook } from './rest-after-look.js';

const LEAST_MS = 20;

describe('the rest after a look', () => {
  const afterTaking = (tookMs: number): number => restAfterLook({ tookMs, found: 0 }, LEAST_MS);
  const afterFinding = (found: number): number => restAfterLook({ tookMs: 1, found }, LEAST_MS);

  it('is the least while looks are short and find little', () => {
    expect([0, 2, 5].map(afterTaking)).toEqual([LEAST_MS, LEAST_MS, LEAST_MS]);
    expect([0, 1, 2].map(afterFinding)).toEqual([LEAST_MS, LEAST_MS, LEAST_MS]);
  });

  it('is four times what the look took when that is longer, up to a fifth of a second', () => {
    expect([10, 30, 50, 4000].map(afterTaking)).toEqual([40, 120, 200, 200]);
  });

  it('is ten milliseconds for each that was found when that is longer, up to a tenth of a second', () => {
    expect([3, 8, 10, 200].map(afterFinding)).toEqual([30, 80, 100, 100]);
  });

  it('is never shorter than the least', () => {
    expect(restAfterLook({ tookMs: 1000, found: 1000 }, 500)).toBe(500);
  });
});
