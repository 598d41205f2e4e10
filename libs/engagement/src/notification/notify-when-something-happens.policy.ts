import { Inject, Injectable } from '@nestjs/common';
import { Clock, uuidv7 } from '#kernel';
import { Memberships, type Member } from '#identity';
import { CONFIG, OutboxSubscriber, type Config, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { OwedMails } from '../mail/owed-mails.service.js';
import { noticeOf, NOTIFYING_EVENTS, type Notice } from './notification-events.js';
import { NOTIFICATION_KINDS } from './notification-kinds.js';
import { mailNotification, wordNotification, type WordedNotification } from './notification.presenter.js';

/** One notice on its way to one person. */
interface Told extends WordedNotification {
  readonly id: string;
  readonly event: OutboxEvent;
  readonly notice: Notice;
  readonly member: Member;
}

/** News that come later, because a worker was away for days or a person replays events, are not mailed any more. */
const MAILED_WITHIN_MS = 24 * 3_600_000;

// Somebody who was told of an event before, because the subscriber is replayed, is neither told nor counted again.
const TELL = `WITH told AS (
    INSERT INTO notifications
      (id, event_id, organization_id, user_id, type, category, title, message, action_url, created_at)
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, event_id uuid, organization_id uuid, user_id uuid,
      type notification_type, category notification_category, title text, message text, action_url text,
      created_at timestamptz)
    ON CONFLICT (event_id, user_id) DO NOTHING
    RETURNING id, organization_id, user_id, type
  ), counted AS (
    INSERT INTO notification_counts AS c (organization_id, user_id, type, total, unread)
    SELECT organization_id, user_id, type, count(*), count(*) FROM told
    GROUP BY organization_id, user_id, type ORDER BY organization_id, user_id, type
    ON CONFLICT (organization_id, user_id, type)
      DO UPDATE SET total = c.total + excluded.total, unread = c.unread + excluded.unread
  )
  SELECT id FROM told`;

/** Tells everybody whom an event concerns, and mails what is about money to whoever wants that. */
@Injectable()
@OutboxSubscriber()
export class NotifyWhenSomethingHappens implements Subscriber {
  readonly name = 'notifications';
  readonly types = NOTIFYING_EVENTS;

  constructor(
    private readonly memberships: Memberships,
    private readonly mails: OwedMails,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    return this.handleAll([event], tx);
  }

  async handleAll(events: readonly OutboxEvent[], tx: Transaction): Promise<void> {
    const organizationIds = events.flatMap(({ organizationId }) => organizationId ?? []);
    const members = await this.memberships.membersOf(tx, [...new Set(organizationIds)]);
    const now = this.clock.now();
    const told = events.flatMap((event) => this.tellingsOf(event, members, now));
    if (told.length === 0) return;
    const added = await tx.query<{ id: string }>(TELL, [JSON.stringify(told.map(rowOf))]);
    const news = new Set(added.map(({ id }) => id));
    const mailed = told.filter((telling) => news.has(telling.id) && isMailed(telling, now));
    this.mails.owe(
      tx,
      mailed.map((telling) => ({ id: telling.id, message: this.mailOf(telling) })),
    );
  }

  private tellingsOf(event: OutboxEvent, members: readonly Member[], now: Date): Told[] {
    const notice = noticeOf(event);
    if (!notice) return [];
    return members
      .filter((member) => concerns(event, member))
      .map((member) => {
        const worded = wordNotification(notice, member.language, { isSandbox: event.mode === 'sandbox' });
        return { id: uuidv7(now), event, notice, member, ...worded };
      });
  }

  private mailOf(telling: Told): ReturnType<typeof mailNotification> {
    const url = `${this.config.publicUrl}${NOTIFICATION_KINDS[telling.notice.kind].actionUrl}`;
    return mailNotification(telling, telling.member, url);
  }
}

/** What happens to an account concerns its holder, and what happens to an organisation everybody who belongs to it. */
function concerns({ organizationId, payload }: OutboxEvent, member: Member): boolean {
  const { userId } = payload as { userId?: string };
  return member.organizationId === organizationId && (userId === undefined || userId === member.userId);
}

const isMailed = ({ notice, member, event }: Told, now: Date): boolean =>
  NOTIFICATION_KINDS[notice.kind].aboutMoney &&
  member.emailNotifications &&
  now.getTime() - event.occurredAt.getTime() < MAILED_WITHIN_MS;

function rowOf({ id, event, notice, member, title, message }: Told): object {
  const { type, category, actionUrl } = NOTIFICATION_KINDS[notice.kind];
  return {
    id,
    event_id: event.id,
    organization_id: member.organizationId,
    user_id: member.userId,
    type,
    category,
    title,
    message,
    action_url: actionUrl,
    created_at: event.occurredAt.toISOString(),
  };
}
