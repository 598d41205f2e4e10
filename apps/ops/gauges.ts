import type { INestApplicationContext } from '@nestjs/common';
import { Database, Metrics, Queues, SubscriberStandings } from '#platform';
import { withinOrNull } from './time-box.js';

const LIMIT_MS = 2000;
const JOB_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

export type SetGauges = () => Promise<void>;

/** Gauges of one process: what it holds itself. */
export function processGauges(core: INestApplicationContext): SetGauges {
  const { pool } = core.get(Database);
  const metrics = core.get(Metrics);
  return async () => metrics.dbPoolInUse.set(pool.totalCount - pool.idleCount);
}

/** Gauges of the deployment, which any worker can read; what cannot be read in time keeps its value. */
export function deploymentGauges(core: INestApplicationContext): SetGauges {
  const metrics = core.get(Metrics);
  const standings = core.get(SubscriberStandings);
  const queues = core.get(Queues);
  const ownGauges = processGauges(core);
  const outbox = async (): Promise<void> => {
    for (const { subscriber, lagSeconds, parked } of await standings.read()) {
      metrics.outboxLagSeconds.set({ subscriber }, lagSeconds);
      metrics.outboxParkedEvents.set({ subscriber }, parked);
    }
  };
  const jobs = async (): Promise<void> => {
    for (const queue of queues.all()) {
      const counts = await queue.getJobCounts(...JOB_STATES);
      for (const state of JOB_STATES) metrics.queueJobs.set({ queue: queue.name, state }, counts[state] ?? 0);
    }
  };
  return async () => {
    await Promise.all([ownGauges(), withinOrNull(LIMIT_MS, outbox()), withinOrNull(LIMIT_MS, jobs())]);
  };
}
