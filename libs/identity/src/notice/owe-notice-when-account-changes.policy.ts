import { Injectable } from '@nestjs/common';
import { OutboxSubscriber, Queues, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { API_KEY_GENERATED } from '../api-key/api-key.events.js';
import type { NoticeKind } from '../mail/account-mail-kinds.js';
import { ORGANIZATION_LET_LIVE } from '../organization/organization.events.js';
import { PERSONAL_ACCESS_TOKEN_CREATED } from '../personal-access-token/personal-access-token.events.js';
import { SECOND_FACTOR_CHANGED, type SecondFactorChanged } from '../second-factor/second-factor.events.js';
import { REFRESH_TOKEN_REUSED } from '../session/session.events.js';
import { PASSWORD_CHANGED } from '../user/user.events.js';
import { SEND_SECURITY_NOTICES } from './send-security-notices.job.js';

const KIND_OF: Readonly<Record<string, (payload: object) => NoticeKind>> = {
  [PASSWORD_CHANGED]: () => 'password_changed',
  [REFRESH_TOKEN_REUSED]: () => 'refresh_token_reused',
  [API_KEY_GENERATED]: () => 'api_key_generated',
  [PERSONAL_ACCESS_TOKEN_CREATED]: () => 'access_token_created',
  [SECOND_FACTOR_CHANGED]: (payload) =>
    (payload as SecondFactorChanged).enabled ? 'second_factor_enabled' : 'second_factor_disabled',
};

interface OwnerNotice {
  readonly kind: NoticeKind;
  /** Field of the payload that says what it is about, where the kind does not say it all. */
  readonly detail?: string;
}

/** Happens to an organisation; its owner is told. Most events are those of libs that this one does not know. */
const OWNER_NOTICES: Readonly<Record<string, OwnerNotice>> = {
  [ORGANIZATION_LET_LIVE]: { kind: 'organization_let_live' },
  'merchants.onboarding_rejected': { kind: 'onboarding_rejected', detail: 'reason' },
  'merchants.bank_account_added': { kind: 'bank_account_added', detail: 'label' },
  'webhook.endpoint_disabled': { kind: 'webhook_switched_off', detail: 'url' },
};

const OWE = `INSERT INTO security_notices (id, user_id, kind, occurred_at, due_at)
  VALUES ($1, $2, $3, $4, $4) ON CONFLICT (id) DO NOTHING`;
const OWE_OWNER = `INSERT INTO security_notices (id, user_id, kind, occurred_at, due_at, detail)
  SELECT $1, user_id, $5, $3, $3, $4 FROM memberships
  WHERE organization_id = $2 AND role = 'owner' ORDER BY created_at LIMIT 1 ON CONFLICT (id) DO NOTHING`;

/**
 * Owes the holder a mail when something happened that a thief might have done, or that staff or the platform decided.
 * The row is the debt, the job only pays it.
 */
@Injectable()
@OutboxSubscriber()
export class OweNoticeWhenAccountChanges implements Subscriber {
  readonly name = 'security-notices';
  readonly types = [...Object.keys(KIND_OF), ...Object.keys(OWNER_NOTICES)];

  constructor(private readonly queues: Queues) {}

  handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    const owners = OWNER_NOTICES[event.type];
    if (owners) {
      const { kind, detail } = owners;
      const about = detail === undefined ? null : (event.payload as Record<string, string>)[detail];
      tx.write(OWE_OWNER, [event.id, event.organizationId, event.occurredAt, about, kind]);
    } else {
      const { userId } = event.payload as { userId: string };
      tx.write(OWE, [event.id, userId, KIND_OF[event.type]?.(event.payload), event.occurredAt]);
    }
    tx.onCommit(() => this.queues.ring(SEND_SECURITY_NOTICES));
    return Promise.resolve();
  }
}
