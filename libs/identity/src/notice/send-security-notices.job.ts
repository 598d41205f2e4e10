import { Injectable } from '@nestjs/common';
import { HandlesJob, jobType, MailDebts, type JobHandler, type MailMessage } from '#platform';
import type { NoticeKind } from '../mail/account-mail-kinds.js';
import { presentAccountMail } from '../mail/account-mail.presenter.js';
import type { Language } from '../user/user.aggregate.js';

/** A bell and nothing more: what is owed lies in the database, so that no queue can lose it. */
export const SEND_SECURITY_NOTICES = jobType<Record<string, never>>('mail', 'send-security-notices', {
  attemptsMax: 1,
});

const EVERY_MS = 10_000;

interface OwedRow {
  readonly kind: NoticeKind;
  readonly occurredAt: Date;
  readonly detail: string | null;
  readonly email: string;
  readonly language: Language;
}

const OWED = {
  table: 'security_notices',
  columns: `kind, occurred_at AS "occurredAt", detail,
    (SELECT email FROM users WHERE users.id = user_id), (SELECT language FROM users WHERE users.id = user_id)`,
  keepsPaid: true,
  compose: ({ kind, occurredAt, detail, email, language }: OwedRow): MailMessage => ({
    to: email,
    ...presentAccountMail(kind, language, { time: occurredAt, detail }),
  }),
} as const;

/** Sends the notices that are owed. */
@Injectable()
@HandlesJob(SEND_SECURITY_NOTICES, { everyMs: EVERY_MS })
export class SendSecurityNoticesJob implements JobHandler<Record<string, never>> {
  constructor(private readonly debts: MailDebts) {}

  run(): Promise<void> {
    return this.debts.pay(OWED);
  }

  interrupt(): void {
    this.debts.interrupt(OWED);
  }
}
