import { setTimeout as wait } from 'node:timers/promises';

const STEP_MS = 5;
const PATIENCE_MS = 5_000;

/** @throws when the condition has not come true after five seconds. */
export async function waitFor(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += STEP_MS) {
    if (await condition()) return;
    await wait(STEP_MS);
  }
  throw new Error(`Not true within ${PATIENCE_MS} ms: ${String(condition)}`);
}
