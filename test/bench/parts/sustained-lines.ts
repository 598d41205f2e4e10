import { median, type Latencies } from '../latencies.js';
import type { LoadResult } from '../load.js';
import { megabytes, ms, perSecond, type Line } from '../report.js';
import type { Standing } from '../standing.js';
import type { Turns } from './beside-young.js';

const GOAL_MEMORY_GROWTH = 0.05;
const GOAL_LAG_MS = 250;
const GOAL_RATE = 500;
/** By so much one minute, or one turn, differs from another on a machine that does nothing else. */
const NOISE = 1.25;
/** And the CPU time of a payment by so much. */
const NOISE_OF_CPU = 1.1;
/** Searches for the maximum differ from one another by so much. */
const SHARE_TOLERANCE = 0.05;
/** A queue that grows holds more than the work of so long at the end of ten minutes. */
const QUEUE_SECONDS = 1;

/** A minute of the load; a few seconds where the bench is to be quick. */
export interface Minute {
  readonly payments: Latencies;
  /** From the settlement of a payment until its webhook came. */
  readonly webhooks: Latencies;
  readonly standings: readonly Standing[];
}

export interface Sustained {
  readonly maxima: readonly number[];
  /** The same, behind the minutes: what the machine has lost meanwhile, the minutes were without as well. */
  readonly maximumAfterwards: number;
  readonly rate: number;
  readonly load: LoadResult;
  readonly minutes: readonly Minute[];
  readonly webhooks: Latencies;
  /** From the commit of a settlement until the commit of the figures that hold it. */
  readonly projection: Latencies;
  readonly mailsPerSecond: number;
  /** The platform with these minutes behind it, and a young one in turn with it. */
  readonly turns: Turns;
}

const MEMORIES = { apiMegabytes: 'api', workerMegabytes: 'worker', postgresMegabytes: 'PostgreSQL' } as const;
/** With what a payment adds to each. */
const QUEUES = {
  eventsUnread: { name: 'events unread', perPayment: 2 },
  deliveriesWaiting: { name: 'deliveries waiting', perPayment: 1 },
  jobsWaiting: { name: 'jobs waiting', perPayment: 1 },
  mailsOwed: { name: 'mails owed', perPayment: 1 },
  notesUnfolded: { name: 'notes unfolded', perPayment: 6 },
} as const;

/** For who waits. */
export const summaryOf = (minute: Minute): string =>
  `p99 ${ms(minute.payments.p99Ms)}, until the webhook ${ms(minute.webhooks.p99Ms)}, machine ${ms(slownessOf(minute))}`;

/** What one minute differs from another by itself, autovacuum in one and none in the next, is no growth. */
const SPAN_MINUTES = 3;

/** The end, held against the beginning behind the first minute, which warms up. */
export function linesOf(sustained: Sustained): Line[] {
  const { maxima, maximumAfterwards, rate, load, minutes, webhooks, projection, mailsPerSecond, turns } = sustained;
  const [second, last] = [minutes[1], minutes.at(-1)];
  if (!second || !last) throw new Error('It takes two minutes to see something grow');
  const lag = (what: string, { p50Ms, p99Ms }: Latencies): Line => ({
    what: `${what}, p50 and p99, at ${perSecond(load.perSecond)}`,
    platform: `${ms(p50Ms)}, ${ms(p99Ms)}`,
    goal: `P8 < ${GOAL_LAG_MS} ms at ${GOAL_RATE}/s`,
    holds: p99Ms < GOAL_LAG_MS && load.perSecond >= GOAL_RATE * 0.98,
  });
  return [
    { what: 'payments from request to webhook, at most', platform: perSecond(median(maxima)) },
    {
      what: 'the same, behind these minutes',
      platform: perSecond(maximumAfterwards),
      beside: perSecond(median(maxima)),
      ratio: (maximumAfterwards / median(maxima)).toFixed(2),
    },
    shareLine(rate, rate / median(maxima), turns.maximumOfYoung),
    {
      what: 'payments sent, whether answered or not',
      platform: perSecond(load.perSecond),
      goal: `≥ 98 % of ${perSecond(rate)}`,
      holds: load.perSecond >= rate * 0.98,
    },
    latencyLine(
      'payments',
      minutes.map(({ payments }) => payments),
    ),
    latencyLine(
      'settlement → webhook',
      minutes.map((minute) => minute.webhooks),
    ),
    turnsLine('payments', turns, 'payments'),
    turnsLine('settlement → webhook', turns, 'webhooks'),
    cpuLine(turns),
    lag('commit → webhook', webhooks),
    lag('commit → statistics hold it', projection),
    ...Object.entries(MEMORIES).map(([figure, name]) => memoryLine(name, figure as keyof Standing, second, last)),
    ...Object.entries(QUEUES).map(([figure, { name, perPayment }]) =>
      queueLine(name, figure as keyof Standing, second, last, rate * perPayment * QUEUE_SECONDS),
    ),
    connectionsLine(minutes),
    machineLine(second, last),
    { what: 'mails, when nothing else is done', platform: perSecond(mailsPerSecond) },
  ];
}

/** Where the machine has lost much meanwhile, the minutes were at more than they were meant to be, and latency tells of that. */
function shareLine(rate: number, meant: number, maximumOfYoung: number): Line {
  const shareMax = meant + SHARE_TOLERANCE;
  return {
    what: 'the load, of what a young platform does at most behind these minutes',
    platform: perSecond(rate),
    beside: perSecond(maximumOfYoung),
    ratio: (rate / maximumOfYoung).toFixed(2),
    goal: `≤ ${shareMax.toFixed(2)}, or the machine has changed`,
    holds: rate / maximumOfYoung <= shareMax,
  };
}

