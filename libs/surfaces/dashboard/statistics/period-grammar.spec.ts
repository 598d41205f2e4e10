import fc from 'fast-check';
import { addDays, isCalendarDay } from '#kernel';
import {
  after,
  before,
  isoWeekday,
  lastDayOf,
  UNIT_KINDS,
  unitAround,
  unitsWithin,
  type UnitKind,
} from './calendar-units.js';
import { readUnit } from './period-grammar.js';

const unit = (kind: UnitKind, first: string): object => ({ unit: { kind, first } });
const problemOf = (text: string): string => {
  const read = readUnit(text);
  return 'problem' in read ? read.problem : `read as ${read.unit.kind} ${read.unit.first}`;
};

describe('what names a unit of the calendar', () => {
  it.each([
    ['2025-11-20', 'day', '2025-11-20'],
    ['20 November 2025', 'day', '2025-11-20'],
    ['1 November 2025', 'day', '2025-11-01'],
    ['November 20, 2025', 'day', '2025-11-20'],
    ['Nov 20, 2025', 'day', '2025-11-20'],
    ['20 novembre 2025', 'day', '2025-11-20'],
    ['2024-02-29', 'day', '2024-02-29'],
    ['20-11-2025', 'day', '2025-11-20'],
    ['05-11-2025', 'day', '2025-11-05'],
    ['2025-W47', 'week', '2025-11-17'],
    ['W47 2025', 'week', '2025-11-17'],
    ['Week 47 2025', 'week', '2025-11-17'],
    ['Week 1 2025', 'week', '2024-12-30'],
    ['2026-W53', 'week', '2026-12-28'],
    ['November 2025', 'month', '2025-11-01'],
    ['Nov 2025', 'month', '2025-11-01'],
    ['2025-11', 'month', '2025-11-01'],
    ['août 2025', 'month', '2025-08-01'],
    ['AOUT 2025', 'month', '2025-08-01'],
    ['Décembre 2025', 'month', '2025-12-01'],
    ['mai 2025', 'month', '2025-05-01'],
    ['Mar 2025', 'month', '2025-03-01'],
    ['Q1 2025', 'quarter', '2025-01-01'],
    ['2025-Q4', 'quarter', '2025-10-01'],
    ['2025', 'year', '2025-01-01'],
    ['2000', 'year', '2000-01-01'],
    ['2100', 'year', '2100-01-01'],
    ['  november   2025 ', 'month', '2025-11-01'],
    ['q3 2025', 'quarter', '2025-07-01'],
    ['2025-w01', 'week', '2024-12-30'],
  ] as const)('%s is a %s', (text, kind, first) => expect(readUnit(text)).toEqual(unit(kind, first)));

  it('is a day in every form that the grammar has for days, whichever day it is', () => {
    const months = 'January February March April May June July August September October November December'.split(' ');
    const anyDay = fc.integer({ min: 0, max: 36_889 }).map((days) => addDays('2000-01-01', days));
    fc.assert(
      fc.property(anyDay, (day) => {
        const [year = '', month = '', date = ''] = day.split('-');
        const name = months[Number(month) - 1] ?? '';
        const forms = [
          day,
          `${Number(date)} ${name} ${year}`,
          `${name.slice(0, 3)} ${Number(date)}, ${year}`,
          `${date}-${month}-${year}`,
        ];
        for (const form of forms) expect(readUnit(form)).toEqual(unit('day', day));
      }),
    );
  });
});

describe('what names nothing', () => {
  it.each([
    ['', 'must be a day, week, month, quarter or year such as 2025-11-20'],
    ['last month', 'must be a day, week'],
    ['20 Brumaire 2025', 'must be a day, week'],
    ['2025-11-20T00:00:00Z', 'must be a day, week'],
    ['2025-02-29', 'must be a day that exists in the calendar'],
    ['31 November 2025', 'must be a day that exists in the calendar'],
    ['31-11-2025', 'must be a day that exists in the calendar'],
    ['11-20-2025', 'must be a day that exists in the calendar'],
    ['2025-13', 'must be a month from 01 to 12'],
    ['2025-00', 'must be a month from 01 to 12'],
    ['Q5 2025', 'must be a quarter from Q1 to Q4'],
    ['2025-Q0', 'must be a quarter from Q1 to Q4'],
    ['2025-W53', 'must be a week that exists: 2025 has weeks 1 to 52'],
    ['2026-W54', 'must be a week that exists: 2026 has weeks 1 to 53'],
    ['W0 2025', 'must be a week that exists: 2025 has weeks 1 to 52'],
    ['1999', 'must be in the years 2000 to 2100'],
    ['November 2101', 'must be in the years 2000 to 2100'],
    ['0000', 'must be in the years 2000 to 2100'],
    ['0000-W01', 'must be in the years 2000 to 2100'],
  ])('%j is refused with a sentence', (text, sentence) => expect(problemOf(text)).toContain(sentence));

  it.each([
    ['05/11/2025', 'can be mistaken for another day: write 2025-11-05 or 2025-05-11'],
    ['5.11.2025', 'can be mistaken for another day: write 2025-11-05 or 2025-05-11'],
    ['20/11/2025', 'can be mistaken for another day: write 2025-11-20'],
    ['11/20/2025', 'can be mistaken for another day: write 2025-11-20'],
    ['31/31/2025', 'must be a day, week'],
    ['November', 'needs a year, such as November 2025'],
    ['q4', 'needs a year, such as Q4 2025'],
    ['week 47', 'needs a year, such as Week 47 2025'],
  ])('%j is refused with what to write instead', (text, sentence) => expect(problemOf(text)).toContain(sentence));

  it('is refused and never thrown over, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\dQWqw /.,-]{1,20}$/)), (text) => {
        const read = readUnit(text);
        if ('unit' in read) expect(isCalendarDay(read.unit.first)).toBe(true);
        else expect(read.problem).not.toBe('');
      }),
    );
  });
});

describe('units of the calendar', () => {
  const anyDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1999-06-01', days));
  const anyKind = fc.constantFrom(...UNIT_KINDS);

  it('hold the day that they are around, and follow one another without a gap', () => {
    fc.assert(
      fc.property(anyDay, anyKind, (day, kind) => {
        const around = unitAround(day, kind);
        expect(around.first <= day && day <= lastDayOf(around)).toBe(true);
        expect(after(before(around))).toEqual(around);
        expect(before(after(around))).toEqual(around);
        expect(unitAround(lastDayOf(around), kind)).toEqual(around);
        if (kind === 'week') expect(isoWeekday(around.first)).toBe(1);
      }),
    );
  });

  it('are divided into shorter ones that cover them', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom('month', 'quarter', 'year'), (day, kind) => {
        const whole = unitAround(day, kind);
        const months = unitsWithin(whole, 'month');
        expect(months[0]?.first).toBe(whole.first);
        expect(months).toHaveLength({ month: 1, quarter: 3, year: 12 }[kind]);
        const days = unitsWithin(whole, 'day');
        expect(days.at(-1)?.first).toBe(lastDayOf(whole));
      }),
    );
  });
});
