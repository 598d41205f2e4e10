import type { INestApplicationContext } from '@nestjs/common';
import { BooksStandings } from '#payments';
import { AuditChain, Database, MailDebts, Metrics, Queues, ServerStandings, SubscriberStandings } from '#platform';
import { withinOrNull } from './time-box.js';

const LIMIT_MS = 2000;
const JOB_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

export type SetGauges = () => Promise<void>;

/** Gauges of one process: what it holds itself. */
export function processGauges(core: INestApplicationContext): SetGauges {
  const { pool } = core.get(Database);
  const metrics = core.get(Metrics);
  return async () => {
    metrics.dbPoolInUse.set(pool.totalCount - pool.idleCount);
    metrics.dbPoolWaiting.set(pool.waitingCount);
  };
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
  const others = [books, auditLog, mails, server].map((set) => () => set(core, metrics));
  return async () => {
    await Promise.all([ownGauges(), ...[outbox, jobs, ...others].map((set) => withinOrNull(LIMIT_MS, set()))]);
  };
}

async function books(core: INestApplicationContext, metrics: Metrics): Promise<void> {
  const { verifiedAt, findings, overdueSeconds } = await core.get(BooksStandings).read();
  metrics.ledgerVerifyFailures.set(findings);
  metrics.ledgerVerifiedTimestampSeconds.set((verifiedAt?.getTime() ?? 0) / 1000);
  for (const [kind, seconds] of Object.entries(overdueSeconds)) metrics.dueChecksOverdueSeconds.set({ kind }, seconds);
}

async function auditLog(core: INestApplicationContext, metrics: Metrics): Promise<void> {
  const { seals, verifiedAt, findings } = await core.get(AuditChain).read();
  metrics.auditSeals.set(seals);
  metrics.auditVerifyFailures.set(findings);
  metrics.auditVerifiedTimestampSeconds.set((verifiedAt?.getTime() ?? 0) / 1000);
}

async function mails(core: INestApplicationContext, metrics: Metrics): Promise<void> {
  for (const [table, owed] of await core.get(MailDebts).standings()) metrics.mailsOwed.set({ table }, owed);
}

async function server(core: INestApplicationContext, metrics: Metrics): Promise<void> {
  const standing = await core.get(ServerStandings).read();
  metrics.outboxBytes.set(standing.outboxBytes);
  metrics.databaseBytes.set(standing.databaseBytes);
  metrics.databaseOldestTransactionSeconds.set(standing.oldestTransactionSeconds);
  metrics.walArchiveFailing.set(Number(standing.archiveFails));
  metrics.walUnarchivedBytes.set(standing.unarchivedBytes);
}
