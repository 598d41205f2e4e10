import { setTimeout as delay } from 'node:timers/promises';
import { CONNECTIONS, paymentRequest, query, type Bench } from '../bench.js';
import { latenciesOf } from '../latencies.js';
import { Load } from '../load.js';
import { residentMegabytes } from '../process-usage.js';
import { megabytes, ms, perSecond, type Line, type PartReport } from '../report.js';

const GOAL_LATENCY_MS = 250;
const GOAL_RATE = 500;
const GOAL_MEMORY_MB = 200;
/** Of what the machine settles when it does nothing else; more would measure a queue. */
const PACED_SHARE = 0.4;
const PATIENCE_MS = 300_000;
const AT_REST_AFTER_MS = 3000;

/** From a paid operator to settled books and a webhook that has arrived; and what the processes hold in memory meanwhile. */
export async function benchSettle(bench: Bench): Promise<PartReport> {
  const { stage, plan } = bench;
  const url = await bench.newDatabase('settle');
  const processes = { api: bench.platformProcess('api', url), worker: bench.platformProcess('worker', url) };
  try {
    await Promise.all([processes.api.start(), processes.worker.start()]);
    await delay(AT_REST_AFTER_MS);
    const atRest = memoryOf(processes);
    const headers = await bench.signUp(`${bench.sinkUrl}/hooks`);
    const load = new Load(stage.dashboardUrl, CONNECTIONS, 201, () =>
      paymentRequest('/api/payments/make-payment', headers),
    );
    await warmUp(bench, url, load);
    const backlog = await settleBacklog(bench, url, load);
    const rate = Math.min(GOAL_RATE, Math.max(1, Math.round(backlog.perSecond * PACED_SHARE)));
    const paced = await settlePaced(bench, url, load, rate);
    const afterLoad = memoryOf(processes);
    await load.close();
    await Promise.all([processes.api.stop(), processes.worker.stop()]);
    const problems = [...backlog.problems, ...paced.problems, ...(await bench.problemsOf(url))];
    const data = { backlog, paced, memoryMegabytes: { atRest, afterLoad }, plan };
    return {
      part: 'Payments settled, and their webhooks',
      lines: linesOf(backlog, paced, atRest, afterLoad),
      data,
      problems,
    };
  } finally {
    await Promise.all([processes.api.kill(), processes.worker.kill()]);
    await bench.tellOperator('forget');
  }
}

interface Backlog {
  readonly payments: number;
  readonly perSecond: number;
  readonly problems: readonly string[];
}

async function warmUp(bench: Bench, url: string, load: Load): Promise<void> {
  const before = await settledIn(url);
  await bench.tellOperator('call back at once');
  const { answered } = await load.count(Math.ceil(bench.plan.warmUpRequests / 3));
  await untilSettled(url, before.count + answered);
  await bench.tellOperator('forget');
}

/** Everything is accepted and paid, and then the operator says so, for all at once. */
async function settleBacklog(bench: Bench, url: string, load: Load): Promise<Backlog> {
  const before = await settledIn(url);
  const accepted = await load.count(bench.plan.isQuick ? 400 : 3000);
  const begunAtMs = Date.now();
  await bench.tellOperator('call back');
  const after = await untilSettled(url, before.count + accepted.answered);
  const payments = after.count - before.count;
  const perSecond = payments / ((after.lastAtMs - begunAtMs) / 1000);
  await bench.tellOperator('forget');
  return { payments, perSecond, problems: unexpected(accepted) };
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

function linesOf(backlog: Backlog, paced: Paced, atRest: Memory, afterLoad: Memory): Line[] {
  const memory = (['api', 'worker'] as const).map((name) => ({
    what: `resident memory of the ${name}: at rest, after load`,
    platform: `${megabytes(atRest[name])}, ${megabytes(afterLoad[name])}`,
    goal: `P2 ≤ ${GOAL_MEMORY_MB} MB`,
    holds: afterLoad[name] <= GOAL_MEMORY_MB,
  }));
  const { p50Ms, p99Ms } = paced.webhook;
  return [
    { what: `settled after ${backlog.payments} callbacks`, platform: perSecond(backlog.perSecond) },
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
