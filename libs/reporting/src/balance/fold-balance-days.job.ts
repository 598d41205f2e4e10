import { Injectable } from '@nestjs/common';
import { foldNotes, HandlesJob, jobType, UnitOfWork, type JobHandler, type Notes } from '#platform';

export const FOLD_BALANCE_DAYS = jobType<object>('maintenance', 'fold-balance-days', { attemptsMax: 1 });

const EVERY_MS = 5000;

const NOTES: Notes = {
  table: 'balance_day_changes',
  columns: 'organization_id, mode, currency, day, category, pending, available',
  fold: `INSERT INTO balance_days AS kept (organization_id, mode, currency, day, category, pending, available)
    SELECT organization_id, mode, currency, day, category, sum(pending), sum(available) FROM taken
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (organization_id, mode, currency, day, category)
    DO UPDATE SET pending = kept.pending + excluded.pending, available = kept.available + excluded.available`,
};

/** Folds what journals noted into the sums of their days. */
@Injectable()
@HandlesJob(FOLD_BALANCE_DAYS, { everyMs: EVERY_MS })
export class FoldBalanceDaysJob implements JobHandler<object> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  run(): Promise<void> {
    return foldNotes(this.unitOfWork, NOTES);
  }
}
