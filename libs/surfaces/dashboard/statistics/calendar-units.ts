import { addDays } from '#kernel';

/** Units of the calendar, from the shortest to the longest. */
export const UNIT_KINDS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** A unit by its first day (`YYYY-MM-DD`). Weeks are those of ISO 8601. */
export interface Unit {
  readonly kind: UnitKind;
  readonly first: string;
}

const THURSDAY = 4;
const MONTHS_OF: Readonly<Record<'month' | 'quarter' | 'year', number>> = { month: 1, quarter: 3, year: 12 };

export const isLonger = (a: UnitKind, b: UnitKind): boolean => UNIT_KINDS.indexOf(a) > UNIT_KINDS.indexOf(b);

/** The unit of a kind that holds the day. */
export function unitAround(day: string, kind: UnitKind): Unit {
  switch (kind) {
    case 'day':
      return { kind, first: day };
    case 'week':
      return { kind, first: addDays(day, 1 - isoWeekday(day)) };
    case 'month':
    case 'quarter':
    case 'year': {
      const months = MONTHS_OF[kind];
      const month = Math.floor(monthIndex(day) / months) * months;
      return { kind, first: firstOfMonth(yearOf(day), month) };
    }
  }
}

export const after = ({ kind, first }: Unit): Unit => shifted(kind, first, 1);
export const before = ({ kind, first }: Unit): Unit => shifted(kind, first, -1);

export const lastDayOf = (unit: Unit): string => addDays(after(unit).first, -1);

/** All units of a kind that begin within another unit, in order. */
export function unitsWithin(whole: Unit, kind: UnitKind): Unit[] {
  const end = after(whole).first;
  const units: Unit[] = [];
  for (let unit = unitAround(whole.first, kind); unit.first < end; unit = after(unit)) units.push(unit);
  return units;
}

/** Null when the year has no such week. */
export function isoWeek(year: number, week: number): Unit | null {
  // The fourth of January is in the first week of every year.
  const unit: Unit = { kind: 'week', first: addDays(unitAround(`${year}-01-04`, 'week').first, 7 * (week - 1)) };
  const thursday = addDays(unit.first, THURSDAY - 1);
  return week >= 1 && yearOf(thursday) === year ? unit : null;
}

/** Monday is 1, Sunday 7. */
export const isoWeekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** January is 0. */
const monthIndex = (day: string): number => Number(day.slice(5, 7)) - 1;

/** Months before January and after December are those of the years beside. */
export const firstOfMonth = (year: number, month: number): string =>
  new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);

function shifted(kind: UnitKind, first: string, by: 1 | -1): Unit {
  if (kind === 'day') return { kind, first: addDays(first, by) };
  if (kind === 'week') return { kind, first: addDays(first, 7 * by) };
  return { kind, first: firstOfMonth(yearOf(first), monthIndex(first) + by * MONTHS_OF[kind]) };
}
