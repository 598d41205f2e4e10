import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { UnitOfWork } from '#platform';
import { lockCounts, unreadOf, type NotificationOwner, type UnreadCount } from './notification-counts.js';
import type { NotificationType } from './notification-kinds.js';

interface Marked {
  readonly updated: number;
  readonly unread: UnreadCount;
}

/** Marks all of somebody's notifications of one type, or of both, and says how many were unread. Safe to repeat, and to break off. */
export class MarkAllNotificationsRead extends Command<Marked> {
  constructor(
    readonly owner: NotificationOwner,
    /** Null: both. */
    readonly type: NotificationType | null,
  ) {
    super();
  }
}

/** So many take some tenths of a second. Their count is locked meanwhile, and with it the telling of news to anybody. */
const BATCH = 2000;

const MARK = `WITH marked AS (
    UPDATE notifications SET read_at = $3 WHERE id IN (
      SELECT id FROM notifications
      WHERE organization_id = $1 AND user_id = $2 AND type = ANY($4::notification_type[]) AND read_at IS NULL
      LIMIT ${BATCH}
    ) RETURNING type
  ), fewer AS (SELECT type, count(*)::int AS unread FROM marked GROUP BY type)
  UPDATE notification_counts c SET unread = c.unread - fewer.unread FROM fewer
  WHERE c.organization_id = $1 AND c.user_id = $2 AND c.type = fewer.type RETURNING c.type, fewer.unread AS marked`;

@CommandHandler(MarkAllNotificationsRead)
export class MarkAllNotificationsReadHandler implements ICommandHandler<MarkAllNotificationsRead> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async execute({ owner, type }: MarkAllNotificationsRead): Promise<Marked> {
    const types: NotificationType[] = type === null ? ['primary', 'notification'] : [type];
    let updated = 0;
    let batch: Marked;
    do {
      batch = await this.markBatch(owner, types);
      updated += batch.updated;
    } while (batch.updated === BATCH);
    return { updated, unread: batch.unread };
  }

  private markBatch(owner: NotificationOwner, types: readonly NotificationType[]): Promise<Marked> {
    const { organizationId, userId } = owner;
    return this.unitOfWork.run(async (tx) => {
      // Under this lock the number of unread ones is that of the count: what is being told meanwhile waits for it.
      const counts = await lockCounts(tx, owner);
      if (!counts.some(({ type, unread }) => types.includes(type) && unread > 0)) {
        return { updated: 0, unread: unreadOf(counts) };
      }
      const values = [organizationId, userId, this.clock.now(), types];
      const marked = await tx.query<{ type: NotificationType; marked: number }>(MARK, values);
      const markedOf = (type: NotificationType): number => marked.find((each) => each.type === type)?.marked ?? 0;
      const left = counts.map((count) => ({ ...count, unread: count.unread - markedOf(count.type) }));
      return { updated: marked.reduce((sum, each) => sum + each.marked, 0), unread: unreadOf(left) };
    });
  }
}
