import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '../queue/job-handler.js';
import { jobType } from '../queue/job-type.js';
import { UnitOfWork } from './unit-of-work.js';

export const FOLD_LIST_COUNTS = jobType<object>('maintenance', 'fold-list-counts', { attemptsMax: 1 });

const EVERY_MS = 5000;
const BATCH = 5000;

/** Takes what is committed and nobody else has in hand. In the order of the key, so that two who fold do not lock each other. */
const FOLD = `WITH taken AS (
    DELETE FROM list_count_changes WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM list_count_changes LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    )) RETURNING organization_id, mode, list, facet, currency, day, rows
  ), folded AS (
    INSERT INTO list_counts AS kept (organization_id, mode, list, facet, currency, day, rows)
    SELECT organization_id, mode, list, facet, currency, day, sum(rows) FROM taken
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(rows) <> 0 ORDER BY 1, 2, 3, 6, 4, 5
    ON CONFLICT (organization_id, mode, list, day, facet, currency) DO UPDATE SET rows = kept.rows + excluded.rows
  )
  SELECT count(*)::int AS taken FROM taken`;

/**
 * Folds the noted changes of lists into their counts. Nothing is wrong while it does not run: readers add the changes
 * themselves, of which there are then more.
 */
@Injectable()
@HandlesJob(FOLD_LIST_COUNTS, { everyMs: EVERY_MS })
export class FoldListCountsJob implements JobHandler<object> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async run(): Promise<void> {
    let taken: number;
    do {
      taken = await this.unitOfWork.run(async (tx) => (await tx.query<{ taken: number }>(FOLD))[0]?.taken ?? 0);
    } while (taken === BATCH);
  }
}
