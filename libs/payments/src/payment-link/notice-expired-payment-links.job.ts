import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, type JobHandler } from '#platform';

export const NOTICE_EXPIRED_PAYMENT_LINKS = jobType<object>('maintenance', 'notice-expired-payment-links', {
  attemptsMax: 1,
});

const EVERY_MS = 60_000;
const BATCH = 500;
// One that is being changed right now is looked at again the next time.
const NOTICE = `UPDATE payment_links SET expiry_seen_at = $1 WHERE id = ANY(ARRAY(
    SELECT id FROM payment_links WHERE listed_as = 'active' AND expires_at < $1
    ORDER BY expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  )) RETURNING 1`;

/**
 * Writes down which links have expired, for their lists and counts. Whoever reads or redeems one judges by the time and does
 * not wait for this.
 */
@Injectable()
@HandlesJob(NOTICE_EXPIRED_PAYMENT_LINKS, { everyMs: EVERY_MS })
export class NoticeExpiredPaymentLinksJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    let noticed: object[];
    do {
      noticed = await this.database.query(NOTICE, [this.clock.now()]);
    } while (noticed.length === BATCH);
  }
}
