import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a probe gives something that passes; fails with what it gave last. */
export async function eventually<T>(
  probe: () => Promise<T> | T,
  passes: (value: T) => boolean = Boolean,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (passes(value)) return value;
    if (Date.now() > deadline) throw new Error(`Still not so after ${timeoutMs} ms: ${JSON.stringify(value)}`);
    await delay(20);
  }
}
