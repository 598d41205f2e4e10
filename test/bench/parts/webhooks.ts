import { setTimeout as delay } from 'node:timers/promises';
import { analyze, query, type Bench } from '../bench.js';
import { median } from '../latencies.js';
import { perSecond, ratioOf, ratioText, type PartReport } from '../report.js';
import type { RawQueueOrder } from '../raw-queue.js';
import { repeatEvents, merchantToTell } from '../repeat-events.js';

const GOAL_RATIO = 0.5;
/** Sixteen requests at once go to an endpoint: with so many merchants both sides have as many hands. */
const MERCHANTS = 5;
const RAW_CONCURRENCY = 80;
const PATIENCE_MS = 300_000;

/** How many webhooks a second leave, from events that are committed, beside BullMQ that posts the same body. */
export async function benchWebhooks(bench: Bench): Promise<PartReport> {
  const reports = [await onBackend(bench, 'PostgreSQL')];
  if (bench.plan.redisUrl) reports.push(await onBackend(bench, 'Redis'));
  return {
    part: `Webhooks sent, from committed events to ${MERCHANTS} endpoints (beside: raw BullMQ and a POST)`,
    lines: reports.flatMap(({ lines }) => lines),
    data: Object.fromEntries(reports.map(({ part, data }) => [part, data])),
    problems: reports.flatMap(({ problems }) => problems),
  };
}

async function onBackend(bench: Bench, backend: 'PostgreSQL' | 'Redis'): Promise<PartReport> {
  const redis = backend === 'Redis';
  const name = backend.toLowerCase();
  const [url, rawUrl] = [await bench.newDatabase(`webhooks_${name}`), await bench.newDatabase(`webhooks_raw_${name}`)];
  const api = bench.platformProcess('api', url, { redis });
  const worker = bench.platformProcess('worker', url, { redis });
  const raw = bench.sideProcess('raw-queue', './raw-queue.ts', {
    DATABASE_URL: rawUrl,
    RECEIVER_URL: `${bench.sinkUrl}/raw`,
    CONCURRENCY: String(RAW_CONCURRENCY),
    ...(redis ? { REDIS_URL: bench.plan.redisUrl ?? '' } : {}),
  });
  try {
    await Promise.all([api.start(), worker.start(), raw.start()]);
    const merchants = await makeMerchants(bench, url);
    // Only the doors are needed to sign up; what follows is the worker's.
    await api.stop();
    const body = await sampleBody(url);
    const sides = {
      platform: (count: number) => timed(bench, count, () => repeatEvents(url, merchants, count / MERCHANTS)),
      raw: (count: number) =>
        timed(bench, count, () => raw.ask({ order: 'send', count, body } satisfies RawQueueOrder)),
    };
    const { isQuick, pairs } = bench.plan;
    const count = isQuick ? 600 : 4000;
    const rates = { platform: [] as number[], raw: [] as number[] };
    for (const side of ['platform', 'raw'] as const) await sides[side](count);
    await analyze(url, rawUrl);
    for (let pair = 0; pair < pairs; pair += 1) {
      const order = pair % 2 === 0 ? (['platform', 'raw'] as const) : (['raw', 'platform'] as const);
      for (const side of order) rates[side].push(await sides[side](count));
      const [ours, theirs] = [rates.platform, rates.raw].map((all) => perSecond(all.at(-1) ?? 0));
      bench.say(`  webhooks on ${backend}, pair ${pair + 1}: ${ours} beside ${theirs}`);
    }
    await worker.stop();
    return { ...report(backend, rates), problems: await unrecorded(url) };
  } finally {
    await Promise.all([api.kill(), worker.kill(), raw.kill()]);
    await bench.tellOperator('forget');
  }
}

function report(backend: string, rates: { platform: number[]; raw: number[] }): Omit<PartReport, 'problems'> {
  const ratio = ratioOf(rates.platform, rates.raw);
  const line = {
    what: `webhooks a second, queues on ${backend}`,
    platform: perSecond(median(rates.platform)),
    beside: perSecond(median(rates.raw)),
    ratio: ratioText(ratio),
    goal: `P7 ≥ ${GOAL_RATIO}`,
    holds: ratio.median >= GOAL_RATIO,
  };
  return { part: backend, lines: [line], data: { rates, ratio } };
}

/** Merchants with a receiver each, whose webhooks have come. Returns their organisations. */
async function makeMerchants(bench: Bench, url: string): Promise<string[]> {
  const organizationIds: string[] = [];
  for (let merchant = 0; merchant < MERCHANTS; merchant += 1) {
    organizationIds.push(await merchantToTell(bench, url, [`${bench.sinkUrl}/hooks/${merchant}`]));
  }
  const settled = `SELECT count(*)::int AS count FROM webhook_deliveries WHERE status = 'delivered'`;
  await waitUntil(async () => (await query<{ count: number }>(url, settled))[0]?.count === MERCHANTS);
  return organizationIds;
}

async function sampleBody(url: string): Promise<string> {
  const [row] = await query<{ data: string }>(url, 'SELECT data FROM webhook_payloads LIMIT 1');
  const envelope = { event: 'payment.completed', timestamp: new Date().toISOString(), signature: 'f'.repeat(64) };
  return JSON.stringify({ ...envelope, data: JSON.parse(row?.data ?? '{}') as object });
}

/** Webhooks that arrive per second, from the moment before the work is given. */
async function timed(bench: Bench, count: number, begin: () => Promise<object>): Promise<number> {
  await bench.askSink('forget');
  const begunAtMs = Date.now();
  await begin();
  await waitUntil(async () => (await bench.askSink('count')).received >= count);
  const { lastAtMs } = await bench.askSink('count');
  return count / ((lastAtMs - begunAtMs) / 1000);
}

const UNRECORDED = `SELECT (SELECT count(*)::int FROM webhook_deliveries WHERE status <> 'delivered') AS unfinished,
  (SELECT count(*)::int FROM webhook_deliveries d
   WHERE NOT EXISTS (SELECT 1 FROM webhook_attempts a WHERE a.delivery_id = d.id)) AS unlogged,
  (SELECT count(*)::int FROM outbox_parked) AS parked`;

/** Speed counts only when every delivery is recorded, with its attempt. */
async function unrecorded(url: string): Promise<string[]> {
  const [row] = await query<Record<string, number>>(url, UNRECORDED);
  return Object.entries(row ?? {}).flatMap(([what, count]) => (count === 0 ? [] : [`${count} deliveries are ${what}`]));
}

async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not so after ${PATIENCE_MS / 1000} s`);
    await delay(50);
  }
}
