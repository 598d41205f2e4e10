import { setTimeout as delay } from 'node:timers/promises';
import { CONNECTIONS, paymentRequest, query, type Bench } from '../bench.js';
import { unequalRows } from '../equal-rows.js';
import { latenciesOf, median } from '../latencies.js';
import { Load } from '../load.js';
import { residentMegabytes } from '../process-usage.js';
import { megabytes, ms, perSecond, ratioOf, ratioText, type Line, type PartReport, type Ratio } from '../report.js';

const GOAL_LATENCY_MS = 250;
const GOAL_RATE = 500;
const GOAL_MEMORY_MB = 200;
const FLOOR_ORGANIZATION = '01900000-0000-7000-8000-000000000001';
/** Of what the machine settles when it does nothing else; more would measure a queue. */
const PACED_SHARE = 0.2;
const PATIENCE_MS = 300_000;
const AT_REST_AFTER_MS = 3000;

/** From a paid operator to settled books and a webhook that has arrived; and what the processes hold in memory meanwhile. */
export async function benchSettle(bench: Bench): Promise<PartReport> {
  const { stage, plan } = bench;
  const url = await bench.newDatabase('settle');
  const floorUrl = await bench.newDatabase('settle_floor');
  const floor = bench.floor(floorUrl, FLOOR_ORGANIZATION);
  const processes = { api: bench.platformProcess('api', url), worker: bench.platformProcess('worker', url) };
  try {
    await Promise.all([processes.api.start(), processes.worker.start(), floor.start()]);
    await delay(AT_REST_AFTER_MS);
    const atRest = memoryOf(processes);
    const path = '/api/payments/make-payment';
    const [quiet, told] = [await bench.signUp(), await bench.signUp(`${bench.sinkUrl}/hooks`)];
    const load = (origin: string, to: string, headers: Readonly<Record<string, string>>): Load =>
      new Load(origin, CONNECTIONS, 201, () => paymentRequest(to, headers));
    const platform = new SettlingSide(bench, url, load(stage.dashboardUrl, path, quiet));
    const beside = new SettlingSide(bench, floorUrl, load(String(floor.ready['url']), '/payments', {}));
    const ratio = await settleBacklogs(bench, platform, beside);
    const rate = Math.min(GOAL_RATE, Math.max(1, Math.round(median(platform.rates) * PACED_SHARE)));
    const telling = load(stage.dashboardUrl, path, told);
    const paced = await settlePaced(bench, url, telling, rate);
    const afterLoad = memoryOf(processes);
    const floorMegabytes = residentMegabytes(floor.pid);
    await Promise.all([platform.load, beside.load, telling].map((used) => used.close()));
    await Promise.all([processes.api.stop(), processes.worker.stop(), floor.stop()]);
    // Counted after the last connection was closed: until then PostgreSQL keeps some of its counts back.
    const accepted = { url, payments: platform.payments + paced.payments };
    const unequal = await unequalRows(accepted, beside, ['inserted']);
    const problems = [platform.problems, beside.problems, unequal, paced.problems, await bench.problemsOf(url)].flat();
    const rates = { platform: platform.rates, floor: beside.rates, ratio };
    return {
      part: 'Payments settled, and their webhooks (beside: bare Fastify and pg, the same rows)',
      lines: [backlogLine(platform, beside, ratio), ...linesOf(paced, atRest, afterLoad, floorMegabytes)],
      data: { ...rates, paced, memoryMegabytes: { atRest, afterLoad, floor: floorMegabytes }, plan },
      problems,
    };
  } finally {
    await Promise.all([processes.api.kill(), processes.worker.kill(), floor.kill()]);
    await bench.tellOperator('forget');
  }
}

/** Something that settles payments: the platform, or what it is held against. */
class SettlingSide {
  readonly rates: number[] = [];
  readonly problems: string[] = [];
  payments = 0;

  constructor(
    private readonly bench: Bench,
    readonly url: string,
    readonly load: Load,
  ) {}

  /** Everything is accepted and paid, and then the operator says so, for all at once. Resolves to payments a second. */
  async settle(payments: number): Promise<number> {
    const before = await settledIn(this.url);
    const accepted = await this.load.count(payments);
    const begunAtMs = Date.now();
    await this.bench.tellOperator('call back');
    const after = await untilSettled(this.url, before.count + accepted.answered);
    await this.bench.tellOperator('forget');
    this.problems.push(...unexpected(accepted));
    this.payments += accepted.answered;
    return (after.count - before.count) / ((after.lastAtMs - begunAtMs) / 1000);
  }
}

