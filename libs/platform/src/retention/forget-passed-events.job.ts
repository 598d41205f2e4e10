import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '../database/database.js';
import { HandlesJob, type JobHandler } from '../queue/job-handler.js';
import { jobType } from '../queue/job-type.js';

export const FORGET_PASSED_EVENTS = jobType<object>('maintenance', 'forget-passed-events', { attemptsMax: 1 });

const HOUR_MS = 3_600_000;
const KEPT_MS = 7 * 24 * HOUR_MS;
const BATCH = 5000;

/** Parked events stay: they wait to be replayed. Without any subscriber nothing is known to have been passed. */
const FORGET = `DELETE FROM outbox_events WHERE (transaction_id, position) IN (
    SELECT e.transaction_id, e.position FROM outbox_events e
    WHERE e.occurred_at < $1
      AND (e.transaction_id, e.position) <= (
        SELECT c.transaction_id, c.position FROM outbox_checkpoints c ORDER BY c.transaction_id, c.position LIMIT 1
      )
      AND NOT EXISTS (
        SELECT FROM outbox_parked p WHERE p.transaction_id = e.transaction_id AND p.event_position = e.position
      )
    ORDER BY e.occurred_at LIMIT ${BATCH}
  ) RETURNING 1`;
const FIND_HINDRANCE = `SELECT c.subscriber FROM outbox_checkpoints c
  WHERE EXISTS (
    SELECT FROM outbox_events e
    WHERE (e.transaction_id, e.position) > (c.transaction_id, c.position) AND e.occurred_at < $1
  )
  ORDER BY c.subscriber`;

/**
 * Forgets events a week after they happened, once every subscriber has passed them, in batches that hold no lock for
 * long. A subscriber that was taken out of the code keeps its checkpoint and with it the outbox, until somebody deletes
 * the checkpoint: after a roll-back the subscriber may be there again.
 */
@Injectable()
@HandlesJob(FORGET_PASSED_EVENTS, { everyMs: HOUR_MS })
export class ForgetPassedEventsJob implements JobHandler<object> {
  private readonly logger = new Logger('Retention');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    let forgotten: object[];
    do {
      forgotten = await this.database.query(FORGET, [before]);
    } while (forgotten.length === BATCH);
    const hindrances = await this.database.query<{ subscriber: string }>(FIND_HINDRANCE, [before]);
    for (const { subscriber } of hindrances) {
      this.logger.warn(`events older than a week are kept: subscriber ${subscriber} has not passed them`);
    }
  }
}
