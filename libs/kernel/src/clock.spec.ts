import { FixedClock, MovableClock, SystemClock } from './clock.js';

describe('SystemClock', () => {
  it('shows the time of the machine', () => {
    const before = Date.now();
    const shown = new SystemClock().now().getTime();
    expect(shown).toBeGreaterThanOrEqual(before);
    expect(shown).toBeLessThanOrEqual(Date.now());
  });
});

describe('MovableClock', () => {
  it('runs with its base, shifted by the offset', () => {
    const base = new FixedClock(new Date('2026-01-01T00:00:00Z'));
    const clock = new MovableClock(base);
    clock.advanceMs(60_000);
    clock.advanceMs(1_000);
    expect(clock.offsetMs).toBe(61_000);
    expect(clock.now()).toEqual(new Date('2026-01-01T00:01:01Z'));
    base.advanceMs(500);
    expect(clock.now()).toEqual(new Date('2026-01-01T00:01:01.500Z'));
    clock.setOffsetMs(0);
    expect(clock.now()).toEqual(base.now());
  });

  it('refuses an offset that is no number of milliseconds', () => {
    expect(() => new MovableClock().setOffsetMs(Number.NaN)).toThrow(RangeError);
  });
});

describe('FixedClock', () => {
  it('moves only when told, and hands out copies', () => {
    const clock = new FixedClock(new Date('2026-01-01T00:00:00Z'));
    clock.now().setFullYear(1999);
    expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'));
    clock.set(new Date('2026-02-01T00:00:00Z'));
    clock.advanceMs(1);
    expect(clock.now()).toEqual(new Date('2026-02-01T00:00:00.001Z'));
  });
});