async function settleBacklogs({ plan, say }: Bench, platform: SettlingSide, floor: SettlingSide): Promise<Ratio> {
  const payments = plan.isQuick ? 400 : 2000;
  for (const side of [platform, floor]) await side.settle(payments);
  for (let pair = 0; pair < plan.pairs; pair += 1) {
    const order = pair % 2 === 0 ? [platform, floor] : [floor, platform];
    for (const side of order) side.rates.push(await side.settle(payments));
    const [ours, theirs] = [platform, floor].map(({ rates }) => perSecond(rates.at(-1) ?? 0));
    say(`  settle, pair ${pair + 1}: ${ours} beside ${theirs}`);
  }
  return ratioOf(platform.rates, floor.rates);
}

function backlogLine(platform: SettlingSide, floor: SettlingSide, ratio: Ratio): Line {
  return {
    what: 'payments settled on callbacks',
    platform: perSecond(median(platform.rates)),
    beside: perSecond(median(floor.rates)),
    ratio: ratioText(ratio),
  };
}

interface Paced {
  readonly perSecond: number;
  readonly payments: number;
  /** From the settlement of a payment until its webhook came. */
  readonly webhook: ReturnType<typeof latenciesOf>;
  readonly problems: readonly string[];
}

/** So many a second from request to webhook, each called back at once. */
async function settlePaced(bench: Bench, url: string, load: Load, rate: number): Promise<Paced> {
  await untilRead(url);
  await untilQuiet(bench);
  await bench.askSink('forget');
  await bench.tellOperator('call back at once');
  const before = await settledIn(url);
  const accepted = await load.paced(rate, bench.plan.seconds * 2);
  await untilSettled(url, before.count + accepted.answered);
  const { received, latenciesMs } = await untilQuiet(bench);
  const missing = received < accepted.answered ? [`${received} of ${accepted.answered} webhooks have come`] : [];
  const problems = [...unexpected(accepted), ...missing];
  return { perSecond: accepted.perSecond, payments: accepted.answered, webhook: latenciesOf(latenciesMs), problems };
}

const SETTLED = `SELECT count(*)::int AS count, coalesce(extract(epoch FROM max(settled_at)) * 1000, 0)::float8 AS "lastAtMs"
  FROM payments WHERE status = 'settled'`;

async function settledIn(url: string): Promise<{ count: number; lastAtMs: number }> {
  const [row] = await query<{ count: number; lastAtMs: number }>(url, SETTLED);
  return row ?? { count: 0, lastAtMs: 0 };
}

async function untilSettled(url: string, count: number): Promise<{ count: number; lastAtMs: number }> {
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
async function untilRead(url: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while ((await query<{ count: number }>(url, UNREAD))[0]?.count !== 0) {
    if (Date.now() > deadline) throw new Error('Events were unread for too long');
    await delay(200);
  }
}

/** Until no webhook has come for a second. */
async function untilQuiet(bench: Bench): ReturnType<Bench['askSink']> {
  for (;;) {
    const before = await bench.askSink('count');
    await delay(1000);
    const now = await bench.askSink('count');
    if (now.received === before.received) return now;
  }
}

const unexpected = ({
  unexpected: count,
  firstUnexpected,
}: {
  unexpected: number;
  firstUnexpected: string | null;
}): string[] => (count > 0 ? [`${count} unexpected answers, such as ${firstUnexpected}`] : []);

type Memory = Readonly<Record<'api' | 'worker', number>>;

const memoryOf = ({ api, worker }: { api: { pid: number }; worker: { pid: number } }): Memory => ({
  api: residentMegabytes(api.pid),
  worker: residentMegabytes(worker.pid),
});

function linesOf(paced: Paced, atRest: Memory, afterLoad: Memory, floorMegabytes: number): Line[] {
  const memory = (['api', 'worker'] as const).map((name) => ({
    what: `resident memory of the ${name}: at rest, after load`,
    platform: `${megabytes(atRest[name])}, ${megabytes(afterLoad[name])}`,
    beside: megabytes(floorMegabytes),
    ratio: (afterLoad[name] / floorMegabytes).toFixed(2),
    goal: `P2 ≤ ${GOAL_MEMORY_MB} MB`,
    holds: afterLoad[name] <= GOAL_MEMORY_MB,
  }));
  const { p50Ms, p99Ms } = paced.webhook;
  return [
    { what: `commit → webhook, p50, at ${perSecond(paced.perSecond)}`, platform: ms(p50Ms) },
    {
      what: `commit → webhook, p99, at ${perSecond(paced.perSecond)}`,
      platform: ms(p99Ms),
      goal: `P8 < ${GOAL_LATENCY_MS} ms at ${GOAL_RATE}/s`,
      holds: p99Ms < GOAL_LATENCY_MS && paced.perSecond >= GOAL_RATE * 0.98,
    },
    ...memory,
  ];
}
