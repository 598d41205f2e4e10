import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Queues, type MailMessage, type Transaction } from '#platform';
import { SEND_OWED_MAILS } from './send-owed-mails.job.js';

export interface OwedMail {
  /** Tells a repeat from a second mail. */
  readonly id: string;
  readonly message: MailMessage;
}

const OWE = `INSERT INTO owed_mails (id, message, owed_at, due_at)
  SELECT mail.id, mail.message, $2, $2 FROM jsonb_to_recordset($1::jsonb) AS mail (id uuid, message jsonb)
  ON CONFLICT (id) DO NOTHING`;

/** Mails that follow from something and must not be lost: the row is the debt, a job pays it. */
@Injectable()
export class OwedMails {
  constructor(
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {}

  /** Owes the mails together with what the transaction changes. */
  owe(tx: Transaction, mails: readonly OwedMail[]): void {
    if (mails.length === 0) return;
    tx.write(OWE, [JSON.stringify(mails), this.clock.now()]);
    tx.onCommit(() => this.queues.ring(SEND_OWED_MAILS));
  }
}
