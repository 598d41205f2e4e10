import type { NotificationPage, NotificationView } from '#engagement';
import { pagination } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';

export const presentNotification = (notification: NotificationView): Wire<'Notification'> => ({
  id: notification.id,
  type: notification.type,
  category: notification.category,
  title: notification.title,
  message: notification.message,
  read: notification.readAt !== null,
  actionUrl: notification.actionUrl,
  createdAt: notification.createdAt,
});

export const presentNotifications = ({ page, unread }: NotificationPage): Wire<'NotificationList'> => ({
  notifications: page.items.map(presentNotification),
  unreadCount: unread,
  pagination: pagination(page),
});
