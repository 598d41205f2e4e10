import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import { analyze, CONNECTIONS, paymentRequest, query, type Bench } from '../bench.js';
import { latenciesOf, median, type Latencies } from '../latencies.js';
import { Load } from '../load.js';
import type { PartReport } from '../report.js';
import { settledIn, unexpected, untilSettled } from '../settling.js';
import { Observer, type Standing } from '../standing.js';
import { besideYoung } from './beside-young.js';
import { maximumOf, untilAtRest } from './maximum.js';
import { linesOf, summaryOf, type Minute, type Sustained } from './sustained-lines.js';

const SEARCHES = 3;
const MAILS_PATIENCE_MS = 300_000;

/** Ten minutes at most of what the platform can do from request to webhook: what grows meanwhile never stops growing. */
export async function benchSustained(bench: Bench): Promise<PartReport> {
  const { stage } = bench;
  await keepCommitTimes(bench);
  const url = await bench.newDatabase('sustained');
  // Not when it is needed: making a database makes a checkpoint, behind which every page is written whole into the log once,
  // and the platform that has many of them pays for that in its first turns.
  const youngUrl = await bench.newDatabase('sustained_young');
  const mails = bench.sideProcess('mail-sink', './mail-sink.ts', { SMTP_PORT: String(stage.config.ports.smtp) });
  const [api, worker] = [bench.platformProcess('api', url), bench.platformProcess('worker', url)];
  try {
    await Promise.all([api.start(), worker.start(), mails.start()]);
    const headers = await bench.signUp(`${bench.sinkUrl}/hooks`);
    await bench.stopMails(headers);
    const load = new Load(stage.dashboardUrl, CONNECTIONS, 201, () =>
      paymentRequest('/api/payments/make-payment', headers),
    );
    await bench.tellOperator('call back at once');
    const observer = await Observer.of(url, { api, worker, postgresPid: stage.database.pid ?? 0 });
    try {
      const alone = await sustain(bench, url, load, observer);
      const turns = await besideYoung(
        bench,
        { url, load, processes: [api, worker] },
        youngUrl,
        planOf(bench).minuteSeconds,
      );
      const sustained = { ...alone, turns };
      const found = [...(await unsettled(url)), ...(await bench.problemsOf(url))];
      const problems = [...alone.problems, ...turns.problems, ...found];
      return { part: partOf(bench), lines: linesOf(sustained), data: sustained, problems };
    } finally {
      await Promise.all([observer.close(), load.close()]);
    }
  } finally {
    await Promise.all([api.kill(), worker.kill(), mails.kill()]);
    await bench.tellOperator('forget');
  }
}

const planOf = ({ plan }: Bench): { minutes: number; minuteSeconds: number; lookEveryMs: number } =>
  plan.isQuick
    ? { minutes: 6, minuteSeconds: 5, lookEveryMs: 1000 }
    : { minutes: 10, minuteSeconds: 60, lookEveryMs: 5000 };

function partOf(bench: Bench): string {
  const { plan } = bench;
  const { minutes, minuteSeconds } = planOf(bench);
  const times = minuteSeconds === 60 ? '' : `, each of ${minuteSeconds} s`;
  return `Payments from request to webhook at ${Math.round(plan.share * 100)} % of the maximum, for ${minutes} minutes${times} (beside: the second of them; for latencies, the second to the fourth, or a young platform in turn)`;
}

/** PostgreSQL remembers when each transaction was committed, which tells how far a projection is behind. */
async function keepCommitTimes({ stage }: Bench): Promise<void> {
  await query(stage.databaseUrl, 'ALTER SYSTEM SET track_commit_timestamp = on');
  await stage.database.stop();
  await stage.database.start();
}

