import { addDays, endOfDoualaDay, startOfDoualaDay } from '#kernel';
import { invalidFields } from '#platform';

/** Two days in Douala, both included. */
export interface DayRange {
  readonly startDate: string;
  readonly endDate: string;
}

const RANGE_DAYS_MAX = 366;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Throws for days in the wrong order. One or both may be left out. */
export function requireOrder({ startDate, endDate }: Partial<DayRange>): void {
  if (startDate !== undefined && endDate !== undefined && startDate > endDate) {
    throw invalidFields({ field: 'startDate', message: 'must not be after endDate' });
  }
  for (const [field, day] of Object.entries({ startDate, endDate })) {
    // ISO 8601 calls the year before the first one 0000; the database's calendar has no such year.
    if (day?.startsWith('0000')) throw invalidFields({ field, message: 'must be a day from the year 0001 on' });
  }
}

/** Throws for a range that is the wrong way round, or longer than is read in one go. */
export function requireRange(range: DayRange): void {
  requireOrder(range);
  if (lengthOf(range) > RANGE_DAYS_MAX) {
    throw invalidFields({ field: 'endDate', message: `must be at most ${RANGE_DAYS_MAX} days from startDate on` });
  }
}

/** Every day of a range that is not too long. */
export function daysOf(range: DayRange): string[] {
  requireRange(range);
  return Array.from({ length: lengthOf(range) }, (_, index) => addDays(range.startDate, index));
}

const lengthOf = ({ startDate, endDate }: DayRange): number =>
  (endOfDoualaDay(endDate).getTime() + 1 - startOfDoualaDay(startDate).getTime()) / DAY_MS;
