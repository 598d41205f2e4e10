import pg from 'pg';
import { PlatformStage } from '../support/platform-processes/platform-stage.js';
import { findingsIn, type Finding } from './checks/checks.js';
import { isAtRest } from './checks/rest.js';
import type { BrokenDesign } from './broken-designs.js';
import { readPlatform, type Evidence } from './evidence.js';
import { deploy, dismantle, membersOf, processesOf, start, type Deployment } from './faults/deployment.js';
import { faultsOf } from './faults/faults.js';
import { RedisChild } from './faults/redis-child.js';
import { Storm } from './faults/storm.js';
import { alarmsIn, leastFootprint } from './footprint.js';
import { drawIntentions, type Intention } from './mix/intentions.js';
import { Market } from './mix/market.js';
import { lookAgain } from './mix/second-look.js';
import { readOperatorBooks } from './operator-books.js';
import { deliveriesPatienceMs, letTimePass, waitForEnds } from './quiescence.js';
import { MERCHANTS, Receivers } from './receivers/receivers.js';
import { counted, describe, describeMix } from './report.js';
import { SeededRandom } from './seeded-random.js';
import { unnoticedDamages } from './unnoticed-damages.js';
import { verificationWith } from './verification.js';

export interface ChaosPlan {
  readonly seed: number;
  /** Spread over as many waves as there are faults. */
  readonly payments: number;
  readonly faults: number;
  /** Part of the names of those that may strike. */
  readonly only: string;
  /** Queues, limits and caches on a Redis, instead of PostgreSQL and memory. */
  readonly redis: boolean;
  readonly control: BrokenDesign | null;
}

export interface Outcome {
  readonly findings: readonly Finding[];
  /** Damages to a copy that no check noticed. */
  readonly unnoticed: readonly string[];
}

/** The platform promises that nothing is stuck a minute after everything works again. */
const STUCK_AFTER_MS = 60_000;
const CONTROL_PATIENCE_MS = 20_000;

const WEBHOOK_TIMEOUT_MS = 3000;

/** Limits out of the way, and time-outs short enough that a lost answer does not fill the run. */
const ENVIRONMENT = {
  SURFACES: 'dashboard,payment-links',
  LOG_LEVEL: 'warn',
  OPERATOR_TIMEOUT_MS: '1500',
  DATABASE_PATIENCE_SECONDS: '8',
  WEBHOOK_TIMEOUT_MS: String(WEBHOOK_TIMEOUT_MS),
  RATE_LIMIT_PER_ACCOUNT: '100000000',
  RATE_LIMIT_PER_ADDRESS: '100000000',
  RATE_LIMIT_FACTOR: '1000000',
  CALLBACK_LIMIT_PER_MINUTE: '100000000',
} as const;

type Say = (line: string) => void;

/** One run: a whole platform, merchants at work, everything broken under them, peace, and then the questions. */
export async function rehearse(plan: ChaosPlan, say: Say): Promise<Outcome> {
  const redis = plan.redis ? await RedisChild.start() : null;
  const stage = await PlatformStage.start({ environment: ENVIRONMENT, say: () => undefined });
  const deployment = await deploy(stage, redis);
  const receivers = await Receivers.start(plan.seed + 100, WEBHOOK_TIMEOUT_MS);
  try {
    if (plan.control) await breakDesign(stage.databaseUrl, plan.control.sql);
    await start(deployment);
    const before = await leastFootprint(deployment, ({ idleInTransaction }) => idleInTransaction === 0);
    const market = await Market.open(deployment, receivers);
    const { records } = market;
    const storm = await work(plan, deployment, receivers, market, say);
    const patienceMs = plan.control ? CONTROL_PATIENCE_MS : STUCK_AFTER_MS;
    say('Peace');
    for (const gate of deployment.gates.values()) gate.endForgotten();
    const [ended] = await Promise.all([
      waitForEnds(stage.databaseUrl, patienceMs).then((quiet) => {
        say(`All had ended ${(quiet.endedAfterMs / 1000).toFixed(1)} s after peace`);
        return quiet;
      }),
      lookAgain(records).then(() => say('Everybody has asked again')),
    ]);
    await market.close();
    const owed = await letTimePass(stage.databaseUrl, patienceMs, deliveriesPatienceMs(plan.payments), say);
    const after = await leastFootprint(deployment, isAtRest(before));
    say('All is at rest');
    const operator = await readOperatorBooks(stage.simulatorUrl);
    await Promise.all(processesOf(deployment).map((process) => process.stop()));
    say('Everybody has stopped');
    const platform = await readPlatform(stage.databaseUrl, verificationWith(stage));
    const evidence: Evidence = {
      ...{ records, operator, platform, footprints: { before, after }, forgetful: storm.forgetful },
      received: new Map(receivers.all.flatMap(({ taken }) => [...taken])),
      quiet: { ...ended, unrest: [...ended.unrest, ...owed] },
      alarms: membersOf(deployment).flatMap(({ process }) => alarmsIn(process.logFile)),
    };
    for (const line of describe(evidence, receivers)) say(line);
    const unnoticed = plan.control ? [] : await unnoticedDamages(stage, evidence);
    if (!plan.control) say('Every damage was tried');
    return { findings: findingsIn(evidence), unnoticed };
  } finally {
    await dismantle(deployment);
    await receivers.stop();
  }
}

async function work(
  plan: ChaosPlan,
  deployment: Deployment,
  receivers: Receivers,
  market: Market,
  say: Say,
): Promise<Storm> {
  const intentions = drawIntentions(new SeededRandom(plan.seed), plan.payments, MERCHANTS);
  const faults = faultsOf(deployment, receivers).filter(({ name }) => name.includes(plan.only));
  const storm = new Storm(faults, new SeededRandom(plan.seed + 2));
  await storm.rageDuring(inWaves(intentions, plan.faults).map((wave) => () => market.carryOut(wave)));
  say(`Operations: ${describeMix(intentions)}`);
  say(`Faults: ${counted(storm.struck)}`);
  say(`Calls repeated: ${counted(market.records.repeats)}`);
  return storm;
}

/** As equal as they can be, in order. */
function inWaves(intentions: readonly Intention[], waves: number): Intention[][] {
  const size = Math.ceil(intentions.length / waves);
  return Array.from({ length: waves }, (_, wave) => intentions.slice(wave * size, (wave + 1) * size));
}

async function breakDesign(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(sql);
  await client.end();
}