function latencyLine(what: string, minutes: readonly Latencies[]): Line {
  const [early, late] = [minutes.slice(1, 1 + SPAN_MINUTES), minutes.slice(-SPAN_MINUTES)].map(typicalOf);
  if (!early || !late) throw new Error('It takes two minutes to see something grow');
  const growth = Math.max(late.p50Ms / early.p50Ms, late.p99Ms / early.p99Ms);
  return {
    what: `${what}, p50 and p99 of a minute, in its last three`,
    ...latenciesBeside(late, early),
    ratio: growth.toFixed(2),
    goal: `no growth (≤ ${NOISE})`,
    holds: growth <= NOISE,
  };
}

/** Pair by pair, so that a machine that gets slower or faster makes nothing look old or young. */
function turnsLine(what: string, { old, young, rate }: Turns, figure: 'payments' | 'webhooks'): Line {
  const [late, early] = [old, young].map((turns) => typicalOf(turns.map((turn) => turn[figure])));
  if (!late || !early) throw new Error('There are two of them');
  const growths = (['p50Ms', 'p99Ms'] as const).map((percentile) =>
    growthOf(
      old.map((turn) => turn[figure][percentile]),
      young.map((turn) => turn[figure][percentile]),
    ),
  );
  return {
    what: `${what}, p50 and p99 behind these minutes, in turn with a young platform at ${perSecond(rate)}`,
    ...latenciesBeside(late, early),
    ...judged(
      growths.reduce((more, growth) => (growth.median > more.median ? growth : more)),
      NOISE,
    ),
  };
}

/** What latency comes of, and less moved by what the machine does meanwhile. */
function cpuLine({ old, young }: Turns): Line {
  const [late, early] = [old, young].map((turns) => turns.map((turn) => turn.cpuMs));
  if (!late || !early) throw new Error('There are two of them');
  return {
    what: 'CPU a payment, in these turns',
    platform: ms(median(late)),
    beside: ms(median(early)),
    ...judged(growthOf(late, early), NOISE_OF_CPU),
  };
}

interface Growth {
  readonly median: number;
  readonly worst: number;
}

function growthOf(late: readonly number[], early: readonly number[]): Growth {
  const pairs = late.map((value, pair) => value / (early[pair] ?? Number.NaN));
  return { median: median(pairs), worst: Math.max(...pairs) };
}

const judged = (growth: Growth, most: number): Pick<Line, 'ratio' | 'goal' | 'holds'> => ({
  ratio: `${growth.median.toFixed(2)} (worst ${growth.worst.toFixed(2)})`,
  goal: `no growth (≤ ${most})`,
  holds: growth.median <= most,
});

type Typical = Pick<Latencies, 'p50Ms' | 'p99Ms'>;

const latenciesBeside = (late: Typical, early: Typical): Pick<Line, 'platform' | 'beside'> => ({
  platform: `${ms(late.p50Ms)}, ${ms(late.p99Ms)}`,
  beside: `${ms(early.p50Ms)}, ${ms(early.p99Ms)}`,
});

const typicalOf = (minutes: readonly Latencies[]): Typical => ({
  p50Ms: median(minutes.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(minutes.map(({ p99Ms }) => p99Ms)),
});

function memoryLine(name: string, figure: keyof Standing, second: Minute, last: Minute): Line {
  const [before, after] = [mean(second, figure), mean(last, figure)];
  const holds = after <= before * (1 + GOAL_MEMORY_GROWTH);
  return {
    what: `memory of ${name}`,
    platform: megabytes(after),
    beside: megabytes(before),
    ratio: (after / before).toFixed(2),
    // PostgreSQL caches what each connection has prepared and seen: nothing was promised of it.
    ...(figure === 'postgresMegabytes' ? {} : { goal: `P2 growth ≤ ${GOAL_MEMORY_GROWTH * 100} %`, holds }),
  };
}

function queueLine(name: string, figure: keyof Standing, second: Minute, last: Minute, growthMax: number): Line {
  const [before, after] = [mean(second, figure), mean(last, figure)];
  return {
    what: `${name}, on average`,
    platform: after.toFixed(0),
    beside: before.toFixed(0),
    goal: `no growth (≤ ${QUEUE_SECONDS} s of work)`,
    holds: after - before <= growthMax,
  };
}

function connectionsLine(minutes: readonly Minute[]): Line {
  const counts = minutes.map(({ standings }) => Math.max(...standings.map(({ connections }) => connections)));
  return { what: 'connections to PostgreSQL, at most', platform: String(Math.max(...counts)), beside: `${counts[1]}` };
}

/** Nothing is promised of the machine: where it is slower, so is everything else. */
function machineLine(second: Minute, last: Minute): Line {
  const [before, after] = [slownessOf(second), slownessOf(last)];
  return {
    what: 'a fixed piece of work, on this machine',
    platform: ms(after),
    beside: ms(before),
    ratio: (after / before).toFixed(2),
  };
}

/** CPU time of a fixed piece of work, in the middle of what was seen of a minute. */
const slownessOf = ({ standings }: Minute): number => median(standings.map((standing) => standing.yardstickMs));

const mean = ({ standings }: Minute, figure: keyof Standing): number =>
  standings.reduce((sum, standing) => sum + standing[figure], 0) / standings.length;
