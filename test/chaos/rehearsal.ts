import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { DashboardClient } from '../support/platform-processes/dashboard-client.js';
import type { PlatformChild } from '../support/platform-processes/platform-child.js';
import { PlatformStage } from '../support/platform-processes/platform-stage.js';
import { CHECKS, findingsIn, type Finding } from './checks.js';
import { BROKEN_DESIGNS, unnoticedDamages, type BrokenDesign } from './controls.js';
import { verifyBooksWith } from '../support/platform-processes/verify-books.js';
import { readPlatform, type Evidence } from './evidence.js';
import { FaultyReceiver } from './faulty-receiver.js';
import { Killer, type Target } from './killer.js';
import { MerchantClient } from './merchant-client.js';
import { readOperatorBooks } from './operator-books.js';
import { waitForQuiet } from './quiescence.js';
import { SeededRandom } from './seeded-random.js';

export const TARGETS = ['api', 'worker', 'database'] as const;
export type TargetName = (typeof TARGETS)[number];

export interface ChaosPlan {
  readonly seed: number;
  /** Spread over as many waves as there are kills. */
  readonly payments: number;
  readonly kills: number;
  readonly targets: readonly TargetName[];
  readonly failingReceivers: number;
  readonly control: BrokenDesign | null;
}

export interface Outcome {
  readonly findings: readonly Finding[];
  /** Damages to a copy that no check noticed. */
  readonly unnoticed: readonly string[];
}

const CONNECTIONS = 32;
/** From a request until it is answered; from there until callbacks, checks and webhooks have passed. */
const API_BUSY_MS = 200;
const WORKER_BUSY_MS = 2500;
/** The platform promises that nothing is stuck a minute after everything works again. */
const STUCK_AFTER_MS = 60_000;
const CONTROL_PATIENCE_MS = 20_000;

/** Limits out of the way, and time-outs short enough that a lost answer does not fill the run. */
const ENVIRONMENT = {
  SURFACES: 'dashboard',
  LOG_LEVEL: 'warn',
  OPERATOR_TIMEOUT_MS: '1500',
  WEBHOOK_TIMEOUT_MS: '1000',
  RATE_LIMIT_PER_ACCOUNT: '100000000',
  RATE_LIMIT_PER_ADDRESS: '100000000',
  CALLBACK_LIMIT_PER_MINUTE: '100000000',
} as const;

type Say = (line: string) => void;

/** One run: a whole platform, a merchant at work, processes killed under it, peace, and then the questions. */
export async function rehearse(plan: ChaosPlan, say: Say): Promise<Outcome> {
  const stage = await PlatformStage.start({ environment: ENVIRONMENT, say: () => undefined });
  const processes = { simulator: stage.simulator(), api: stage.process('api'), worker: stage.process('worker') };
  const receiver = await FaultyReceiver.start(new SeededRandom(plan.seed + 1), plan.failingReceivers);
  try {
    if (plan.control) await breakDesign(stage.databaseUrl, BROKEN_DESIGNS[plan.control].sql);
    await Promise.all(Object.values(processes).map((process) => process.start()));
    const merchant = await work(plan, stage, processes, receiver, say);
    const patienceMs = plan.control ? CONTROL_PATIENCE_MS : STUCK_AFTER_MS;
    const quiet = await waitForQuiet(stage.databaseUrl, patienceMs);
    say(`Payments had ended ${(quiet.paymentsEndedAfterMs / 1000).toFixed(1)} s after peace`);
    const operator = await readOperatorBooks(stage.simulatorUrl);
    await Promise.all(Object.values(processes).map((process) => process.stop()));
    const platform = await readPlatform(stage.databaseUrl, verifyBooksWith(stage.config));
    const evidence: Evidence = { merchant, operator, platform, quiet, received: receiver.taken, kills: plan.kills };
    describe(evidence, receiver, say);
    const unnoticed = plan.control ? [] : await unnoticedDamages(stage.config, stage.databaseUrl, evidence);
    return { findings: findingsIn(evidence), unnoticed };
  } finally {
    await Promise.all(Object.values(processes).map((process) => process.kill()));
    await receiver.stop();
    await stage.stop();
  }
}

async function work(
  plan: ChaosPlan,
  stage: PlatformStage,
  processes: { readonly api: PlatformChild; readonly worker: PlatformChild },
  receiver: FaultyReceiver,
  say: Say,
): Promise<Evidence['merchant']> {
  const door = new DashboardClient(stage.dashboardUrl, CONNECTIONS);
  try {
    const token = await door.signUp();
    await door.createWebhook(token, receiver.url);
    const merchant = new MerchantClient(door, token, new SeededRandom(plan.seed));
    const killer = new Killer(targetsOf(plan, stage, processes), new SeededRandom(plan.seed + 2));
    const perWave = Math.ceil(plan.payments / plan.kills);
    await killer.killDuring(Array.from({ length: plan.kills }, () => () => merchant.askForPayments(perWave)));
    const { records } = merchant;
    say(`${records.acknowledged.length} payments; killed: ${counted(killer.killed)}`);
    say(`Calls repeated: ${counted(records.repeats)}`);
    return records;
  } finally {
    await door.close();
  }
}

function targetsOf(
  { targets }: ChaosPlan,
  stage: PlatformStage,
  processes: { readonly api: PlatformChild; readonly worker: PlatformChild },
): Target[] {
  const targetOf = (process: PlatformChild): Target => ({
    name: process.name,
    busyForMs: process === processes.api ? API_BUSY_MS : WORKER_BUSY_MS,
    killAndRevive: async () => {
      await process.kill();
      await process.start();
    },
  });
  const database: Target = { name: 'database', busyForMs: WORKER_BUSY_MS, killAndRevive: () => killDatabase(stage) };
  return targets.map((name) => (name === 'database' ? database : targetOf(processes[name])));
}

/** The stage starts its server again by itself, as the launcher does. */
async function killDatabase({ database, databaseUrl }: PlatformStage): Promise<void> {
  process.kill(database.pid ?? 0, 'SIGKILL');
  for (let answers = false; !answers; await delay(100)) {
    const client = new pg.Client(databaseUrl);
    client.on('error', () => undefined);
    answers = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
  }
}

async function breakDesign(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(sql);
  await client.end();
}

function describe({ platform, operator }: Evidence, receiver: FaultyReceiver, say: Say): void {
  const states = new Map<string, number>();
  for (const { status } of platform.payments) states.set(status, (states.get(status) ?? 0) + 1);
  say(`States: ${counted(states)}`);
  say(`Operator: ${operator.requests.length} requests, ${operator.collections.length} collections`);
  say(`Webhooks: ${platform.deliveries.length} deliveries, ${receiver.calls} calls, ${receiver.repeated} came again`);
  say(`${Object.keys(CHECKS).length} checks`);
}

const counted = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([what, count]) => `${what} ${count}×`).join(', ') || 'none';
