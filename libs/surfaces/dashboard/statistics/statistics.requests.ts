import { addDays, startOfDoualaDay } from '#kernel';
import { invalidFields } from '#platform';
import type { Buckets, Days } from '#reporting';
import type { DayRange } from '../dialect/days.js';
import type { Wire } from '../dialect/wire.js';
import {
  after,
  before,
  isLonger,
  lastDayOf,
  unitAround,
  unitsWithin,
  type Unit,
  type UnitKind,
} from './calendar-units.js';
import { readUnit } from './period-grammar.js';

export interface StatisticsQuery {
  readonly period: Wire<'StatisticsPeriod'>;
  readonly value: string;
  readonly comparePrevious: boolean;
  readonly currency?: Wire<'Currency'>;
}

/** What a question covers, and in which buckets. */
export interface StatisticsScope {
  readonly start: Date;
  /** First instant after it. */
  readonly end: Date;
  readonly buckets: Buckets;
  /** First instant and name of each bucket. */
  readonly points: readonly { readonly date: Date; readonly label: string }[];
  readonly previous: Days;
}

const KIND_OF: Readonly<Record<Wire<'StatisticsPeriod'>, UnitKind>> = {
  days: 'day',
  weeks: 'week',
  months: 'month',
  quarters: 'quarter',
  years: 'year',
};
/** What a unit is shown in when nobody says otherwise. */
const FINER: Readonly<Record<Exclude<UnitKind, 'day'>, UnitKind>> = {
  week: 'day',
  month: 'day',
  quarter: 'month',
  year: 'month',
};
const HOURS_OF_A_DAY = 24;
const HOUR_MS = 3_600_000;
const DAYS_OF_A_WEEK = 7;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The rules of x-business-rules.statistics: a value of another kind than the period widens or divides the range. */
export function statisticsScope({ period, value }: StatisticsQuery): StatisticsScope {
  const read = readUnit(value);
  if ('problem' in read) throw invalidFields({ field: 'value', message: read.problem });
  const kind = KIND_OF[period];
  const isDivided = isLonger(read.unit.kind, kind);
  const range = isDivided ? read.unit : unitAround(read.unit.first, kind);
  const previous = before(range);
  return {
    start: startOfDoualaDay(range.first),
    end: startOfDoualaDay(after(range).first),
    previous: { first: previous.first, last: lastDayOf(previous) },
    ...(isDivided ? divided(range, kind) : asUsual(range)),
  };
}

type Divided = Pick<StatisticsScope, 'buckets' | 'points'>;

function asUsual(range: Unit): Divided {
  return range.kind === 'day' ? inHours(range.first) : inUnits(unitsWithin(range, FINER[range.kind]));
}

/** A unit that is longer than what it is divided into. Weeks are counted from its first day: the last may be shorter. */
const divided = (range: Unit, kind: UnitKind): Divided =>
  kind === 'week' ? inSevenDays(range) : inUnits(unitsWithin(range, kind));

function inHours(day: string): Divided {
  const start = startOfDoualaDay(day).getTime();
  const points = Array.from({ length: HOURS_OF_A_DAY }, (_, hour) => ({
    date: new Date(start + hour * HOUR_MS),
    label: `${String(hour).padStart(2, '0')}:00`,
  }));
  return { buckets: { unit: 'hour', day }, points };
}

const inUnits = (units: readonly Unit[]): Divided => ({
  buckets: { unit: 'day', ranges: units.map((unit) => ({ first: unit.first, last: lastDayOf(unit) })) },
  points: units.map((unit) => ({ date: startOfDoualaDay(unit.first), label: labelOf(unit) })),
});

function inSevenDays(range: Unit): Divided {
  const end = lastDayOf(range);
  const ranges: Days[] = [];
  for (let first = range.first; first <= end; first = addDays(first, DAYS_OF_A_WEEK)) {
    const last = addDays(first, DAYS_OF_A_WEEK - 1);
    ranges.push({ first, last: last < end ? last : end });
  }
  const points = ranges.map(({ first }, index) => ({ date: startOfDoualaDay(first), label: `Week ${index + 1}` }));
  return { buckets: { unit: 'day', ranges }, points };
}

function labelOf({ kind, first }: Unit): string {
  const at = new Date(`${first}T00:00:00Z`);
  const month = MONTHS[at.getUTCMonth()] ?? '';
  switch (kind) {
    case 'day':
    case 'week':
      return `${WEEKDAYS[at.getUTCDay() || DAYS_OF_A_WEEK]} ${at.getUTCDate()} ${month.slice(0, 3)}`;
    case 'month':
      return `${month} ${at.getUTCFullYear()}`;
    case 'quarter':
      return `Q${Math.floor(at.getUTCMonth() / 3) + 1} ${at.getUTCFullYear()}`;
    case 'year':
      return String(at.getUTCFullYear());
  }
}

export interface DailyStatisticsQuery extends DayRange {
  readonly currency?: Wire<'Currency'>;
}
