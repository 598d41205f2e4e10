import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, SealedFiles, UnitOfWork, type JobHandler } from '#platform';
import { ReportExport } from './report-export.aggregate.js';

export const EXPIRE_REPORT_EXPORTS = jobType<object>('maintenance', 'expire-report-exports', { attemptsMax: 1 });

const EVERY_MS = 10 * 60 * 1000;
const BATCH = 100;

const FIND_LAPSED = `SELECT id FROM report_exports WHERE status = 'completed' AND expires_at <= $1
  ORDER BY expires_at LIMIT ${BATCH}`;

/** Lets files go whose time is over. Nobody is given one any more by then. */
@Injectable()
@HandlesJob(EXPIRE_REPORT_EXPORTS, { everyMs: EVERY_MS })
export class ExpireReportExportsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly files: SealedFiles,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    let found = BATCH;
    while (found === BATCH) {
      const lapsed = await this.database.query<{ id: string }>(FIND_LAPSED, [this.clock.now()]);
      for (const { id } of lapsed) await this.expire(id);
      found = lapsed.length;
    }
  }

  private expire(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const held = await tx.load(ReportExport, { id });
      if (held?.status !== 'completed') return;
      held.expire(this.clock.now());
      this.files.letGo(tx, held.looseKeys);
      tx.save(held);
    });
  }
}
