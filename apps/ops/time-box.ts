import { setTimeout as delay } from 'node:timers/promises';

/** What a promise gives, or null when it rejects or takes longer: a page about trouble must not wait for the trouble. */
export async function withinOrNull<T>(limitMs: number, promise: Promise<T>): Promise<T | null> {
  const limit = new AbortController();
  try {
    return await Promise.race([promise, delay(limitMs, null, { signal: limit.signal })]);
  } catch {
    return null;
  } finally {
    limit.abort();
  }
}
