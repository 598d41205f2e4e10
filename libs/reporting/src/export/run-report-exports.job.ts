import { Injectable, Logger } from '@nestjs/common';
import { Clock, isOutage } from '#kernel';
import { Database, HandlesJob, jobType, SealedFiles, UnitOfWork, type JobHandler, type Transaction } from '#platform';
import { ReportExport } from './report-export.aggregate.js';
import { ReportProduction, RowLimitExceeded } from './report-production.service.js';

/** Says that there is a file to be made; which, the database knows. */
export const RUN_REPORT_EXPORTS = jobType<Record<string, never>>('reports', 'run-report-exports', { attemptsMax: 1 });

const EVERY_MS = 5000;
const LEASE_MS = 60_000;
const PROGRESS_EVERY_MS = 1000;

// Organisations take turns, so that one which asks for a hundred files does not keep the others waiting.
const FIND_DUE = `SELECT e.id FROM report_exports e
  WHERE e.status IN ('queued', 'processing') AND (e.leased_until IS NULL OR e.leased_until <= $1)
  ORDER BY (SELECT max(o.started_at) FROM report_exports o WHERE o.organization_id = e.organization_id) NULLS FIRST, e.created_at
  LIMIT 1 FOR UPDATE OF e SKIP LOCKED`;
const NOTE_PROGRESS = `UPDATE report_exports SET rows = $3, leased_until = $4, updated_at = $5
  WHERE id = $1 AND attempt = $2 AND status = 'processing' RETURNING 1`;

/** Another worker has begun the same file anew, because this one was not heard of for too long. */
class Overtaken extends Error {}
/** The worker is about to end. */
class Interrupted extends Error {}

/** Makes the files that were asked for, one after the other. */
@Injectable()
@HandlesJob(RUN_REPORT_EXPORTS, { everyMs: EVERY_MS })
export class RunReportExportsJob implements JobHandler<object> {
  private readonly logger = new Logger('Exports');
  private readonly running = new Set<AbortController>();

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly production: ReportProduction,
    private readonly files: SealedFiles,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const ending = new AbortController();
    this.running.add(ending);
    try {
      let order: ReportExport | null;
      while (!ending.signal.aborted && (order = await this.claim())) await this.make(order, ending.signal);
    } finally {
      this.running.delete(ending);
    }
  }

  interrupt(): void {
    for (const ending of this.running) ending.abort(new Interrupted());
  }

  /** Begins the next file. One that was begun too often has failed, and is passed over. */
  private async claim(): Promise<ReportExport | null> {
    for (;;) {
      const claimed = await this.unitOfWork.run(async (tx) => {
        const now = this.clock.now();
        const [due] = await tx.query<{ id: string }>(FIND_DUE, [now]);
        const order = due ? await tx.load(ReportExport, { id: due.id }) : null;
        if (!order) return null;
        const begun = order.begin(LEASE_MS, now);
        if (!begun) this.files.letGo(tx, order.looseKeys);
        tx.save(order);
        return { order, begun };
      });
      if (!claimed) return null;
      if (claimed.begun) return claimed.order;
    }
  }

  private async make(order: ReportExport, signal: AbortSignal): Promise<void> {
    try {
      const made = await this.production.produce(order, { report: this.prolonging(order), signal });
      const isOurs = await this.settle(order, (held, now) => held.complete(made, now));
      // A later attempt goes on, or has ended already and cleared up before this file was there.
      if (!isOurs) await this.unitOfWork.run(async (tx) => this.files.letGo(tx, [order.objectKey()]));
    } catch (error) {
      await this.unmade(order, error as Error);
    }
  }

  private async unmade(order: ReportExport, error: Error): Promise<void> {
    if (error instanceof Overtaken) return;
    // The lease lapses by itself, and whoever finds the database again begins anew.
    if (isOutage(error)) throw error;
    if (error instanceof Interrupted) return void (await this.settle(order, (held, now) => held.handOver(now)));
    if (error instanceof RowLimitExceeded) {
      return void (await this.settle(order, (held, now) => held.fail('row_limit_exceeded', now)));
    }
    this.logger.error(`export ${order.id} failed, attempt ${order.attempt}: ${error.message}`);
    await this.settle(order, (held, now) => held.postpone(now));
  }

  /** Changes the export under its lock, and lets go of the files that it has no more. False, and nothing is changed, when another worker has begun it anew. */
  private settle(order: ReportExport, change: (held: ReportExport, now: Date) => void): Promise<boolean> {
    return this.unitOfWork.run(async (tx: Transaction) => {
      const held = await tx.load(ReportExport, { id: order.id });
      if (held?.status !== 'processing' || held.attempt !== order.attempt) return false;
      change(held, this.clock.now());
      this.files.letGo(tx, held.looseKeys);
      tx.save(held);
      return true;
    });
  }

  /** Shows how far it is, and keeps others from beginning it anew. */
  private prolonging({ id, attempt }: ReportExport): (rows: number) => Promise<void> {
    let toldAt = performance.now();
    return async (rows) => {
      if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
      toldAt = performance.now();
      const now = this.clock.now();
      const values = [id, attempt, rows, new Date(now.getTime() + LEASE_MS), now];
      if ((await this.database.query(NOTE_PROGRESS, values)).length === 0) throw new Overtaken();
    };
  }
}
