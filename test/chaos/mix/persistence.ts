import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../../support/platform-processes/dashboard-client.js';
import type { Records } from './records.js';

/** What an answer means to the one who asked. */
export type Verdict<T> =
  { readonly done: T } | { readonly again: string } | { readonly refused: string } | { readonly complaint: string };

const PATIENCE_MS = 90_000;
const BETWEEN_REPEATS_MS = [100, 200, 400, 800, 1000] as const;

/**
 * A client as it should be: one key per intention, and the same call again until somebody says what became of it. Null
 * when that was no, or nothing that can be understood: the records tell. Never rejects.
 */
export async function persist<T>(
  records: Records,
  idempotencyKey: string,
  call: (headers: Readonly<Record<string, string>>) => Promise<Answer>,
  judge: (answer: Answer) => Verdict<T>,
): Promise<T | null> {
  const deadline = Date.now() + PATIENCE_MS;
  const ask = (): Promise<Verdict<T>> => attempt(() => call({ 'idempotency-key': idempotencyKey }), judge);
  let why = '';
  for (let attempts = 1; Date.now() < deadline; attempts += 1) {
    const verdict = await ask();
    if ('done' in verdict) {
      const again = async (): Promise<string> => JSON.stringify(await ask());
      records.answered.push({ idempotencyKey, told: JSON.stringify(verdict), again });
      return verdict.done;
    }
    if ('refused' in verdict) records.refused.push({ idempotencyKey, why: verdict.refused });
    else if ('complaint' in verdict) records.complaints.push(verdict.complaint);
    if (!('again' in verdict)) return null;
    why = verdict.again;
    records.repeated(why);
    await delay(BETWEEN_REPEATS_MS[Math.min(attempts, BETWEEN_REPEATS_MS.length) - 1]);
  }
  records.complaints.push(`no answer to ${idempotencyKey} within ${PATIENCE_MS / 1000} s: ${why}`);
  return null;
}

async function attempt<T>(call: () => Promise<Answer>, judge: (answer: Answer) => Verdict<T>): Promise<Verdict<T>> {
  try {
    return judge(await call());
  } catch (error) {
    const { code } = error as { code?: string };
    return { again: code === 'ECONNREFUSED' ? 'nobody listened' : 'the connection broke' };
  }
}
