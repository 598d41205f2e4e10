import { isCalendarDay } from '#kernel';
import { firstOfMonth, isoWeek, unitAround, type Unit } from './calendar-units.js';

/** What a text names, or a sentence about why it names nothing, to be read after the name of the field. */
export type ReadUnit = { readonly unit: Unit } | { readonly problem: string };

const YEARS = { first: 2000, last: 2100 };
const YEARS_WANTED = `must be in the years ${YEARS.first} to ${YEARS.last}`;
const MONTHS_EN = 'january february march april may june july august september october november december'.split(' ');
const MONTHS_FR = 'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre'.split(' ');
/** English in full or by three letters, French in full; without accents, which not every keyboard has. */
const MONTH_OF: ReadonlyMap<string, number> = new Map(
  [MONTHS_EN, MONTHS_EN.map((name) => name.slice(0, 3)), MONTHS_FR].flatMap((names) =>
    names.map((name, index) => [name, index + 1] as const),
  ),
);

const WANTED =
  'must be a day, week, month, quarter or year such as 2025-11-20, 2025-W47, November 2025, Q4 2025 or 2025';

type Parts = Readonly<Record<string, string>>;

/** The forms of x-business-rules.statistics, and days as European forms send them. */
const FORMS: readonly (readonly [form: RegExp, read: (parts: Parts) => ReadUnit])[] = [
  [/^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/, readDay],
  [/^(?<day>\d{1,2})-(?<month>\d{1,2})-(?<year>\d{4})$/, readDay],
  [/^(?<day>\d{1,2}) (?<name>\p{L}+) (?<year>\d{4})$/u, readDay],
  [/^(?<name>\p{L}+) (?<day>\d{1,2}), ?(?<year>\d{4})$/u, readDay],
  [/^(?<year>\d{4})-w(?<week>\d{1,2})$/, readWeek],
  [/^w(?:eek )?(?<week>\d{1,2}) (?<year>\d{4})$/, readWeek],
  [/^(?<year>\d{4})-(?<month>\d{2})$/, readMonth],
  [/^(?<name>\p{L}+) (?<year>\d{4})$/u, readMonth],
  [/^(?<year>\d{4})-q(?<quarter>\d)$/, readQuarter],
  [/^q(?<quarter>\d) (?<year>\d{4})$/, readQuarter],
  [/^(?<year>\d{4})$/, ({ year }) => within(year, unitAround(`${year}-01-01`, 'year'))],
];

/** Reads a day, week, month, quarter or year. Case is not regarded, nor are blanks at the ends or repeated ones. */
export function readUnit(text: string): ReadUnit {
  const plain = text.trim().replace(/\s+/g, ' ').toLowerCase();
  const bare = plain.normalize('NFD').replace(/\p{M}/gu, '');
  for (const [form, read] of FORMS) {
    const found = form.exec(bare);
    if (found) return read(found.groups ?? {});
  }
  return { problem: hintFor(bare) };
}

function readDay(parts: Parts): ReadUnit {
  const month = monthIn(parts);
  if (month === null) return { problem: WANTED };
  const day = `${parts['year']}-${padded(month)}-${padded(parts['day'])}`;
  if (!isCalendarDay(day)) return { problem: 'must be a day that exists in the calendar' };
  return within(parts['year'], { kind: 'day', first: day });
}

function readWeek({ year, week }: Parts): ReadUnit {
  const number = Number(year);
  if (!isYear(number)) return { problem: YEARS_WANTED };
  const unit = isoWeek(number, Number(week));
  return unit
    ? { unit }
    : { problem: `must be a week that exists: ${year} has weeks 1 to ${isoWeek(number, 53) ? 53 : 52}` };
}

function readMonth(parts: Parts): ReadUnit {
  const month = monthIn(parts);
  if (month === null) return { problem: WANTED };
  if (month < 1 || month > 12) return { problem: 'must be a month from 01 to 12' };
  return within(parts['year'], { kind: 'month', first: firstOfMonth(Number(parts['year']), month - 1) });
}

function readQuarter({ year, quarter }: Parts): ReadUnit {
  const number = Number(quarter);
  if (number < 1 || number > 4) return { problem: 'must be a quarter from Q1 to Q4' };
  return within(year, { kind: 'quarter', first: firstOfMonth(Number(year), 3 * (number - 1)) });
}

const within = (year: string | undefined, unit: Unit): ReadUnit =>
  isYear(Number(year)) ? { unit } : { problem: YEARS_WANTED };

const isYear = (year: number): boolean => year >= YEARS.first && year <= YEARS.last;

function monthIn({ month, name }: Parts): number | null {
  return name === undefined ? Number(month) : (MONTH_OF.get(name) ?? null);
}

/** What most likely went wrong, and how to write it instead. */
function hintFor(text: string): string {
  const [, a = '', b = '', year = ''] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text) ?? [];
  if (year !== '') {
    const readings = [`${year}-${padded(b)}-${padded(a)}`, `${year}-${padded(a)}-${padded(b)}`].filter(isCalendarDay);
    const different = [...new Set(readings)];
    if (different.length > 0) return `can be mistaken for another day: write ${different.join(' or ')}`;
  }
  if (MONTH_OF.has(text) || /^(?:q\d|w(?:eek )?\d{1,2})$/.test(text))
    return `needs a year, such as ${capitalised(text)} 2025`;
  return WANTED;
}

const padded = (number: number | string | undefined): string => String(number ?? '').padStart(2, '0');
const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
