/** The calendar of Douala. Cameroon keeps UTC+1 all year and has never observed summer time, so the offset is fixed. */
const DOUALA_OFFSET_MS = 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const CALENDAR_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$/;
const SUNDAY = 0;
const SATURDAY = 6;

/** The public holidays that fall on the same date each year; those that follow the moon or Easter are configuration. */
export const CAMEROON_HOLIDAYS: ReadonlySet<string> = new Set(['01-01', '02-11', '05-01', '05-20', '08-15', '12-25']);

/** True for a date that exists, written `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  const midnight = CALENDAR_DAY.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return midnight !== null && !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

/** The day (`YYYY-MM-DD`) that a calendar on a wall in Douala shows at the instant. */
export function doualaDay(instant: Date): string {
  return new Date(instant.getTime() + DOUALA_OFFSET_MS).toISOString().slice(0, 10);
}

export function startOfDoualaDay(day: string): Date {
  return new Date(utcMidnightMs(day) - DOUALA_OFFSET_MS);
}

/** The last millisecond of the day. */
export function endOfDoualaDay(day: string): Date {
  return new Date(utcMidnightMs(day) - DOUALA_OFFSET_MS + DAY_MS - 1);
}

/** The instant at which clocks in Douala show `HH:MM` on that day. */
export function atDoualaTime(day: string, timeOfDay: string): Date {
  const [, hours, minutes] = TIME_OF_DAY.exec(timeOfDay) ?? [];
  if (hours === undefined || minutes === undefined) throw new RangeError(`Not a time of day: ${timeOfDay}`);
  return new Date(startOfDoualaDay(day).getTime() + (Number(hours) * 60 + Number(minutes)) * 60 * 1000);
}

export function addDays(day: string, days: number): string {
  return new Date(utcMidnightMs(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Neither Saturday nor Sunday nor one of the holidays (`MM-DD`). */
export function isBusinessDay(day: string, holidays: ReadonlySet<string>): boolean {
  const weekday = new Date(utcMidnightMs(day)).getUTCDay();
  return weekday !== SATURDAY && weekday !== SUNDAY && !holidays.has(day.slice(5));
}

/** The n-th business day after `day`; with n = 0, `day` itself if it is one, otherwise the next. */
export function addBusinessDays(day: string, businessDays: number, holidays: ReadonlySet<string>): string {
  if (!Number.isSafeInteger(businessDays) || businessDays < 0) {
    throw new RangeError(`Business days are counted forward in whole days, not ${businessDays}`);
  }
  let current = businessDays === 0 ? addDays(day, -1) : day;
  let remaining = Math.max(businessDays, 1);
  while (remaining > 0) {
    current = addDays(current, 1);
    if (isBusinessDay(current, holidays)) remaining -= 1;
  }
  return current;
}

function utcMidnightMs(day: string): number {
  if (!isCalendarDay(day)) throw new RangeError(`Not a calendar day: ${day}`);
  return Date.parse(`${day}T00:00:00Z`);
}
