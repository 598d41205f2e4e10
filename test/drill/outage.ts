import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { waitForQuiet } from '../chaos/quiescence.js';
import { deploy, dismantle, start, type Deployment } from '../chaos/faults/deployment.js';
import { RedisChild } from '../chaos/faults/redis-child.js';
import { Receiver } from '../chaos/receivers/receiver.js';
import { SeededRandom } from '../chaos/seeded-random.js';
import { eventually } from '../support/eventually.js';
import { DashboardClient } from '../support/platform-processes/dashboard-client.js';
import { PlatformStage } from '../support/platform-processes/platform-stage.js';
import type { TcpGate } from '../support/tcp-gate.js';
import { DrillCannotRun, type Drill } from './drill.js';
import { BUSY, CLIENTS, countsOf, Traffic, type Told } from './traffic.js';

/** A dozen payments a second: how long it takes to be told of those of half a minute is not a matter of how many these are. */
const PAUSE_MS = 200;
const REDIS_AWAY_MS = 30_000;
const ACCEPTED_LEAST = 0.95;
const TOLD_WITHIN_MS = 10_000;
const DATABASE_AWAY_MS = 10_000;
const ANSWERED_WITHIN_MS = 5000;
const HEALTHY_WITHIN_MS = 2000;
const REPEATED_MOST = 0.02;
const QUIET_MS = 60_000;

/** Payments of before a moment of whose end their merchant was not told. */
const OWED = `SELECT count(*)::int AS owed FROM payments p WHERE p.created_at < $1 AND NOT EXISTS (
  SELECT FROM outbox_events e JOIN webhook_deliveries d ON d.event_id = e.id
  WHERE e.subject_id = p.id::text AND d.status = 'delivered')`;

interface Scene {
  readonly deployment: Deployment;
  readonly traffic: Traffic;
  readonly database: pg.Pool;
}

/** Redis goes for half a minute and forgets everything, PostgreSQL cannot be reached for ten seconds, under load. */
export async function outageDrill(drill: Drill): Promise<void> {
  const redis = await RedisChild.start().catch(() => {
    throw new DrillCannotRun('There is no redis-server here: apt-get install redis-server');
  });
  const stage = await PlatformStage.start({ environment: BUSY, say: () => undefined });
  const deployment = await deploy(stage, redis);
  const receiver = await Receiver.start('up', new SeededRandom(1), 15_000);
  const client = new DashboardClient(stage.dashboardUrl, CLIENTS);
  const database = new pg.Pool({ connectionString: stage.databaseUrl, max: 2 });
  try {
    const token = await drill.step('a platform runs, with its queues on Redis', async () => {
      await start(deployment);
      const owner = await client.signUp();
      await client.createWebhook(owner, receiver.url);
      return owner;
    });
    const scene = { deployment, traffic: new Traffic(client, token, PAUSE_MS), database };
    scene.traffic.begin();
    try {
      await redisGoes(drill, scene, redis);
      await databaseGoes(drill, scene, 'close');
      await databaseGoes(drill, scene, 'stall');
    } finally {
      await scene.traffic.end();
    }
    await drill.step('nothing was lost', () => requireNothingLost(drill, scene, receiver));
  } finally {
    await Promise.all([client.close(), database.end()]);
    await dismantle(deployment);
    await receiver.stop();
  }
}

async function redisGoes(drill: Drill, scene: Scene, redis: RedisChild): Promise<void> {
  const { traffic } = scene;
  await drill.step(`Redis is away for ${REDIS_AWAY_MS / 1000} s, and payments are taken`, async () => {
    await redis.kill();
    traffic.takeTold();
    await delay(REDIS_AWAY_MS);
    const paid = traffic.takeTold().filter(({ what }) => what === 'pay');
    const accepted = paid.filter(({ status }) => status === 201).length;
    drill.note(`${accepted} of ${paid.length} payments were accepted`);
    assert.ok(paid.length > 0 && accepted >= ACCEPTED_LEAST * paid.length);
  });
  await drill.step(`everybody is told within ${TOLD_WITHIN_MS / 1000} s of its return`, async () => {
    const backAt = new Date();
    const waiting = await owedOf(scene, backAt);
    assert.ok(waiting > 0, 'this drill would not see an event that waits');
    await redis.start();
    const startedAt = performance.now();
    await eventually(
      () => owedOf(scene, backAt),
      (owed) => owed === 0,
      TOLD_WITHIN_MS,
    );
    drill.note(
      `${waiting} payments waited, the last was told of ${seconds(performance.now() - startedAt)} after the return`,
    );
  });
}

