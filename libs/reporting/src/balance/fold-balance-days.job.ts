import { Injectable } from '@nestjs/common';
import { HandlesJob, jobType, UnitOfWork, type JobHandler } from '#platform';

export const FOLD_BALANCE_DAYS = jobType<object>('maintenance', 'fold-balance-days', { attemptsMax: 1 });

const EVERY_MS = 5000;
const BATCH = 5000;

/** Takes what is committed and nobody else has in hand. In the order of the key, so that two who fold do not lock each other. */
const FOLD = `WITH taken AS (
    DELETE FROM balance_day_changes WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM balance_day_changes LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    )) RETURNING organization_id, mode, currency, day, category, pending, available
  ), folded AS (
    INSERT INTO balance_days AS kept (organization_id, mode, currency, day, category, pending, available)
    SELECT organization_id, mode, currency, day, category, sum(pending), sum(available) FROM taken
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (organization_id, mode, currency, day, category)
    DO UPDATE SET pending = kept.pending + excluded.pending, available = kept.available + excluded.available
  )
  SELECT count(*)::int AS taken FROM taken`;

/**
 * Folds what journals noted into the sums of their days. Nothing is wrong while it does not run: whoever reads adds the
 * notes, of which there are then more.
 */
@Injectable()
@HandlesJob(FOLD_BALANCE_DAYS, { everyMs: EVERY_MS })
export class FoldBalanceDaysJob implements JobHandler<object> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async run(): Promise<void> {
    let taken: number;
    do {
      taken = await this.unitOfWork.run(async (tx) => (await tx.query<{ taken: number }>(FOLD))[0]?.taken ?? 0);
    } while (taken === BATCH);
  }
}
