import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, type JobHandler } from '#platform';

export const FORGET_PASSED_INTENTS = jobType<object>('maintenance', 'forget-passed-intents', { attemptsMax: 1 });

const HOUR_MS = 3_600_000;
const BATCH = 5000;

/** Nothing is refused for the sake of one that is not guarded any more. One that is being written anew is left alone. */
const FORGET = `DELETE FROM payment_intents WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM payment_intents WHERE guarded_until <= $1 LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  )) RETURNING 1`;

/** Forgets what repeats are recognised by once no repeat would be refused, in batches that hold no lock for long. */
@Injectable()
@HandlesJob(FORGET_PASSED_INTENTS, { everyMs: HOUR_MS })
export class ForgetPassedIntentsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - HOUR_MS);
    let forgotten: object[];
    do {
      forgotten = await this.database.query(FORGET, [before]);
    } while (forgotten.length === BATCH);
  }
}
