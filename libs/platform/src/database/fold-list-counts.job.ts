import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '../queue/job-handler.js';
import { jobType } from '../queue/job-type.js';
import { foldNotes, type Notes } from './fold-notes.js';
import { UnitOfWork } from './unit-of-work.js';

export const FOLD_LIST_COUNTS = jobType<object>('maintenance', 'fold-list-counts', { attemptsMax: 1 });

const EVERY_MS = 5000;

const NOTES: Notes = {
  table: 'list_count_changes',
  columns: 'organization_id, part, list, facet, currency, day, rows, amount',
  fold: `INSERT INTO list_counts AS kept (organization_id, part, list, facet, currency, day, rows, amount)
    SELECT organization_id, part, list, facet, currency, day, sum(rows), sum(amount) FROM taken
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(rows) <> 0 OR sum(amount) <> 0 ORDER BY 1, 2, 3, 6, 4, 5
    ON CONFLICT (organization_id, part, list, day, facet, currency)
    DO UPDATE SET rows = kept.rows + excluded.rows, amount = kept.amount + excluded.amount`,
};

/** Folds the noted changes of lists into their counts. */
@Injectable()
@HandlesJob(FOLD_LIST_COUNTS, { everyMs: EVERY_MS })
export class FoldListCountsJob implements JobHandler<object> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  run(): Promise<void> {
    return foldNotes(this.unitOfWork, NOTES);
  }
}
