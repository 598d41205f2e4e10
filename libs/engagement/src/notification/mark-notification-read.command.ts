import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid } from '#kernel';
import { UnitOfWork } from '#platform';
import { lockCounts, type NotificationOwner } from './notification-counts.js';
import { NOTIFICATION_COLUMNS, notificationView, type NotificationView } from './notification-view.js';
import { NotificationNotFound } from './notification.errors.js';

/** Marks one notification. Throws NotificationNotFound. Safe to repeat: the first time counts. */
export class MarkNotificationRead extends Command<NotificationView> {
  constructor(
    readonly owner: NotificationOwner,
    readonly notificationId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${NOTIFICATION_COLUMNS} FROM notifications WHERE id = $1 AND organization_id = $2 AND user_id = $3`;
const MARK = 'UPDATE notifications SET read_at = $2 WHERE id = $1';
const COUNT_DOWN = `UPDATE notification_counts SET unread = unread - 1
  WHERE organization_id = $1 AND user_id = $2 AND type = $3`;

@CommandHandler(MarkNotificationRead)
export class MarkNotificationReadHandler implements ICommandHandler<MarkNotificationRead> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async execute({ owner, notificationId }: MarkNotificationRead): Promise<NotificationView> {
    if (!isUuid(notificationId)) throw new NotificationNotFound();
    const { organizationId, userId } = owner;
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      await lockCounts(tx, owner);
      const [row] = await tx.query<NotificationView>(READ, [notificationId, organizationId, userId]);
      if (!row) throw new NotificationNotFound();
      const notification = notificationView(row);
      if (notification.readAt !== null) return notification;
      tx.write(MARK, [notificationId, now]);
      tx.write(COUNT_DOWN, [organizationId, userId, notification.type]);
      return { ...notification, readAt: now.toISOString() };
    });
  }
}
