import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { CAN_SEE_PROCESSES, residentMegabytes } from '../bench/process-usage.js';
import { membersOf, type Deployment } from './faults/deployment.js';

/** What a process holds. */
export interface Holding {
  readonly process: string;
  /** Open files and sockets, and memory; null where the system does not tell. */
  readonly handles: number | null;
  readonly megabytes: number | null;
}

/** What a platform holds while it has nothing to do. */
export interface Footprint {
  /** Of everybody to PostgreSQL. */
  readonly connections: number;
  /** Transactions that somebody has left open. */
  readonly idleInTransaction: number;
  /** Jobs that wait or are under way, by queue. */
  readonly jobs: Readonly<Record<string, number>>;
  readonly holdings: readonly Holding[];
}

const LOOKS = 60;
const BETWEEN_LOOKS_MS = 500;
/** Pools give back what they do not use after ten seconds. */
const CONNECTIONS = `SELECT count(*)::int AS connections,
    count(*) FILTER (WHERE state LIKE 'idle in transaction%' AND state_change < clock_timestamp() - interval '2 seconds')::int AS "idleInTransaction"
  FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`;

/**
 * Looks for half a minute and takes the least of each figure: at every moment something is briefly busy, and what is stuck
 * or leaks shows every time.
 */
export async function leastFootprint(
  deployment: Deployment,
  isLow: (footprint: Footprint) => boolean,
): Promise<Footprint> {
  let least = await look(deployment);
  for (let looks = 1; looks < LOOKS && !isLow(least); looks += 1) {
    await delay(BETWEEN_LOOKS_MS);
    least = lesser(least, await look(deployment));
  }
  return least;
}

async function look(deployment: Deployment): Promise<Footprint> {
  const client = new pg.Client(deployment.stage.databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<Pick<Footprint, 'connections' | 'idleInTransaction'>>(CONNECTIONS);
    const [counts = { connections: Number.NaN, idleInTransaction: Number.NaN }] = rows;
    const holdings = membersOf(deployment).map(({ process }) => holdingOf(process.name, process.pid));
    // Any worker knows the queues of all.
    return { ...counts, jobs: await jobsOf(deployment.workers[0].ports.ops), holdings };
  } finally {
    await client.end();
  }
}

function holdingOf(process: Holding['process'], pid: number): Holding {
  if (!CAN_SEE_PROCESSES) return { process, handles: null, megabytes: null };
  return { process, handles: readdirSync(`/proc/${pid}/fd`).length, megabytes: Math.round(residentMegabytes(pid)) };
}

const GAUGE = /^\w*queue_jobs\{(.*)\} (\d+)$/gm;

/** Of the worker's own metrics, which know the queues of either profile. */
async function jobsOf(opsPort: number): Promise<Record<string, number>> {
  const metrics = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
  const jobs: Record<string, number> = {};
  for (const [, labels = '', count] of metrics.matchAll(GAUGE)) {
    const [, queue = '?'] = /queue="([^"]*)"/.exec(labels) ?? [];
    if (/state="(waiting|active)"/.test(labels)) jobs[queue] = (jobs[queue] ?? 0) + Number(count);
  }
  return jobs;
}

function lesser(one: Footprint, other: Footprint): Footprint {
  const least = (a: number | null, b: number | null): number | null => (a === null || b === null ? a : Math.min(a, b));
  return {
    connections: Math.min(one.connections, other.connections),
    idleInTransaction: Math.min(one.idleInTransaction, other.idleInTransaction),
    jobs: Object.fromEntries(
      Object.entries(one.jobs).map(([queue, count]) => [queue, Math.min(count, other.jobs[queue] ?? 0)]),
    ),
    holdings: one.holdings.map((holding, index) => ({
      ...holding,
      handles: least(holding.handles, other.holdings[index]?.handles ?? null),
      megabytes: least(holding.megabytes, other.holdings[index]?.megabytes ?? null),
    })),
  };
}

/** What a process said that somebody has to act on: a healthy platform says nothing of that kind. */
export function alarmsIn(logFile: string): string[] {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  return lines
    .filter((line) => line.includes('"level":"error"') || !line.startsWith('{'))
    .filter((line) => line !== '');
}
