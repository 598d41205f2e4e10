import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, Queues, type JobHandler } from '#platform';
import { MAIL_SECURITY_NOTICE } from './mail-security-notice.job.js';

export const SWEEP_SECURITY_NOTICES = jobType<object>('maintenance', 'sweep-security-notices');

const EVERY_MS = 60_000;
const OVERDUE_MS = 60_000;
/** After that the address evidently takes no mail. */
const GIVEN_UP_MS = 3 * 24 * 3_600_000;
const BATCH = 500;

const FIND_OVERDUE = `SELECT event_id FROM security_notices
  WHERE mailed_at IS NULL AND occurred_at BETWEEN $1 AND $2 ORDER BY occurred_at LIMIT ${BATCH}`;

/** Queues again what is still owed: a queue may lose jobs, and a mail server may be away for longer than a job is tried. */
@Injectable()
@HandlesJob(SWEEP_SECURITY_NOTICES, { everyMs: EVERY_MS })
export class SweepSecurityNoticesJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    const range = [new Date(now - GIVEN_UP_MS), new Date(now - OVERDUE_MS)];
    const overdue = await this.database.query<{ event_id: string }>(FIND_OVERDUE, range);
    const jobs = overdue.map(({ event_id: eventId }) => ({ data: { eventId }, id: eventId }));
    await this.queues.addMany(MAIL_SECURITY_NOTICE, jobs);
  }
}
