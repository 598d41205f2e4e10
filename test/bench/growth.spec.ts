import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../chaos/seeded-random.js';
import { growthOf } from './growth.js';

const SERIES = 2000;

/** Minutes of some 200 ms, twice as long in one as in another now and then, that are multiplied by what the minute tells. */
function shareThatGrows(factorOf: (minute: number) => number): number {
  const random = new SeededRandom(20_261_122);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const noise = (): number => Math.exp(0.35 * normal());
  const drawn = Array.from({ length: SERIES }, () =>
    Array.from({ length: 10 }, (_, at) => 200 * noise() * factorOf(at)),
  );
  return drawn.filter((minutes) => growthOf(minutes).grows).length / SERIES;
}

describe('growth over minutes', () => {
  it('is not seen where minutes only differ, but for one time in ten', () => {
    expect(shareThatGrows(() => 1)).toBeLessThan(0.1);
  });

  it('is seen where each minute takes longer than the one before', () => {
    expect(shareThatGrows((minute) => 1.15 ** minute)).toBeGreaterThan(0.8);
    expect(shareThatGrows((minute) => 1.25 ** minute)).toBeGreaterThan(0.95);
  });

  it('is seen where the second half takes longer than the first', () => {
    expect(shareThatGrows((minute) => (minute < 5 ? 1 : 3))).toBeGreaterThan(0.8);
  });

  it('is neither one loud minute nor a rise that is smaller than noise', () => {
    const even = [500, 200, 201, 199, 200, 202, 201, 200, 199, 201];
    expect(growthOf(even)).toEqual({ early: 200, late: 200, ratio: 1, grows: false });
    expect(growthOf([...even.slice(0, 9), 4000]).grows).toBe(false);
    expect(growthOf([500, 200, 202, 204, 206, 208, 210, 212, 214, 216]).grows).toBe(false);
    expect(growthOf([500, 200, 220, 240, 260, 280, 300, 320, 340, 360]).grows).toBe(true);
  });

  it('is told of runs that were measured: a median that tripled, payments that piled up, and two that went up and down', () => {
    expect(growthOf([14, 8, 12, 10, 20, 30, 10, 32, 20, 52]).grows).toBe(true);
    expect(growthOf([1177, 365, 553, 2202, 683, 1240, 2740, 4259, 3078, 174]).grows).toBe(true);
    expect(growthOf([78, 56, 110, 34, 11, 168, 126, 75, 124, 49]).grows).toBe(false);
    expect(growthOf([785, 414, 562, 169, 1232, 4539, 1527, 1123, 794, 168]).grows).toBe(false);
  });
});
