import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import { analyze, query, type Bench } from '../bench.js';
import { latenciesOf, median, type Latencies } from '../latencies.js';
import { BESIDE, HANGING, REFUSING_URL } from '../receivers.js';
import { repeatEvents, merchantToTell } from '../repeat-events.js';
import { ms, perSecond, ratioOf, ratioText, type Line, type PartReport } from '../report.js';

const GOAL_RATIO = 0.9;
const COUNTED = 9;
/** Of the events that are sent when nothing else is to be done; more would measure a queue. */
const PACED_SHARE = 0.4;
const PACE_MS = 100;
const PATIENCE_MS = 300_000;

/** A merchant with ten endpoints: nine that answer and are counted, and the tenth. */
interface Merchant {
  readonly name: string;
  readonly organizationId: string;
  /** Webhooks a second to the nine. */
  readonly rates: number[];
  readonly latencies: Latencies[];
}

/** What a dead endpoint costs the nine others of its merchant, beside a merchant whose ten endpoints all answer. */
export async function benchFanOut(bench: Bench): Promise<PartReport> {
  const url = await bench.newDatabase('fan_out');
  const [api, worker] = [bench.platformProcess('api', url), bench.platformProcess('worker', url)];
  try {
    await Promise.all([api.start(), worker.start()]);
    const alive = await merchantWith(bench, url, 'alive', `${bench.sinkUrl}${BESIDE}`);
    const hanging = await merchantWith(bench, url, 'hanging', `${bench.sinkUrl}${HANGING}`);
    const refusing = await merchantWith(bench, url, 'refusing', REFUSING_URL);
    const merchants = [alive, hanging, refusing];
    await waitUntil(async () => (await settledIn(url)) === merchants.length);
    await api.stop();
    await measureRates(bench, url, merchants);
    const events = Math.max(1, Math.round((median(alive.rates) / COUNTED) * PACED_SHARE));
    await measureLatencies(bench, url, merchants, events);
    await worker.stop();
    return {
      part: `Webhooks to nine endpoints whose merchant has a dead one as well (beside: a tenth that answers)`,
      lines: [hanging, refusing].flatMap((dead) => linesOf(dead, alive, events)),
      data: { merchants, events },
      problems: await unsent(url),
    };
  } finally {
    await Promise.all([api.kill(), worker.kill()]);
    await bench.tellOperator('forget');
  }
}

async function merchantWith(bench: Bench, url: string, name: string, tenth: string): Promise<Merchant> {
  const nine = Array.from({ length: COUNTED }, (_, index) => `${bench.sinkUrl}/hooks/${index}`);
  return { name, organizationId: await merchantToTell(bench, url, [...nine, tenth]), rates: [], latencies: [] };
}

/** Everything at once: as fast as it can be sent. */
async function measureRates(bench: Bench, url: string, merchants: readonly Merchant[]): Promise<void> {
  const events = bench.plan.isQuick ? 60 : 500;
  for (const merchant of merchants) await sendAll(bench, url, merchant, events);
  await analyze(url);
  for (let round = 0; round < bench.plan.pairs; round += 1) {
    for (const merchant of inTurn(merchants, round)) {
      merchant.rates.push(await sendAll(bench, url, merchant, events));
    }
    bench.say(`  fan-out, round ${round + 1}: ${told(merchants, ({ rates }) => perSecond(rates.at(-1) ?? 0))}`);
  }
}

/** Resolves to webhooks a second to the nine. */
async function sendAll(bench: Bench, url: string, merchant: Merchant, events: number): Promise<number> {
  await setAside(url);
  await bench.askSink('forget');
  const begunAtMs = Date.now();
  await repeatEvents(url, [merchant.organizationId], events);
  await waitUntil(async () => (await bench.askSink('progress')).received >= events * COUNTED);
  const { lastAtMs } = await bench.askSink('progress');
  return (events * COUNTED) / ((lastAtMs - begunAtMs) / 1000);
}

