import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, UnitOfWork, type JobHandler } from '#platform';
import { ReportExport } from './report-export.aggregate.js';
import { ReportProduction } from './report-production.service.js';

export const EXPIRE_REPORT_EXPORTS = jobType<object>('maintenance', 'expire-report-exports', { attemptsMax: 1 });

const EVERY_MS = 10 * 60 * 1000;
const BATCH = 100;

const FIND_LAPSED = `SELECT id FROM report_exports WHERE status = 'completed' AND expires_at <= $1
  ORDER BY expires_at LIMIT ${BATCH}`;

/** Removes files whose time is over. Nobody is given one any more by then. */
@Injectable()
@HandlesJob(EXPIRE_REPORT_EXPORTS, { everyMs: EVERY_MS })
export class ExpireReportExportsJob implements JobHandler<object> {
  private readonly logger = new Logger('Exports');

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly production: ReportProduction,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    let [found, failed] = [BATCH, 0];
    // What could not be removed is found again: the next run tries it, this one would never end.
    while (found === BATCH && failed === 0) {
      const lapsed = await this.database.query<{ id: string }>(FIND_LAPSED, [this.clock.now()]);
      for (const { id } of lapsed) if (!(await this.expired(id))) failed += 1;
      found = lapsed.length;
    }
  }

  /** A file that cannot be removed keeps no other one. */
  private async expired(id: string): Promise<boolean> {
    try {
      await this.expire(id);
      return true;
    } catch (error) {
      this.logger.warn(`export ${id} could not be removed: ${(error as Error).message}`);
      return false;
    }
  }

  private async expire(id: string): Promise<void> {
    const keys = await this.unitOfWork.run(async (tx) => (await tx.load(ReportExport, { id }))?.objectKeys ?? []);
    // Files first: the export is found again until they are gone.
    await this.production.remove(keys);
    await this.unitOfWork.run(async (tx) => {
      const held = await tx.load(ReportExport, { id });
      if (held?.status !== 'completed') return;
      held.expire(this.clock.now());
      tx.save(held);
    });
  }
}
