import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Page, type PageRequest } from '#kernel';
import { Database, filteredByOrganization } from '#platform';
import {
  readCounts,
  unreadOf,
  type NotificationCount,
  type NotificationOwner,
  type UnreadCount,
} from './notification-counts.js';
import type { NotificationType } from './notification-kinds.js';
import { NOTIFICATION_COLUMNS, notificationView, type NotificationView } from './notification-view.js';

export interface NotificationFilters {
  readonly type?: NotificationType;
  readonly unreadOnly?: boolean;
  /** Text in title or message, in any case. */
  readonly search?: string;
}

export interface NotificationPage {
  readonly page: Page<NotificationView>;
  /** Of all notifications, whatever the filters. */
  readonly unread: UnreadCount;
}

/** Lists somebody's notifications, latest first. Nothing is counted but for a search. */
export class ListNotifications extends Query<NotificationPage> {
  constructor(
    readonly owner: NotificationOwner,
    readonly filters: NotificationFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListNotifications)
export class ListNotificationsHandler implements IQueryHandler<ListNotifications> {
  constructor(private readonly database: Database) {}

  async execute({ owner, filters, page }: ListNotifications): Promise<NotificationPage> {
    const { type, unreadOnly = false, search } = filters;
    const counts = await readCounts(this.database, owner);
    const list = filteredByOrganization('notifications', owner.organizationId)
      .of('user_id', owner.userId)
      .and('type = ?', type)
      .containing('search_text', search);
    if (unreadOnly) list.holds('read_at IS NULL');
    const known = search === undefined ? countOf(counts, { type, unreadOnly }) : undefined;
    const { items, total } = await list.newestFirst<NotificationView>(this.database, NOTIFICATION_COLUMNS, page, known);
    return { page: pageOf(items.map(notificationView), page, total), unread: unreadOf(counts) };
  }
}

const countOf = (
  counts: readonly NotificationCount[],
  { type, unreadOnly }: { type: NotificationType | undefined; unreadOnly: boolean },
): number =>
  counts
    .filter((count) => type === undefined || count.type === type)
    .reduce((sum, { total, unread }) => sum + (unreadOnly ? unread : total), 0);
