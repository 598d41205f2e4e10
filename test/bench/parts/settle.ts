import { setTimeout as delay } from 'node:timers/promises';
import { analyze, CONNECTIONS, paymentRequest, type Bench } from '../bench.js';
import { unequalRows } from '../equal-rows.js';
import { latenciesOf, median } from '../latencies.js';
import { Load } from '../load.js';
import { residentMegabytes } from '../process-usage.js';
import { SettlingSide, settledIn, unexpected, untilQuiet, untilRead, untilSettled } from '../settling.js';
import { megabytes, ms, perSecond, ratioOf, ratioText, type Line, type PartReport, type Ratio } from '../report.js';

const GOAL_LATENCY_MS = 250;
const GOAL_RATE = 500;
const GOAL_MEMORY_MB = 200;
const FLOOR_ORGANIZATION = '01900000-0000-7000-8000-000000000001';
/** Of what the machine settles when it does nothing else; more would measure a queue. */
const PACED_SHARE = 0.2;
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

async function settleBacklogs({ plan, say }: Bench, platform: SettlingSide, floor: SettlingSide): Promise<Ratio> {
  const payments = plan.isQuick ? 400 : 2000;
  for (const side of [platform, floor]) await side.settle(payments);
  await analyze(platform.url, floor.url);
  for (let pair = 0; pair < plan.pairs; pair += 1) {
    const order = pair % 2 === 0 ? [platform, floor] : [floor, platform];
    for (const side of order) await side.measure(payments);
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