async function sustain(
  bench: Bench,
  url: string,
  load: Load,
  observer: Observer,
): Promise<Omit<Sustained, 'turns'> & { readonly problems: readonly string[] }> {
  await load.count(bench.plan.warmUpRequests / 2);
  await analyze(url);
  const { minutes, minuteSeconds, lookEveryMs } = planOf(bench);
  const maxima: number[] = [];
  while (maxima.length < SEARCHES) maxima.push(await maximumOf(bench, url, load, minuteSeconds));
  const rate = Math.max(1, Math.round(median(maxima) * bench.plan.share));
  bench.say(`  sustained: ${maxima.map((found) => found.toFixed(0)).join(', ')}/s at most, goes on at ${rate}/s`);
  await untilAtRest(bench, url);
  const before = await settledIn(url);
  const begunAt = new Date();
  const loading = load.paced(rate, minutes * minuteSeconds);
  const told: Minute[] = [];
  const latenciesMs: (readonly number[])[] = [];
  let received = 0;
  while (told.length < minutes) {
    const answered = load.answered;
    const standings = await watch(observer, minuteSeconds * 1000, lookEveryMs);
    const sink = await bench.askSink('forget');
    received += sink.received;
    latenciesMs.push(sink.latenciesMs);
    const minute = { payments: load.latenciesFrom(answered), webhooks: latenciesOf(sink.latenciesMs), standings };
    told.push(minute);
    bench.say(`  sustained, minute ${told.length}: ${summaryOf(minute)}`);
  }
  const result = await loading;
  await untilSettled(url, before.count + result.answered);
  received += (await untilAtRest(bench, url)).received;
  const missing = received < result.answered ? [`${received} of ${result.answered} webhooks have come`] : [];
  const projection = await projectionLag(url, begunAt);
  return {
    ...{ maxima, rate, load: result, minutes: told, projection },
    webhooks: latenciesOf(latenciesMs.flat()),
    maximumAfterwards: await maximumOf(bench, url, load, minuteSeconds),
    mailsPerSecond: await mailRate(bench, url),
    problems: [...unexpected(result), ...missing],
  };
}

const OWED = 'SELECT count(*)::int AS count FROM owed_mails';
const OWE = `INSERT INTO owed_mails (id, message, owed_at, due_at)
  SELECT gen_random_uuid(), '{"to": "ada@shop.cm", "subject": "Payment received", "text": "Jean paid"}', now(), now()
  FROM generate_series(1, $1::int)`;

/** Mails a second, when the worker does nothing else. */
async function mailRate(bench: Bench, url: string): Promise<number> {
  const mails = bench.plan.isQuick ? 200 : 2000;
  const left = async (): Promise<number> => (await query<{ count: number }>(url, OWED))[0]?.count ?? Number.NaN;
  await query(url, OWE, [mails]);
  // Nobody rings for these: the job comes round by itself.
  const begun = await eventually(left, (count) => count < mails, MAILS_PATIENCE_MS);
  const begunAt = performance.now();
  await eventually(left, (count) => count === 0, MAILS_PATIENCE_MS);
  return begun / ((performance.now() - begunAt) / 1000);
}

async function watch(observer: Observer, forMs: number, everyMs: number): Promise<Standing[]> {
  const standings: Standing[] = [];
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    standings.push(await observer.look());
    await delay(Math.min(everyMs, Math.max(0, until - performance.now())));
  }
  return standings;
}

const PROJECTION_LAG = `SELECT
    percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM
      pg_xact_commit_timestamp(c.xmin) - pg_xact_commit_timestamp(e.xmin)) * 1000) AS lags
  FROM outbox_events e JOIN statistics_counted c ON c.subject_id = e.subject_id::uuid
  WHERE e.type = 'payment.settled' AND e.occurred_at >= $1`;

async function projectionLag(url: string, since: Date): Promise<Latencies> {
  const [row] = await query<{ lags: [number, number, number] }>(url, PROJECTION_LAG, [since]);
  const [p50Ms, p95Ms, p99Ms] = row?.lags ?? [Number.NaN, Number.NaN, Number.NaN];
  return { p50Ms, p95Ms, p99Ms };
}

const UNSETTLED = `SELECT (SELECT count(*)::int FROM payments WHERE status <> 'settled') AS "payments not settled",
  (SELECT count(*)::int FROM payments) - (SELECT sum(transactions)::int FROM daily_statistics) AS "payments not in the statistics",
  (SELECT count(*)::int FROM webhook_deliveries WHERE status <> 'delivered') AS "deliveries unfinished",
  (SELECT count(*)::int FROM outbox_parked) AS "events parked"`;

/** What a load leaves behind must be whole, or its speed does not count. */
async function unsettled(url: string): Promise<string[]> {
  const [row] = await query<Record<string, number>>(url, UNSETTLED);
  return Object.entries(row ?? {}).flatMap(([what, count]) => (count === 0 ? [] : [`${what}: ${count}`]));
}
