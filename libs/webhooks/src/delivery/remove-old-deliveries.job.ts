import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { HandlesJob, jobType, UnitOfWork, type JobHandler, type Transaction } from '#platform';

const RETENTION_MS = 30 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const CHUNK = 2000;

export const REMOVE_OLD_DELIVERIES = jobType<Record<string, never>>('maintenance', 'remove-old-webhook-deliveries', {
  attemptsMax: 1,
});

const REMOVE = `WITH removed AS (
    DELETE FROM webhook_deliveries WHERE id IN (
      SELECT id FROM webhook_deliveries WHERE created_at < $1 AND status <> 'pending' ORDER BY created_at LIMIT $2
    ) RETURNING event_id, dialect
  ) SELECT event_id AS "eventId", dialect FROM removed`;
const REMOVE_PAYLOADS = `DELETE FROM webhook_payloads p
  USING unnest($1::uuid[], $2::text[]) AS r (event_id, dialect)
  WHERE p.event_id = r.event_id AND p.dialect = r.dialect
    AND NOT EXISTS (SELECT FROM webhook_deliveries d WHERE d.event_id = p.event_id AND d.dialect = p.dialect)`;

/** Forgets deliveries that are 30 days old, with attempts and payloads, in chunks that hold no lock for long. */
@Injectable()
@HandlesJob(REMOVE_OLD_DELIVERIES, { everyMs: HOUR_MS })
export class RemoveOldDeliveriesJob implements JobHandler<Record<string, never>> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - RETENTION_MS);
    let removed = CHUNK;
    while (removed === CHUNK) removed = await this.unitOfWork.run((tx) => this.removeSome(tx, before));
  }

  private async removeSome(tx: Transaction, before: Date): Promise<number> {
    const removed = await tx.query<{ eventId: string; dialect: string }>(REMOVE, [before, CHUNK]);
    const [eventIds, dialects] = [removed.map(({ eventId }) => eventId), removed.map(({ dialect }) => dialect)];
    await tx.query(REMOVE_PAYLOADS, [eventIds, dialects]);
    return removed.length;
  }
}
