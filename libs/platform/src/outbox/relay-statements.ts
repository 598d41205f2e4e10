import { OLDEST_WRITER } from '../database/oldest-writer.js';

/** Readable are events of transactions older than every one that may still write some: none can appear before them. */
const READABLE = `e.transaction_id < ${OLDEST_WRITER}`;

export const EVENT_COLUMNS = `e.id, e.type, e.version, e.organization_id AS "organizationId", e.mode,
  e.subject_id AS "subjectId", e.occurred_at AS "occurredAt", e.payload, e.request_id AS "requestId",
  e.position, e.transaction_id AS "transactionId"`;

export const REGISTER = `INSERT INTO outbox_checkpoints (subscriber) VALUES ($1) ON CONFLICT (subscriber) DO NOTHING`;

export const FIND_BEHIND = `SELECT c.subscriber, c.transaction_id AS "transactionId", c.position FROM outbox_checkpoints c
  WHERE c.subscriber = ANY($1::text[]) AND EXISTS (
    SELECT 1 FROM outbox_events e
    WHERE (e.transaction_id, e.position) > (c.transaction_id, c.position) AND ${READABLE}
  )`;

export const LOCK_CHECKPOINT = `SELECT transaction_id AS "transactionId", position FROM outbox_checkpoints
  WHERE subscriber = $1 FOR UPDATE SKIP LOCKED`;

export const READ_EVENTS = `SELECT ${EVENT_COLUMNS} FROM outbox_events e
  WHERE (e.transaction_id, e.position) > ($1::bigint, $2::bigint) AND ${READABLE}
  ORDER BY e.transaction_id, e.position LIMIT $3`;

export const MOVE_CHECKPOINT = `UPDATE outbox_checkpoints
  SET transaction_id = $2::bigint, position = $3::bigint, moved_at = now() WHERE subscriber = $1`;

/** Of those named, moves whoever still stands where it was found. One whom another process serves is left to that process. */
export const PASS_OVER = `UPDATE outbox_checkpoints c
  SET transaction_id = standing.last_transaction_id, position = standing.last_position, moved_at = now()
  FROM (
    SELECT subscriber, found.last_transaction_id, found.last_position FROM outbox_checkpoints
    JOIN unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
      AS found (subscriber, transaction_id, position, last_transaction_id, last_position)
      USING (subscriber, transaction_id, position)
    FOR UPDATE OF outbox_checkpoints SKIP LOCKED
  ) AS standing WHERE c.subscriber = standing.subscriber`;

export const PARK_EVENT = `INSERT INTO outbox_parked (subscriber, transaction_id, event_position, error)
  VALUES ($1, $2::bigint, $3::bigint, $4) ON CONFLICT (subscriber, event_position) DO UPDATE SET error = excluded.error, parked_at = now()`;

/** 100 ms, 200 ms, 400 ms … at most 5 s, with jitter so that several workers do not try in step. */
export function backOffMs(attempt: number): number {
  return Math.min(5000, 100 * 2 ** (attempt - 1)) * (0.8 + Math.random() * 0.4);
}
