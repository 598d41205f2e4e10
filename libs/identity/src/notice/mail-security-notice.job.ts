import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, MailDelivery, type JobHandler } from '#platform';
import type { NoticeKind } from '../mail/account-mail-kinds.js';
import { presentAccountMail } from '../mail/account-mail.presenter.js';
import type { Language } from '../user/user.aggregate.js';

export interface MailSecurityNotice {
  readonly eventId: string;
}

export const MAIL_SECURITY_NOTICE = jobType<MailSecurityNotice>('mail', 'mail-security-notice', {
  attemptsMax: 6,
  backOffMs: 5000,
});

interface OwedRow {
  readonly kind: NoticeKind;
  readonly occurred_at: Date;
  readonly email: string;
  readonly language: Language;
  readonly detail: string | null;
}

const READ_OWED = `SELECT n.kind, n.occurred_at, n.detail, u.email, u.language FROM security_notices n
  JOIN users u ON u.id = n.user_id WHERE n.event_id = $1 AND n.mailed_at IS NULL`;
const SETTLE = 'UPDATE security_notices SET mailed_at = $2 WHERE event_id = $1';

/** Sends one notice that is owed. A crash between sending and noting it sends it twice, under one id, rather than never. */
@Injectable()
@HandlesJob(MAIL_SECURITY_NOTICE)
export class MailSecurityNoticeJob implements JobHandler<MailSecurityNotice> {
  constructor(
    private readonly database: Database,
    private readonly mails: MailDelivery,
    private readonly clock: Clock,
  ) {}

  async run({ eventId }: MailSecurityNotice): Promise<void> {
    const owed = await this.database.first<OwedRow>(READ_OWED, [eventId]);
    if (!owed) return;
    const worded = presentAccountMail(owed.kind, owed.language, { time: owed.occurred_at, detail: owed.detail });
    await this.mails.deliver(eventId, { to: owed.email, ...worded });
    await this.database.query(SETTLE, [eventId, this.clock.now()]);
  }
}
