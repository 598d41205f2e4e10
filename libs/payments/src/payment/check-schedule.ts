import type { Mode } from '#kernel';

const FIRST_CHECKS_SECONDS = [2, 5, 15, 30, 60];
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SANDBOX_EVERY_MS = 4000;
/** Checks come early by up to this part of the wait, so that a burst of payments is no burst of questions. */
const JITTER = 0.1;
/** Operators confirm late at times: a closed payment is asked after once a day for this many days. */
const DAYS_AFTER_CLOSE = 3;

/**
 * When an operator is asked next about something that is open: after 2, 5, 15, 30 and 60 seconds, then every minute.
 * In the sandbox every four seconds, so that an outcome never takes longer than five to show.
 */
export function nextOpenCheck(mode: Mode, createdAt: Date, now: Date): Date {
  const elapsedSeconds = (now.getTime() - createdAt.getTime()) / 1000;
  // A check that came early was still the one of its step; instants are whole milliseconds, hence the hundredth.
  const first = FIRST_CHECKS_SECONDS.find((seconds) => seconds * (1 - JITTER) > elapsedSeconds + 0.01);
  const regular = first === undefined ? MINUTE_MS : (first - elapsedSeconds) * 1000;
  const delayMs = mode === 'sandbox' ? Math.min(regular, SANDBOX_EVERY_MS) : regular;
  return new Date(now.getTime() + delayMs * (1 - JITTER * Math.random()));
}

/** When an operator is asked again about a payment that ended without money, or null when it is left alone. */
export function nextClosedCheck(mode: Mode, closedAt: Date, now: Date): Date | null {
  const daysPassed = Math.floor((now.getTime() - closedAt.getTime()) / DAY_MS);
  if (mode === 'sandbox' && now.getTime() - closedAt.getTime() < SANDBOX_EVERY_MS) {
    return new Date(now.getTime() + SANDBOX_EVERY_MS / 2);
  }
  return daysPassed >= DAYS_AFTER_CLOSE ? null : new Date(closedAt.getTime() + (daysPassed + 1) * DAY_MS);
}

const CHECKS_MAX = 32_767;

/** Counts a check. What an operator leaves open for weeks is asked after more often than the column can tell. */
export const countCheck = (checks: number): number => Math.min(checks + 1, CHECKS_MAX);
