import { setTimeout as delay } from 'node:timers/promises';
import { query, type Bench } from './bench.js';
import type { Load, LoadResult } from './load.js';

const PATIENCE_MS = 300_000;

/** Something that settles payments: the platform, or what it is held against. */
export class SettlingSide {
  readonly rates: number[] = [];
  /** Payments accepted a second, while the same were measured. */
  readonly acceptRates: number[] = [];
  readonly problems: string[] = [];
  payments = 0;

  constructor(
    private readonly bench: Bench,
    readonly url: string,
    readonly load: Load,
  ) {}

  /** As `settle`, and keeps what came of it. */
  async measure(payments: number): Promise<void> {
    const { accepted, settled } = await this.settle(payments);
    this.acceptRates.push(accepted);
    this.rates.push(settled);
  }

  /**
   * Everything is accepted and paid, and then the operator says so, for all at once. Resolves to payments a second: until
   * they are accepted, and from there until they are settled.
   */
  async settle(payments: number): Promise<{ readonly accepted: number; readonly settled: number }> {
    const before = await settledIn(this.url);
    const accepted = await this.load.count(payments);
    const begunAtMs = Date.now();
    await this.bench.tellOperator('call back');
    const after = await untilSettled(this.url, before.count + accepted.answered);
    await this.bench.tellOperator('forget');
    this.problems.push(...unexpected(accepted));
    this.payments += accepted.answered;
    const settled = (after.count - before.count) / ((after.lastAtMs - begunAtMs) / 1000);
    return { accepted: accepted.perSecond, settled };
  }
}

const SETTLED = `SELECT count(*)::int AS count, coalesce(extract(epoch FROM max(settled_at)) * 1000, 0)::float8 AS "lastAtMs"
  FROM payments WHERE status = 'settled'`;

export async function settledIn(url: string): Promise<{ count: number; lastAtMs: number }> {
  const [row] = await query<{ count: number; lastAtMs: number }>(url, SETTLED);
  return row ?? { count: 0, lastAtMs: 0 };
}

export async function untilSettled(url: string, count: number): Promise<{ count: number; lastAtMs: number }> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const settled = await settledIn(url);
    if (settled.count >= count) return settled;
    if (Date.now() > deadline) throw new Error(`${settled.count} of ${count} payments were settled in time`);
    await delay(200);
  }
}

const UNREAD = `SELECT count(*)::int AS count FROM outbox_checkpoints c
  WHERE EXISTS (SELECT 1 FROM outbox_events e WHERE (e.transaction_id, e.position) > (c.transaction_id, c.position))`;

/** Until every subscriber has read what happened before: the latency of a backlog is another question. */
export async function untilRead(url: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while ((await query<{ count: number }>(url, UNREAD))[0]?.count !== 0) {
    if (Date.now() > deadline) throw new Error('Events were unread for too long');
    await delay(200);
  }
}

/** Until no webhook has come for a second. */
export async function untilQuiet(bench: Bench): ReturnType<Bench['askSink']> {
  for (;;) {
    const before = await bench.askSink('count');
    await delay(1000);
    const now = await bench.askSink('count');
    if (now.received === before.received) return now;
  }
}

export const unexpected = ({ unexpected: count, firstUnexpected }: LoadResult): string[] =>
  count > 0 ? [`${count} unexpected answers, such as ${firstUnexpected}`] : [];
