import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../bench.js';
import type { Load } from '../load.js';
import { untilQuiet, untilRead } from '../settling.js';

/** Accepted payments whose webhook has not come. Enough to keep every hand busy; more would measure a queue. */
const ON_THEIR_WAY_MAX = 256;

/**
 * Payments a second, from the first request until nothing is left to be done, with so many on their way at any time. A whole
 * minute: autovacuum, which takes a part of what there is, comes by once in that time.
 */
export async function maximumOf(bench: Bench, url: string, load: Load, seconds: number): Promise<number> {
  await untilAtRest(bench, url);
  await bench.askSink('forget');
  let received = 0;
  let isOver = false;
  const look = async (): Promise<void> => {
    while (!isOver) {
      ({ received } = await bench.askSink('progress'));
      await delay(20);
    }
  };
  const looking = look();
  const startedAt = performance.now();
  const result = await load.full(seconds, async () => {
    while (load.answered - received >= ON_THEIR_WAY_MAX) await delay(5);
  });
  while (received < result.answered) await delay(20);
  isOver = true;
  await looking;
  await untilRead(url);
  return result.answered / ((performance.now() - startedAt) / 1000);
}

/** All events are read and nothing is left to be sent. */
export async function untilAtRest(bench: Bench, url: string): ReturnType<typeof untilQuiet> {
  await untilRead(url);
  return untilQuiet(bench);
}
