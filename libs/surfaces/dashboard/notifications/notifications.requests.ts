import type { NotificationFilters } from '#engagement';
import { searched, type PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';

export interface ListNotificationsQuery extends PageQuery {
  readonly type?: Wire<'NotificationType'>;
  readonly filter: 'all' | 'unread';
  readonly search?: string;
}

export const notificationFilters = ({ type, filter, search }: ListNotificationsQuery): NotificationFilters => ({
  ...(type === undefined ? {} : { type }),
  unreadOnly: filter === 'unread',
  ...searched(search),
});
