import fc from 'fast-check';
import {
  addBusinessDays,
  addDays,
  atDoualaTime,
  CAMEROON_HOLIDAYS,
  doualaDay,
  endOfDoualaDay,
  isBusinessDay,
  isCalendarDay,
  startOfDoualaDay,
} from './calendar.js';

describe('the day in Douala', () => {
  it('begins an hour before midnight UTC', () => {
    expect(doualaDay(new Date('2026-11-20T22:59:59.999Z'))).toBe('2026-11-20');
    expect(doualaDay(new Date('2026-11-20T23:00:00Z'))).toBe('2026-11-21');
    expect(startOfDoualaDay('2026-11-21')).toEqual(new Date('2026-11-20T23:00:00Z'));
    expect(endOfDoualaDay('2026-11-21')).toEqual(new Date('2026-11-21T22:59:59.999Z'));
  });

  it('holds every instant between its ends, and days follow without a gap', () => {
    const instant = fc.date({
      min: new Date('2000-01-02T00:00:00Z'),
      max: new Date('2099-12-30T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (date) => {
        const day = doualaDay(date);
        expect(startOfDoualaDay(day) <= date && date <= endOfDoualaDay(day)).toBe(true);
        expect(startOfDoualaDay(addDays(day, 1)).getTime()).toBe(endOfDoualaDay(day).getTime() + 1);
      }),
    );
  });

  it('knows the time on the wall', () => {
    expect(atDoualaTime('2026-11-21', '00:30')).toEqual(new Date('2026-11-20T23:30:00Z'));
    expect(atDoualaTime('2026-11-21', '23:59')).toEqual(new Date('2026-11-21T22:59:00Z'));
    for (const time of ['24:00', '9:00', '12:60', ''])
      expect(() => atDoualaTime('2026-11-21', time)).toThrow(RangeError);
  });
});

describe('calendar days', () => {
  it.each(['2026-11-21', '2024-02-29', '2000-02-29'])('%s exists', (day) => {
    expect(isCalendarDay(day)).toBe(true);
  });

  it.each(['2026-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '20261121', '2026-11-21T00:00', ''])(
    '%p does not',
    (day) => {
      expect(isCalendarDay(day)).toBe(false);
      expect(() => startOfDoualaDay(day)).toThrow(RangeError);
    },
  );

  it('add up over months and leap days', () => {
    expect([addDays('2026-12-31', 1), addDays('2024-02-28', 1), addDays('2026-03-01', -1)]).toEqual([
      '2027-01-01',
      '2024-02-29',
      '2026-02-28',
    ]);
  });
});

describe('business days', () => {
  it('are neither weekend nor holiday', () => {
    expect(isBusinessDay('2026-11-20', CAMEROON_HOLIDAYS)).toBe(true);
    expect(isBusinessDay('2026-11-21', CAMEROON_HOLIDAYS)).toBe(false);
    expect(isBusinessDay('2026-11-22', CAMEROON_HOLIDAYS)).toBe(false);
    expect(isBusinessDay('2026-05-20', CAMEROON_HOLIDAYS)).toBe(false);
    expect(isBusinessDay('2026-05-20', new Set())).toBe(true);
  });

  it.each([
    ['2026-11-20', 0, '2026-11-20'],
    ['2026-11-21', 0, '2026-11-23'],
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-21', 1, '2026-11-23'],
    ['2026-11-20', 6, '2026-11-30'],
    ['2026-12-24', 1, '2026-12-28'],
    ['2026-12-31', 1, '2027-01-04'],
  ])('%s and %i make %s', (day, count, expected) => {
    expect(addBusinessDays(day, count, CAMEROON_HOLIDAYS)).toBe(expected);
  });

  it('are not counted backwards', () => {
    expect(() => addBusinessDays('2026-11-20', -1, CAMEROON_HOLIDAYS)).toThrow(RangeError);
  });
});
