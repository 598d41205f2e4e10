import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '../database/database.js';
import { HandlesJob, type JobHandler } from '../queue/job-handler.js';
import { jobType } from '../queue/job-type.js';

export const FORGET_LAPSED_KEYS = jobType<object>('maintenance', 'forget-lapsed-keys', { attemptsMax: 1 });

const HOUR_MS = 3_600_000;
const BATCH = 5000;

const FORGET = `DELETE FROM idempotency_keys WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM idempotency_keys WHERE expires_at <= $1 ORDER BY expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  )) RETURNING 1`;

/** Forgets idempotency keys whose time is over, in batches that hold no lock for long. */
@Injectable()
@HandlesJob(FORGET_LAPSED_KEYS, { everyMs: HOUR_MS })
export class ForgetLapsedKeysJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now();
    let forgotten: object[];
    do {
      forgotten = await this.database.query(FORGET, [now]);
    } while (forgotten.length === BATCH);
  }
}
