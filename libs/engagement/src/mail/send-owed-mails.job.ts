import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, MailQueue, type JobHandler, type MailMessage } from '#platform';

/** A bell and nothing more: what is owed lies in the database, so that no queue can lose it. */
export const SEND_OWED_MAILS = jobType<Record<string, never>>('mail', 'send-owed-mails', { attemptsMax: 1 });

const EVERY_MS = 10_000;
const BATCH = 100;
/** Queueing takes milliseconds; a worker that died in the middle of it gives the mails back after this. */
const LEASE_MS = 60_000;

interface OwedRow {
  readonly id: string;
  readonly message: MailMessage;
}

const CLAIM = `UPDATE owed_mails SET claimed_until = $2 WHERE id IN (
    SELECT id FROM owed_mails WHERE claimed_until IS NULL OR claimed_until <= $1
    ORDER BY owed_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  ) RETURNING id, message`;
const SETTLE = 'DELETE FROM owed_mails WHERE id = ANY($1::uuid[])';

/**
 * Moves owed mails into the queue of mails, from where they are sent and tried again. A crash in between queues a mail
 * twice, under the same message id, rather than never.
 */
@Injectable()
@HandlesJob(SEND_OWED_MAILS, { everyMs: EVERY_MS })
export class SendOwedMailsJob implements JobHandler<Record<string, never>> {
  constructor(
    private readonly database: Database,
    private readonly mails: MailQueue,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    let claimed: OwedRow[];
    do {
      const now = this.clock.now();
      claimed = await this.database.query<OwedRow>(CLAIM, [now, new Date(now.getTime() + LEASE_MS)]);
      if (claimed.length === 0) return;
      await this.mails.addAll(claimed);
      await this.database.query(SETTLE, [claimed.map(({ id }) => id)]);
    } while (claimed.length === BATCH);
  }
}
