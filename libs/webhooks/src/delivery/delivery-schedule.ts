const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Wait before each attempt: ten of them in a little more than three days (contract, webhooks.delays). */
const DELAYS_MS = [
  0,
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
] as const;
const JITTER = 0.1;
const RETRY_AFTER_MAX_MS = 24 * HOUR_MS;

export const ATTEMPTS_MAX = DELAYS_MS.length;

const REST_SHARE = 0.25;
const REST_MAX_MS = 250;

interface Wishes {
  /** What the receiver asked for, or null. */
  readonly retryAfterMs: number | null;
  /** From 0 to below 1. The jitter keeps the events of one outage from coming back all at once. */
  readonly random: number;
}

/** When to try again after so many attempts, or null when it was the last one. */
export function nextAttemptAt(attemptsMade: number, now: Date, { retryAfterMs, random }: Wishes): Date | null {
  const delayMs = DELAYS_MS[attemptsMade];
  if (delayMs === undefined) return null;
  const jitteredMs = delayMs * (1 + JITTER * (2 * random - 1));
  const askedForMs = Math.min(retryAfterMs ?? 0, RETRY_AFTER_MAX_MS);
  return new Date(now.getTime() + Math.round(Math.max(jitteredMs, askedForMs)));
}

/**
 * How long an endpoint that goes on failing is left alone after an attempt. One that refuses at once would be asked a
 * hundred times a second while anything is due to it, at the cost of those that answer; one that falters hardly rests.
 */
export function restMs(failingForMs: number): number {
  return Math.min(Math.max(0, failingForMs) * REST_SHARE, REST_MAX_MS);
}

/** Milliseconds that a Retry-After header asks for (seconds, or a date of HTTP); null when it says nothing readable. */
export function retryAfterMs(header: string | null, now: Date): number | null {
  if (header === null) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * SECOND_MS;
  // Dates of HTTP begin with the day of the week; JavaScript would read many a number as a year.
  const at = /^\s*[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
