import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { UnitOfWork } from '#platform';
import { lockCounts, unreadOf, type NotificationOwner, type UnreadCount } from './notification-counts.js';
import type { NotificationType } from './notification-kinds.js';

/** Marks all of somebody's notifications of one type, or of both, and says how many were unread. Safe to repeat. */
export class MarkAllNotificationsRead extends Command<{ updated: number; unread: UnreadCount }> {
  constructor(
    readonly owner: NotificationOwner,
    /** Null: both. */
    readonly type: NotificationType | null,
  ) {
    super();
  }
}

const MARK = `UPDATE notifications SET read_at = $3
  WHERE organization_id = $1 AND user_id = $2 AND type = ANY($4::notification_type[]) AND read_at IS NULL`;
const COUNT_DOWN = `UPDATE notification_counts SET unread = 0
  WHERE organization_id = $1 AND user_id = $2 AND type = ANY($3::notification_type[])`;

@CommandHandler(MarkAllNotificationsRead)
export class MarkAllNotificationsReadHandler implements ICommandHandler<MarkAllNotificationsRead> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  execute({ owner, type }: MarkAllNotificationsRead): Promise<{ updated: number; unread: UnreadCount }> {
    const { organizationId, userId } = owner;
    const types = type === null ? ['primary', 'notification'] : [type];
    return this.unitOfWork.run(async (tx) => {
      // Under this lock the number of unread ones is that of the count: what is being told meanwhile waits for it.
      const counts = await lockCounts(tx, owner);
      const marked = counts.filter((count) => types.includes(count.type));
      const updated = marked.reduce((sum, { unread }) => sum + unread, 0);
      if (updated > 0) {
        tx.write(MARK, [organizationId, userId, this.clock.now(), types]);
        tx.write(COUNT_DOWN, [organizationId, userId, types]);
      }
      const left = counts.map((count) => (marked.includes(count) ? { ...count, unread: 0 } : count));
      return { updated, unread: unreadOf(left) };
    });
  }
}
