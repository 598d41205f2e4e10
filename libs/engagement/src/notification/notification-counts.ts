import type { Database, Transaction } from '#platform';
import type { NotificationType } from './notification-kinds.js';

/** Whose notifications: an account's, for the organisation that it acts for. */
export interface NotificationOwner {
  readonly userId: string;
  readonly organizationId: string;
}

export interface NotificationCount {
  readonly type: NotificationType;
  readonly total: number;
  readonly unread: number;
}

export type UnreadCount = Readonly<Record<NotificationType, number>>;

const READ = `SELECT type, total, unread FROM notification_counts WHERE organization_id = $1 AND user_id = $2`;
const LOCK = `${READ} ORDER BY type FOR UPDATE`;

export const readCounts = (
  database: Database,
  { organizationId, userId }: NotificationOwner,
): Promise<NotificationCount[]> => database.query<NotificationCount>(READ, [organizationId, userId]);

/** The counts, which nobody else changes until the end of the transaction: who marks or removes comes here first. */
export const lockCounts = (
  tx: Transaction,
  { organizationId, userId }: NotificationOwner,
): Promise<NotificationCount[]> => tx.query<NotificationCount>(LOCK, [organizationId, userId]);

export const unreadOf = (counts: readonly NotificationCount[]): UnreadCount => ({
  primary: counts.find(({ type }) => type === 'primary')?.unread ?? 0,
  notification: counts.find(({ type }) => type === 'notification')?.unread ?? 0,
});
