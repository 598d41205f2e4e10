import { addDays, atDoualaTime } from '#kernel';

export type Frequency = 'weekly' | 'monthly' | 'quarterly' | 'yearly';

const RUN_AT = '06:00';
const MONTHS: Readonly<Record<Exclude<Frequency, 'weekly'>, number>> = { monthly: 1, quarterly: 3, yearly: 12 };
const LAST_YEAR = 9999;

/**
 * The n-th day of a series, counted from 0: always reckoned from the first, so that a 31st that fell on the 28th of
 * February falls on the 31st again in March. Null where the calendar ends.
 */
export function occurrenceDay(startDate: string, frequency: Frequency, n: number): string | null {
  if (frequency === 'weekly') return weeksAfter(startDate, n);
  const [year = 0, month = 0, day = 0] = startDate.split('-').map(Number);
  const months = year * 12 + (month - 1) + n * MONTHS[frequency];
  const [ofYear, ofMonth] = [Math.floor(months / 12), (months % 12) + 1];
  if (ofYear > LAST_YEAR) return null;
  const lastDay = new Date(Date.UTC(ofYear, ofMonth, 0)).getUTCDate();
  const digits = [String(ofYear).padStart(4, '0'), ...[ofMonth, Math.min(day, lastDay)].map(twoDigits)];
  return digits.join('-');
}

const twoDigits = (part: number): string => String(part).padStart(2, '0');

function weeksAfter(startDate: string, n: number): string | null {
  const due = new Date(`${startDate}T00:00:00Z`).getTime() + n * 7 * 86_400_000;
  return due >= Date.UTC(LAST_YEAR + 1, 0) ? null : addDays(startDate, n * 7);
}

/** The morning on which the invoice of this day is made. */
export const runInstant = (day: string): Date => atDoualaTime(day, RUN_AT);
