import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Receiver } from '../chaos/receivers/receiver.js';
import { waitForQuiet } from '../chaos/quiescence.js';
import type { DashboardClient } from '../support/platform-processes/dashboard-client.js';
import type { PlatformStage } from '../support/platform-processes/platform-stage.js';
import type { Drill } from './drill.js';

/** Settings of a platform that one account keeps busy. */
export const BUSY = {
  SURFACES: 'dashboard',
  LOG_LEVEL: 'warn',
  RATE_LIMIT_PER_ACCOUNT: '100000000',
  RATE_LIMIT_PER_ADDRESS: '100000000',
  CALLBACK_LIMIT_PER_MINUTE: '100000000',
  DUPLICATE_WINDOW_SECONDS: '0',
};
export const CLIENTS = 6;
const PAUSE_MS = 50;
const QUIET_MS = 30_000;

/** Those of before the drill have expired; none of its own does. */
const COUNTS = `SELECT (SELECT count(*)::int FROM payments WHERE status <> 'expired') AS payments,
  (SELECT count(*)::int FROM payments WHERE status = 'settled') AS settled,
  (SELECT count(*)::int FROM webhook_deliveries) AS deliveries,
  (SELECT count(*)::int FROM webhook_deliveries WHERE status = 'delivered') AS delivered,
  (SELECT count(*)::int FROM outbox_parked) AS parked`;

/** How a request ended: by its status, or by what broke it. */
export interface Told {
  readonly what: 'pay' | 'list';
  readonly status: number | string;
  readonly startedAt: number;
  readonly tookMs: number;
}

/** What clients ask for while something is done to the platform, and what they are answered. */
export class Traffic {
  readonly answers = new Map<string, number>();
  /** Payments that somebody was told of. */
  readonly acknowledged = new Set<string>();
  private asked = 0;
  private isOver = false;
  private underWay: Promise<void>[] = [];
  private told: Told[] = [];

  constructor(
    private readonly client: DashboardClient,
    private readonly token: string,
    private readonly pauseMs = PAUSE_MS,
  ) {}

  begin(): void {
    this.underWay = Array.from({ length: CLIENTS }, async (_, index) => {
      while (!this.isOver) {
        await (index % 2 === 0 ? this.pay() : this.list());
        await delay(this.pauseMs);
      }
    });
  }

  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.underWay);
  }

  get total(): number {
    return [...this.answers.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The requests that ended since this was asked last. */
  takeTold(): Told[] {
    const { told } = this;
    this.told = [];
    return told;
  }

  /** Throws unless every request was answered, and as it is on a quiet day. */
  requireAnswers(drill: Drill): void {
    const kinds = [...this.answers].map(([kind, count]) => `${kind} ${count}×`);
    drill.note(`${this.total} requests: ${kinds.join(', ')}`);
    assert.deepEqual([...this.answers.keys()].sort(), ['list 200', 'pay 201']);
  }

  private async pay(): Promise<void> {
    this.asked += 1;
    const amount = 100 + (this.asked % 50_000);
    const body = { amount, currency: 'XAF', provider: 'mtn-momo', phoneNumber: '+237671234512', description: 'Basket' };
    const answer = await this.count('pay', () =>
      this.client.call('POST', '/payments/make-payment', { token: this.token, body }),
    );
    const id = (answer?.body as { data?: { transactionId: string } } | null)?.data?.transactionId;
    if (id !== undefined) this.acknowledged.add(id);
  }

  private async list(): Promise<void> {
    await this.count('list', () => this.client.call('GET', '/payments?limit=5', { token: this.token }));
  }

  private async count(what: Told['what'], call: () => ReturnType<DashboardClient['call']>) {
    const startedAt = performance.now();
    const answer = await call().catch((error: Error) => ({ status: error.message, body: null }));
    this.told.push({ what, status: answer.status, startedAt, tookMs: performance.now() - startedAt });
    const kind = `${what} ${answer.status}`;
    this.answers.set(kind, (this.answers.get(kind) ?? 0) + 1);
    return answer;
  }
}

export async function countsOf(databaseUrl: string): Promise<Record<string, number>> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const [counts] = (await client.query<Record<string, number>>(COUNTS)).rows;
  await client.end();
  return counts ?? {};
}

/** Every payment of the traffic is settled, told once, and in books that are sound. */
export async function requireNothingLost(
  drill: Drill,
  stage: PlatformStage,
  traffic: Traffic,
  receiver: Receiver,
): Promise<void> {
  const quiet = await waitForQuiet(stage.databaseUrl, QUIET_MS);
  assert.deepEqual(quiet.unrest, []);
  const counts = await countsOf(stage.databaseUrl);
  const payments = traffic.acknowledged.size;
  drill.note(JSON.stringify({ ...counts, received: receiver.taken.size, receivedAgain: receiver.repeated }));
  assert.deepEqual(counts, {
    payments,
    settled: payments,
    deliveries: payments,
    delivered: payments,
    parked: 0,
  });
  assert.deepEqual([receiver.taken.size, receiver.repeated], [payments, 0]);
  for (const command of ['ledger:verify', 'audit:verify']) {
    const { code, text } = await stage.command([command]);
    assert.equal(code, 0, text);
  }
}
