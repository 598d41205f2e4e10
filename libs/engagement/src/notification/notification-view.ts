import { viewOf } from '#kernel';
import type { NotificationCategory, NotificationType } from './notification-kinds.js';

/** A notification as its holder reads it; instants in ISO 8601. */
export interface NotificationView {
  readonly id: string;
  readonly type: NotificationType;
  readonly category: NotificationCategory;
  readonly title: string;
  readonly message: string;
  readonly actionUrl: string | null;
  readonly readAt: string | null;
  readonly createdAt: string;
}

export const { columns: NOTIFICATION_COLUMNS, view: notificationView } = viewOf<NotificationView>({
  id: true,
  type: true,
  category: true,
  title: true,
  message: true,
  actionUrl: true,
  readAt: true,
  createdAt: true,
});
