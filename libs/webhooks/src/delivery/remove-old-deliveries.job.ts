import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, type JobHandler } from '#platform';

const RETENTION_MS = 30 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const CHUNK = 2000;

export const REMOVE_OLD_DELIVERIES = jobType<Record<string, never>>('maintenance', 'remove-old-webhook-deliveries', {
  attemptsMax: 1,
});

const REMOVE = `WITH removed AS (
    DELETE FROM webhook_deliveries WHERE id IN (
      SELECT id FROM webhook_deliveries WHERE completed_at < $1 ORDER BY completed_at LIMIT $2
    ) RETURNING 1
  ) SELECT count(*)::int AS count FROM removed`;

/** Forgets deliveries 30 days after they ended, with their attempts, in chunks that hold no lock for long. */
@Injectable()
@HandlesJob(REMOVE_OLD_DELIVERIES, { everyMs: HOUR_MS })
export class RemoveOldDeliveriesJob implements JobHandler<Record<string, never>> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - RETENTION_MS);
    for (let removed = CHUNK; removed === CHUNK;) {
      removed = (await this.database.first<{ count: number }>(REMOVE, [before, CHUNK]))?.count ?? 0;
    }
  }
}