/** So many events a second, each for all ten: from the event until the nine have it. */
async function measureLatencies(
  bench: Bench,
  url: string,
  merchants: readonly Merchant[],
  events: number,
): Promise<void> {
  for (let round = 0; round < bench.plan.pairs; round += 1) {
    for (const merchant of inTurn(merchants, round)) {
      merchant.latencies.push(await sendPaced(bench, url, merchant, events));
    }
    const latest = ({ latencies }: Merchant): string => ms(latencies.at(-1)?.p99Ms ?? Number.NaN);
    bench.say(`  fan-out, p99 of round ${round + 1} at ${events} events/s: ${told(merchants, latest)}`);
  }
}

async function sendPaced(bench: Bench, url: string, merchant: Merchant, perSecond: number): Promise<Latencies> {
  await setAside(url);
  await bench.askSink('forget');
  const startedAt = performance.now();
  let made = 0;
  while (performance.now() < startedAt + bench.plan.seconds * 1000) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    if (due > made) await repeatEvents(url, [merchant.organizationId], due - made);
    made = Math.max(made, due);
    await delay(PACE_MS);
  }
  await waitUntil(async () => (await bench.askSink('progress')).received >= made * COUNTED);
  return latenciesOf((await bench.askSink('count')).latenciesMs);
}

const SET_ASIDE = `UPDATE webhook_waiting SET next_attempt_at = now() + interval '1 day'
  WHERE next_attempt_at < now() + interval '1 hour' AND (claimed_until IS NULL OR claimed_until < now())`;
const IN_HAND = `SELECT count(*)::int AS count FROM webhook_waiting
  WHERE next_attempt_at < now() + interval '1 hour' OR claimed_until > now()`;

/**
 * What waits for a dead endpoint goes on waiting, as most of it does days after its death, but until long after the
 * measurements: retries of one merchant's would fall into the time of another.
 */
async function setAside(url: string): Promise<void> {
  await waitUntil(async () => {
    await query(url, SET_ASIDE);
    return (await query<{ count: number }>(url, IN_HAND))[0]?.count === 0;
  });
}

async function settledIn(url: string): Promise<number> {
  const settled = `SELECT count(*)::int AS count FROM outbox_events WHERE type = 'payment.settled'`;
  return (await query<{ count: number }>(url, settled))[0]?.count ?? 0;
}

const UNSENT = `SELECT count(*)::int AS unsent FROM webhook_deliveries d JOIN webhook_endpoints e ON e.id = d.endpoint_id
  WHERE d.status <> 'delivered' AND e.url LIKE '%/hooks/_'`;

/** Speed counts only when every delivery to a receiver that answers is recorded. */
async function unsent(url: string): Promise<string[]> {
  const count = (await query<{ unsent: number }>(url, UNSENT))[0]?.unsent ?? Number.NaN;
  return count === 0 ? [] : [`${count} deliveries to endpoints that answer are not recorded`];
}

/** Each is the first one in its turn: whatever else the machine does meets all of them. */
const inTurn = <T>(all: readonly T[], round: number): T[] => [
  ...all.slice(round % all.length),
  ...all.slice(0, round % all.length),
];

const told = (merchants: readonly Merchant[], figure: (merchant: Merchant) => string): string =>
  merchants.map((merchant) => `${merchant.name} ${figure(merchant)}`).join(', ');

function linesOf(dead: Merchant, alive: Merchant, events: number): Line[] {
  const ratio = ratioOf(dead.rates, alive.rates);
  const p99 = ({ latencies }: Merchant): number[] => latencies.map(({ p99Ms }) => p99Ms);
  const slower = ratioOf(p99(dead), p99(alive));
  return [
    {
      what: `webhooks to the nine, the tenth ${dead.name}`,
      platform: perSecond(median(dead.rates)),
      beside: perSecond(median(alive.rates)),
      ratio: ratioText(ratio),
      goal: `R5 ≥ ${GOAL_RATIO}`,
      holds: ratio.median >= GOAL_RATIO,
    },
    {
      what: `event → webhook, p99 at ${events} events/s`,
      platform: ms(median(p99(dead))),
      beside: ms(median(p99(alive))),
      ratio: slower.median.toFixed(2),
    },
  ];
}

const waitUntil = (condition: () => Promise<boolean>): Promise<boolean> => eventually(condition, Boolean, PATIENCE_MS);
