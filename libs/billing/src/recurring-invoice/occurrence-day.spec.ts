import { occurrenceDay, runInstant, type Frequency } from './occurrence-day.js';

const days = (startDate: string, frequency: Frequency, count: number): (string | null)[] =>
  Array.from({ length: count }, (_, n) => occurrenceDay(startDate, frequency, n));

describe('the days of a series', () => {
  it.each<[string, Frequency, string[]]>([
    ['2025-12-24', 'weekly', ['2025-12-24', '2025-12-31', '2026-01-07']],
    ['2025-11-15', 'monthly', ['2025-11-15', '2025-12-15', '2026-01-15']],
    ['2025-12-31', 'monthly', ['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']],
    ['2027-12-30', 'monthly', ['2027-12-30', '2028-01-30', '2028-02-29', '2028-03-30']],
    ['2025-11-30', 'quarterly', ['2025-11-30', '2026-02-28', '2026-05-30', '2026-08-30']],
    ['2025-12-31', 'quarterly', ['2025-12-31', '2026-03-31', '2026-06-30', '2026-09-30', '2026-12-31']],
    ['2028-02-29', 'yearly', ['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']],
  ])('from %s %s', (startDate, frequency, expected) =>
    expect(days(startDate, frequency, expected.length)).toEqual(expected),
  );

  it('end with the calendar', () => {
    expect(days('9998-12-31', 'yearly', 3)).toEqual(['9998-12-31', '9999-12-31', null]);
    expect(days('9999-12-20', 'weekly', 3)).toEqual(['9999-12-20', '9999-12-27', null]);
  });

  it('begin at six in the morning of Douala', () =>
    expect(runInstant('2025-12-01').toISOString()).toBe('2025-12-01T05:00:00.000Z'));
});
