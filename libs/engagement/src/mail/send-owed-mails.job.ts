import { Injectable } from '@nestjs/common';
import { HandlesJob, jobType, MailDebts, type JobHandler, type MailMessage } from '#platform';

/** A bell and nothing more: what is owed lies in the database, so that no queue can lose it. */
export const SEND_OWED_MAILS = jobType<Record<string, never>>('mail', 'send-owed-mails', { attemptsMax: 1 });

const EVERY_MS = 10_000;

const OWED = {
  table: 'owed_mails',
  columns: 'message',
  compose: ({ message }: { readonly message: MailMessage }) => message,
};

/** Sends the mails that are owed. */
@Injectable()
@HandlesJob(SEND_OWED_MAILS, { everyMs: EVERY_MS })
export class SendOwedMailsJob implements JobHandler<Record<string, never>> {
  constructor(private readonly debts: MailDebts) {}

  run(): Promise<void> {
    return this.debts.pay(OWED);
  }

  interrupt(): void {
    this.debts.interrupt(OWED);
  }
}
