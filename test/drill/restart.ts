import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Receiver } from '../chaos/receivers/receiver.js';
import { waitForQuiet } from '../chaos/quiescence.js';
import { SeededRandom } from '../chaos/seeded-random.js';
import { Balancer } from '../support/balancer.js';
import { DashboardClient } from '../support/platform-processes/dashboard-client.js';
import type { PlatformChild } from '../support/platform-processes/platform-child.js';
import { freePortBase, PlatformStage } from '../support/platform-processes/platform-stage.js';
import type { Drill } from './drill.js';

const ENVIRONMENT = {
  SURFACES: 'dashboard',
  LOG_LEVEL: 'warn',
  RATE_LIMIT_PER_ACCOUNT: '100000000',
  RATE_LIMIT_PER_ADDRESS: '100000000',
  CALLBACK_LIMIT_PER_MINUTE: '100000000',
  DUPLICATE_WINDOW_SECONDS: '0',
};
const CLIENTS = 6;
const PAUSE_MS = 50;
const QUIET_MS = 30_000;

const COUNTS = `SELECT (SELECT count(*)::int FROM payments) AS payments,
  (SELECT count(*)::int FROM payments WHERE status = 'settled') AS settled,
  (SELECT count(*)::int FROM webhook_deliveries) AS deliveries,
  (SELECT count(*)::int FROM webhook_deliveries WHERE status = 'delivered') AS delivered,
  (SELECT count(*)::int FROM outbox_parked) AS parked`;

/** What clients ask for while everything behind the balancer is replaced, and what they are answered. */
class Traffic {
  readonly answers = new Map<string, number>();
  /** Payments that somebody was told of. */
  readonly acknowledged = new Set<string>();
  private asked = 0;
  private isOver = false;
  private underWay: Promise<void>[] = [];

  constructor(
    private readonly client: DashboardClient,
    private readonly token: string,
  ) {}

  begin(): void {
    this.underWay = Array.from({ length: CLIENTS }, async (_, index) => {
      while (!this.isOver) {
        await (index % 2 === 0 ? this.pay() : this.list());
        await delay(PAUSE_MS);
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

  private async count(what: string, call: () => ReturnType<DashboardClient['call']>) {
    const answer = await call().catch((error: Error) => ({ status: error.message, body: null }));
    const kind = `${what} ${answer.status}`;
    this.answers.set(kind, (this.answers.get(kind) ?? 0) + 1);
    return answer;
  }
}

/** Everything is replaced under load, one process after the other, and no client notices. */
export async function restartDrill(drill: Drill): Promise<void> {
  const stage = await PlatformStage.start({ environment: ENVIRONMENT, say: () => undefined });
  const secondPortBase = await freePortBase();
  const balancer = await Balancer.start(
    [stage.config.portBase, secondPortBase].map((portBase) => ({
      origin: `http://127.0.0.1:${portBase}`,
      readiness: `http://127.0.0.1:${portBase + 11}/health/ready`,
    })),
  );
  const shared = { environment: { CALLBACK_URL: balancer.url, DRAIN_SECONDS: '1' } };
  const simulator = stage.simulator();
  const rolled = [
    stage.process('api', { ...shared, name: 'first api' }),
    stage.process('api', { ...shared, name: 'second api', portBase: secondPortBase }),
    stage.process('worker', { ...shared, name: 'worker' }),
  ];
  const receiver = await Receiver.start('up', new SeededRandom(1), 15_000);
  const client = new DashboardClient(balancer.url, CLIENTS);
  try {
    await drill.step('two api processes and a worker run behind a balancer', () =>
      Promise.all([simulator, ...rolled].map((process) => process.start())),
    );
    const token = await client.signUp();
    await client.createWebhook(token, receiver.url);
    const traffic = new Traffic(client, token);
    traffic.begin();
    try {
      // One after the other, as a roll-out does.
      for (const process of rolled) await replace(drill, process);
    } finally {
      await traffic.end();
    }
    drill.note(
      `${traffic.total} requests: ${[...traffic.answers].map(([kind, count]) => `${kind} ${count}×`).join(', ')}`,
    );
    await drill.step('no request was lost, and every one was answered', () => {
      assert.deepEqual(balancer.broken, []);
      assert.deepEqual([...traffic.answers.keys()].sort(), ['list 200', 'pay 201']);
      return Promise.resolve();
    });
    await drill.step('nothing was lost or done twice behind them', () => verify(drill, stage, traffic, receiver));
  } finally {
    await client.close();
    await Promise.all([simulator, ...rolled].map((process) => process.kill()));
    await balancer.stop();
    await receiver.stop();
    await stage.stop();
  }
}

async function replace(drill: Drill, process: PlatformChild): Promise<void> {
  await drill.step(`the ${process.name} is replaced`, async () => {
    await process.stop();
    await process.start();
  });
}

async function verify(drill: Drill, stage: PlatformStage, traffic: Traffic, receiver: Receiver): Promise<void> {
  const quiet = await waitForQuiet(stage.databaseUrl, QUIET_MS);
  assert.deepEqual(quiet.unrest, []);
  const client = new pg.Client(stage.databaseUrl);
  await client.connect();
  const [counts] = (await client.query<Record<string, number>>(COUNTS)).rows;
  await client.end();
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
  const { code, text } = await stage.command(['ledger:verify']);
  assert.equal(code, 0, text);
}
