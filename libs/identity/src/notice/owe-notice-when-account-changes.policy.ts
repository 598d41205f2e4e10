import { Injectable } from '@nestjs/common';
import { OutboxSubscriber, Queues, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { API_KEY_GENERATED } from '../api-key/api-key.events.js';
import type { NoticeKind } from '../mail/account-mail.presenter.js';
import { SECOND_FACTOR_CHANGED, type SecondFactorChanged } from '../second-factor/second-factor.events.js';
import { REFRESH_TOKEN_REUSED } from '../session/session.events.js';
import { PASSWORD_CHANGED } from '../user/user.events.js';
import { MAIL_SECURITY_NOTICE } from './mail-security-notice.job.js';

const KIND_OF: Readonly<Record<string, (payload: object) => NoticeKind>> = {
  [PASSWORD_CHANGED]: () => 'password_changed',
  [REFRESH_TOKEN_REUSED]: () => 'refresh_token_reused',
  [API_KEY_GENERATED]: () => 'api_key_generated',
  [SECOND_FACTOR_CHANGED]: (payload) =>
    (payload as SecondFactorChanged).enabled ? 'second_factor_enabled' : 'second_factor_disabled',
};

const OWE = `INSERT INTO security_notices (event_id, user_id, kind, occurred_at)
  VALUES ($1, $2, $3, $4) ON CONFLICT (event_id) DO NOTHING`;

/** Owes the holder a mail when something happened that a thief might have done. The row is the debt, the job only pays it. */
@Injectable()
@OutboxSubscriber()
export class OweNoticeWhenAccountChanges implements Subscriber {
  readonly name = 'security-notices';
  readonly types = Object.keys(KIND_OF);

  constructor(private readonly queues: Queues) {}

  async handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    const kind = KIND_OF[event.type]?.(event.payload);
    if (!kind) return;
    const { userId } = event.payload as { userId: string };
    tx.write(OWE, [event.id, userId, kind, event.occurredAt]);
    tx.onCommit(() => this.queues.nudge(MAIL_SECURITY_NOTICE, { eventId: event.id }, { id: event.id }));
  }
}
