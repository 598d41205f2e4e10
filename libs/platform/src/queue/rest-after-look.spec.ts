import { restAfterLook } from './rest-after-look.js';

describe('the rest after a look', () => {
  it('is the least while looks are short', () => {
    expect([0, 2, 5].map((tookMs) => restAfterLook(tookMs, 20))).toEqual([20, 20, 20]);
  });

  it('is four times what the look took when that is longer, up to a fifth of a second', () => {
    expect([10, 30, 50, 4000].map((tookMs) => restAfterLook(tookMs, 20))).toEqual([40, 120, 200, 200]);
  });

  it('is never shorter than the least', () => {
    expect(restAfterLook(1000, 500)).toBe(500);
  });
});
