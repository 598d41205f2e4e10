import { nextClosedCheck, nextOpenCheck } from './check-schedule.js';

const CREATED = new Date('2025-11-20T09:00:00Z');
const DAY_MS = 24 * 3_600_000;
const at = (seconds: number): Date => new Date(CREATED.getTime() + seconds * 1000);

/** The seconds after its creation at which a payment is asked after, each check at once when it is due. */
function checks(mode: 'live' | 'sandbox', count: number): number[] {
  const times: number[] = [];
  let now = CREATED;
  for (let turn = 0; turn < count; turn += 1) {
    now = nextOpenCheck(mode, CREATED, now);
    times.push((now.getTime() - CREATED.getTime()) / 1000);
  }
  return times;
}

describe('when an open payment is asked after', () => {
  it('live: after 2, 5, 15, 30 and 60 seconds, then every minute, never later and little earlier', () => {
    for (let round = 0; round < 50; round += 1) {
      const times = checks('live', 8);
      [2, 5, 15, 30, 60].forEach((second, index) => {
        expect(times[index]).toBeLessThanOrEqual(second);
        expect(times[index]).toBeGreaterThanOrEqual(second * 0.9 - 0.5);
      });
      const [fifth, sixth, seventh, eighth] = times.slice(4) as [number, number, number, number];
      for (const [before, after] of [
        [fifth, sixth],
        [sixth, seventh],
        [seventh, eighth],
      ] as const) {
        expect(after - before).toBeGreaterThanOrEqual(53.9);
        expect(after - before).toBeLessThanOrEqual(60);
      }
    }
  });

  it('sandbox: within five seconds, always', () => {
    for (const elapsed of [0, 1, 2, 4.6, 10, 61, 1790, 4000]) {
      const waitMs = nextOpenCheck('sandbox', CREATED, at(elapsed)).getTime() - at(elapsed).getTime();
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(4000);
    }
  });

  it('spreads a burst of payments', () => {
    const times = new Set(Array.from({ length: 50 }, () => nextOpenCheck('live', CREATED, at(600)).getTime()));
    expect(times.size).toBeGreaterThan(10);
  });
});

describe('when a payment that ended without money is asked after', () => {
  it('live: once a day for three days', () => {
    const times: number[] = [];
    let next = nextClosedCheck('live', CREATED, CREATED);
    while (next && times.length < 10) {
      times.push((next.getTime() - CREATED.getTime()) / DAY_MS);
      next = nextClosedCheck('live', CREATED, next);
    }
    expect(times).toEqual([1, 2, 3]);
  });

  it('live: a check that comes late does not make the next one later', () => {
    expect(nextClosedCheck('live', CREATED, at(1.5 * 86_400))).toEqual(at(2 * 86_400));
    expect(nextClosedCheck('live', CREATED, at(100 * 86_400))).toBeNull();
  });

  it('sandbox: within five seconds for the first time, then likewise', () => {
    const first = nextClosedCheck('sandbox', CREATED, CREATED);
    expect(first?.getTime()).toBeLessThanOrEqual(at(5).getTime());
    expect(nextClosedCheck('sandbox', CREATED, at(5))).toEqual(at(86_400));
  });
});