async function owedOf({ database }: Scene, before: Date): Promise<number> {
  const { rows } = await database.query<{ owed: number }>(OWED, [before]);
  return rows[0]?.owed ?? 0;
}

/** Refused, or as when packets are lost and nobody says so. */
async function databaseGoes(drill: Drill, { deployment, traffic }: Scene, how: 'close' | 'stall'): Promise<void> {
  const ways = [...deployment.gates].filter(([name]) => name.endsWith('database')).map(([, gate]): TcpGate => gate);
  const quiet = traffic.takeTold();
  const word = how === 'close' ? 'refuses' : 'says nothing';
  await drill.step(`PostgreSQL ${word} for ${DATABASE_AWAY_MS / 1000} s, and is back`, async () => {
    const goneAt = performance.now();
    for (const way of ways) way[how]();
    await delay(DATABASE_AWAY_MS);
    assert.equal(await isReady(deployment), false, 'it says that it is ready without its database');
    const backAt = performance.now();
    for (const way of ways) way.open();
    await eventually(() => isReady(deployment), Boolean, HEALTHY_WITHIN_MS);
    const readyAfter = performance.now() - backAt;
    await delay(HEALTHY_WITHIN_MS + ANSWERED_WITHIN_MS);
    const told = traffic.takeTold();
    const slowest = Math.max(...told.map(({ tookMs }) => tookMs));
    drill.note(
      `${told.length} requests, the slowest in ${seconds(slowest)}; ready ${seconds(readyAfter)} after the return`,
    );
    assert.deepEqual(findingsIn(told, goneAt, backAt), []);
    const unjudged = findingsIn(
      quiet.map((one) => ({ ...one, startedAt: goneAt, tookMs: 1 })),
      goneAt,
      backAt,
    );
    assert.equal(unjudged.length, quiet.length, 'this drill would not see an answer that nobody could give');
  });
}

/** What is wrong with answers that were given while the database was away, and afterwards. */
function findingsIn(told: readonly Told[], goneAt: number, backAt: number): string[] {
  return told.flatMap(({ what, status, startedAt, tookMs }) => {
    const isWithout = startedAt >= goneAt && startedAt + tookMs < backAt;
    const isAfter = startedAt > backAt + HEALTHY_WITHIN_MS;
    const isWell = (what === 'pay' && status === 201) || (what === 'list' && status === 200);
    const isAsExpected = isWithout ? status === 503 : isAfter ? isWell : isWell || status === 503;
    const when = `${seconds(startedAt - goneAt)} after it went`;
    return [
      isAsExpected ? [] : [`${what} was answered with ${status}, ${when}`],
      tookMs <= ANSWERED_WITHIN_MS ? [] : [`${what} took ${seconds(tookMs)}, ${when}`],
    ].flat();
  });
}

async function isReady({ stage }: Deployment): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${stage.config.portBase + 11}/health/ready`).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}

/** A payment whose answer nobody heard may be there as well; each is settled and told, and hardly any of them twice. */
async function requireNothingLost(drill: Drill, { deployment, traffic }: Scene, receiver: Receiver): Promise<void> {
  const { stage } = deployment;
  const quiet = await waitForQuiet(stage.databaseUrl, QUIET_MS);
  assert.deepEqual(quiet.unrest, []);
  const counts = await countsOf(stage.databaseUrl);
  const acknowledged = traffic.acknowledged.size;
  drill.note(
    JSON.stringify({ ...counts, acknowledged, received: receiver.taken.size, receivedAgain: receiver.repeated }),
  );
  const { payments = 0 } = counts;
  assert.deepEqual(counts, { payments, settled: payments, deliveries: payments, delivered: payments, parked: 0 });
  assert.ok(payments >= acknowledged && payments <= acknowledged + (traffic.answers.get('pay 503') ?? 0));
  assert.equal(receiver.taken.size, payments);
  assert.ok(receiver.repeated <= REPEATED_MOST * payments);
  const { code, text } = await stage.command(['ledger:verify']);
  assert.equal(code, 0, text);
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
