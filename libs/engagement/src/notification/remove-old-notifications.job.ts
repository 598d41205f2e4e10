import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { HandlesJob, jobType, UnitOfWork, type JobHandler } from '#platform';
import type { NotificationOwner } from './notification-counts.js';

export const REMOVE_OLD_NOTIFICATIONS = jobType<object>('maintenance', 'remove-old-notifications');

const HOUR_MS = 3_600_000;
const KEPT_MS = 365 * 24 * HOUR_MS;
const BATCH = 2000;

const FIND = `SELECT id, organization_id AS "organizationId", user_id AS "userId" FROM notifications
  WHERE created_at < $1 LIMIT ${BATCH}`;
// In the order in which news count them up, and before the notifications, as whoever marks them does: no deadlock.
const LOCK_COUNTS = `SELECT FROM notification_counts
  WHERE (organization_id, user_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))
  ORDER BY organization_id, user_id, type FOR UPDATE`;
const REMOVE = `WITH removed AS (
    DELETE FROM notifications WHERE id = ANY($1::uuid[]) RETURNING organization_id, user_id, type, read_at
  ), fewer AS (
    SELECT organization_id, user_id, type, count(*) AS total, count(*) FILTER (WHERE read_at IS NULL) AS unread
    FROM removed GROUP BY organization_id, user_id, type
  )
  UPDATE notification_counts c SET total = c.total - fewer.total, unread = c.unread - fewer.unread FROM fewer
  WHERE c.organization_id = fewer.organization_id AND c.user_id = fewer.user_id AND c.type = fewer.type`;

/** Removes notifications after a year, read or not, in batches that hold no lock for long. */
@Injectable()
@HandlesJob(REMOVE_OLD_NOTIFICATIONS, { everyMs: HOUR_MS })
export class RemoveOldNotificationsJob implements JobHandler<object> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    let removed: number;
    do {
      removed = await this.removeBatch(before);
    } while (removed === BATCH);
  }

  private removeBatch(before: Date): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const old = await tx.query<NotificationOwner & { id: string }>(FIND, [before]);
      if (old.length === 0) return 0;
      const owners = [old.map(({ organizationId }) => organizationId), old.map(({ userId }) => userId)];
      await tx.query(LOCK_COUNTS, owners);
      await tx.query(REMOVE, [old.map(({ id }) => id)]);
      return old.length;
    });
  }
}
