import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { uuidv7 } from '#kernel';
import { migrate, projectRoot } from '#platform';
import { latenciesOf } from '../bench/latencies.js';
import { Receiver } from '../chaos/receivers/receiver.js';
import { SeededRandom } from '../chaos/seeded-random.js';
import { DashboardClient } from '../support/platform-processes/dashboard-client.js';
import { PlatformStage } from '../support/platform-processes/platform-stage.js';
import { ADD_PAYMENTS } from '../support/rows-of-lists.js';
import type { Drill } from './drill.js';
import { LockWaits } from './lock-waits.js';
import { BUSY, CLIENTS, requireNothingLost, Traffic } from './traffic.js';

/** Enough that whoever reads or writes them all takes a while. */
const PAYMENTS_BEFORE = 10_000;
/** A payment waits for the batch that has its row. */
const BATCH = 200;
const QUIET_MS = 2000;
/** As long as a migration may wait for a table and keep others waiting behind it; on a busy machine all is slower. */
const LIMIT_MS = 2000;
const SLOWER_MAX = 1.5;

const FILL = `UPDATE payments SET remark = 'of ' || created_at::date WHERE id IN (
  SELECT id FROM payments WHERE remark IS NULL ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
const SIDE_BY_SIDE = `SELECT count(remark)::int AS filled, count(*)::int - count(remark)::int AS empty,
  (SELECT indisvalid FROM pg_index WHERE indexrelid = 'payments_remark_idx'::regclass) AS indexed FROM payments`;

interface Measured {
  readonly p99Ms: number;
  readonly lockWaitMs: number;
}

interface Scene {
  readonly stage: PlatformStage;
  readonly traffic: Traffic;
  readonly waits: LockWaits;
  readonly database: pg.Client;
}

/**
 * A column with an index and a constraint comes to a table that payments use, is filled, and goes again, while a version
 * that knows nothing of it works on that table: no client notices. The same done in one go is noticed.
 */
export async function migrateDrill(drill: Drill): Promise<void> {
  const stage = await PlatformStage.start({ environment: BUSY, say: () => undefined });
  const processes = [stage.simulator(), stage.process('api'), stage.process('worker')];
  const receiver = await Receiver.start('up', new SeededRandom(1), 15_000);
  const client = new DashboardClient(stage.dashboardUrl, CLIENTS);
  const database = new pg.Client(stage.databaseUrl);
  const waits = new LockWaits(stage.databaseUrl);
  try {
    const token = await drill.step(`a platform runs, on ${PAYMENTS_BEFORE} payments of before`, async () => {
      await database.connect();
      await Promise.all([addPayments(database), ...processes.map((process) => process.start())]);
      const owner = await client.signUp();
      await client.createWebhook(owner, receiver.url);
      return owner;
    });
    const traffic = new Traffic(client, token);
    traffic.begin();
    try {
      await rehearse(drill, { stage, traffic, waits, database });
    } finally {
      await traffic.end();
    }
    await drill.step('every request was answered, nothing was lost or done twice', async () => {
      traffic.requireAnswers(drill);
      await requireNothingLost(drill, stage, traffic, receiver);
    });
  } finally {
    await Promise.all([client.close(), waits.stop(), database.end()]);
    await Promise.all(processes.map((process) => process.kill()));
    await receiver.stop();
    await stage.stop();
  }
}

async function rehearse(drill: Drill, scene: Scene): Promise<void> {
  const { stage, database } = scene;
  const apply = (folder: string) =>
    migrate(stage.databaseUrl, { queues: false, folder: join(projectRoot(), 'test', 'drill', 'migrations', folder) });
  const quiet = await drill.step('nothing is changed for a while', () => measure(drill, scene, () => delay(QUIET_MS)));
  const unnoticed = (what: string, work: () => Promise<void>) =>
    drill.step(what, async () => assert.deepEqual(judge(await measure(drill, scene, work), quiet), []));
  await unnoticed('expand: a column, its index and a constraint come', () => apply('expand'));
  await unnoticed('migrate: a job fills the column in batches', () => fillInBatches(database));
  await unnoticed('all rows are read, whether they keep the constraint', () => apply('check'));
  await drill.step('the version that knows nothing of the column wrote rows beside it', async () => {
    const before = await sideBySide(database);
    await delay(QUIET_MS / 4);
    const after = await sideBySide(database);
    drill.note(JSON.stringify(after));
    assert.ok(after.filled >= PAYMENTS_BEFORE && after.empty > before.empty && after.indexed);
  });
  await unnoticed('contract: the column goes, and all that hung on it', () => apply('contract'));
  await drill.step('done dangerously it is seen: the table is held for three seconds', async () => {
    const findings = judge(await measure(drill, scene, () => apply('dangerous')), quiet);
    assert.equal(findings.length, 2, `the judge saw no more than: ${findings.join(', ') || 'nothing'}`);
  });
}

/** Payments of another merchant, which nothing is to be done about any more. */
async function addPayments(database: pg.Client): Promise<void> {
  const organizationId = uuidv7();
  await database.query(ADD_PAYMENTS, [organizationId, 'sandbox', PAYMENTS_BEFORE]);
  await database.query(`UPDATE payments SET status = 'expired' WHERE organization_id = $1`, [organizationId]);
}

/** Each batch is a transaction of its own, and goes round rows that somebody works on. Ends when it keeps up with new ones. */
async function fillInBatches(database: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await database.query(FILL);
    if ((rowCount ?? 0) < BATCH) return;
  }
}

async function sideBySide(database: pg.Client) {
  const [row] = (await database.query<{ filled: number; empty: number; indexed: boolean }>(SIDE_BY_SIDE)).rows;
  assert.ok(row);
  return row;
}

/** What clients notice of a piece of work, from its beginning until each of them was answered once after it. */
async function measure(drill: Drill, { traffic, waits }: Scene, work: () => Promise<unknown>): Promise<Measured> {
  traffic.takeTold();
  waits.takeLongestMs();
  await work();
  const [, latencies] = [await delay(200), latenciesOf(traffic.takeTold().map(({ tookMs }) => tookMs))];
  const measured = { p99Ms: Math.round(latencies.p99Ms), lockWaitMs: Math.round(waits.takeLongestMs()) };
  drill.note(`p99 of requests ${measured.p99Ms} ms, longest wait for a lock ${measured.lockWaitMs} ms`);
  return measured;
}

function judge({ p99Ms, lockWaitMs }: Measured, quiet: Measured): string[] {
  const limitMs = Math.max(LIMIT_MS, SLOWER_MAX * quiet.p99Ms);
  return [
    p99Ms > limitMs ? [`p99 of requests is ${p99Ms} ms, at most ${limitMs} are allowed`] : [],
    lockWaitMs > LIMIT_MS ? [`somebody waited ${lockWaitMs} ms for a lock`] : [],
  ].flat();
}
