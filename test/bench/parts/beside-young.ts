import { setTimeout as delay } from 'node:timers/promises';
import { freePortBase } from '../../support/platform-processes/platform-stage.js';
import type { PlatformChild } from '../../support/platform-processes/platform-child.js';
import { analyze, CONNECTIONS, dashboardUrlAt, paymentRequest, type Bench } from '../bench.js';
import { latenciesOf, type Latencies } from '../latencies.js';
import { Load } from '../load.js';
import { cpuMs, familyCpuMs } from '../process-usage.js';
import { ms } from '../report.js';
import { settledIn, unexpected, untilSettled } from '../settling.js';
import { maximumOf, untilAtRest } from './maximum.js';

/**
 * Pairs for each of the plan: a p99 is what a few stalls of the machine make of it, and differs threefold from one turn to the
 * next. Many short turns share the stalls out more evenly than five long ones.
 */
const PAIRS = 4;
/** Whoever had nothing to do for ten seconds has closed its connections, and each new one plans everything anew. */
const WARM_UP_SECONDS = 6;

/** What a platform was seen to do under a load. */
export interface Turn {
  readonly payments: Latencies;
  /** From the settlement of a payment until its webhook came. */
  readonly webhooks: Latencies;
  /** CPU time of a payment, from request to webhook: of api, worker and PostgreSQL. */
  readonly cpuMs: number;
}

export interface Turns {
  readonly old: readonly Turn[];
  readonly young: readonly Turn[];
  /** Payments a second that the young one does at most: what the machine has lost since the minutes began, it is without. */
  readonly maximumOfYoung: number;
  /** Payments a second, in each turn. */
  readonly rate: number;
  readonly problems: readonly string[];
}

/** A platform that settles payments, and whoever asks it to. */
interface Loaded {
  readonly url: string;
  readonly load: Load;
  readonly processes: readonly PlatformChild[];
}

/**
 * Loads a platform that has much behind it and one that has not, in turn and each first in every second pair: what rows,
 * plans and memory have grown to shows in the one alone, and what the machine does meets both. The load is the plan's share of what
 * the young one does at most at that time, looked for during `seconds`. Whose turn it is not stands still: a platform that
 * has nothing to do looks for it. The young one gets the database at `url`, which is empty.
 */
export async function besideYoung(bench: Bench, old: Loaded, url: string, seconds: number): Promise<Turns> {
  const { plan, say } = bench;
  const portBase = await freePortBase();
  const origin = dashboardUrlAt(portBase);
  const processes = [
    bench.platformProcess('api', url, { portBase }),
    bench.platformProcess('worker', url, { portBase }),
  ];
  try {
    await Promise.all(processes.map((process) => process.start()));
    const headers = await bench.signUpAt(origin, `${bench.sinkUrl}/hooks`);
    await bench.stopMails(headers, origin);
    const load = new Load(origin, CONNECTIONS, 201, () => paymentRequest('/api/payments/make-payment', headers));
    try {
      const young = { url, load, processes };
      await load.count(plan.warmUpRequests / 2);
      await analyze(url);
      old.processes.forEach((process) => process.pause());
      const maximumOfYoung = await maximumOf(bench, url, load, seconds);
      processes.forEach((process) => process.pause());
      const rate = Math.max(1, Math.round(maximumOfYoung * plan.share));
      say(`  sustained: ${maximumOfYoung.toFixed(0)}/s at most when it is young, in turn at ${rate}/s`);
      const problems: string[] = [];
      const turn = (side: Loaded): Promise<Turn> => turnOf(bench, side, rate, problems);
      const turns: { old: Turn; young: Turn }[] = [];
      while (turns.length < PAIRS * plan.pairs) {
        const pair =
          turns.length % 2 === 0
            ? { old: await turn(old), young: await turn(young) }
            : { young: await turn(young), old: await turn(old) };
        turns.push(pair);
        say(`  sustained, p99 of pair ${turns.length}: ${told(pair.old)} beside ${told(pair.young)} when it is young`);
      }
      const problemsOfBooks = await bench.problemsOf(url);
      return {
        old: turns.map((pair) => pair.old),
        young: turns.map((pair) => pair.young),
        maximumOfYoung,
        rate,
        problems: [...problems, ...problemsOfBooks],
      };
    } finally {
      await load.close();
    }
  } finally {
    await Promise.all(processes.map((process) => process.kill()));
  }
}

const told = ({ payments, webhooks, cpuMs: cpu }: Turn): string =>
  `${ms(payments.p99Ms)} (webhook ${ms(webhooks.p99Ms)}, ${ms(cpu)} of CPU a payment)`;

async function turnOf(bench: Bench, side: Loaded, rate: number, problems: string[]): Promise<Turn> {
  const { url, load, processes } = side;
  processes.forEach((process) => process.goOn());
  await untilAtRest(bench, url);
  await bench.askSink('forget');
  const before = await settledIn(url);
  const loading = load.paced(rate, WARM_UP_SECONDS + bench.plan.seconds);
  await delay(WARM_UP_SECONDS * 1000);
  const warmedUp = load.answered;
  const { received: early } = await bench.askSink('forget');
  const usedBefore = usedMs(bench, side);
  const result = await loading;
  // Before payments are counted, which takes the longer the more there are.
  const used = usedMs(bench, side) - usedBefore;
  await untilSettled(url, before.count + result.answered);
  await untilAtRest(bench, url);
  const { received, latenciesMs } = await bench.askSink('forget');
  processes.forEach((process) => process.pause());
  problems.push(...unexpected(result));
  if (early + received < result.answered) problems.push(`${early + received} of ${result.answered} webhooks have come`);
  return {
    payments: load.latenciesFrom(warmedUp),
    webhooks: latenciesOf(latenciesMs),
    cpuMs: used / (result.answered - warmedUp),
  };
}

/** PostgreSQL works for one of the two at a time. */
const usedMs = ({ stage }: Bench, { processes }: Loaded): number =>
  processes.reduce((sum, { pid }) => sum + cpuMs(pid), familyCpuMs(stage.database.pid ?? 0));
