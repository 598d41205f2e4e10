export type WebhookDeliveryStatus = 'pending' | 'delivered' | 'dead' | 'dropped';

export interface WebhookAttemptView {
  /** Counted from 1. */
  readonly number: number;
  readonly attemptedAt: Date;
  readonly durationMs: number;
  /** Null when no answer came. */
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly responseExcerpt: string | null;
}

export interface WebhookDeliveryView {
  readonly id: string;
  readonly messageId: string;
  readonly endpointId: string;
  readonly url: string;
  readonly eventId: string;
  readonly event: string;
  readonly occurredAt: Date;
  /** As the receiver gets it. */
  readonly data: unknown;
  readonly status: WebhookDeliveryStatus;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly lastAttempt: WebhookAttemptView | null;
  /** The delivery that this one replays, and the one that replays this. */
  readonly replayOf: string | null;
  readonly replayedBy: string | null;
  readonly replayedAt: Date | null;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}

export interface AttemptRow extends Omit<WebhookAttemptView, 'attemptedAt'> {
  /** Text out of JSON. */
  readonly attemptedAt: string;
}

export interface DeliveryRow extends Omit<WebhookDeliveryView, 'data' | 'lastAttempt' | 'replayedAt'> {
  readonly data: string;
  readonly lastAttempt: AttemptRow | null;
  readonly replayedAt: Date | null;
}

export const ATTEMPT_COLUMNS = `a.number, a.attempted_at AS "attemptedAt", a.duration_ms AS "durationMs",
  a.http_status AS "httpStatus", a.error, a.response_excerpt AS "responseExcerpt"`;

const FROM_PAYLOAD = `FROM webhook_payloads p
  WHERE p.event_id = webhook_deliveries.event_id AND p.dialect = webhook_deliveries.dialect`;

/** Of a row of webhook_deliveries. */
export const DELIVERY_COLUMNS = `id, message_id AS "messageId", endpoint_id AS "endpointId",
  (SELECT e.url FROM webhook_endpoints e WHERE e.id = endpoint_id) AS url,
  event_id AS "eventId", event, status, attempts,
  (SELECT p.occurred_at ${FROM_PAYLOAD}) AS "occurredAt", (SELECT p.data ${FROM_PAYLOAD}) AS data,
  (SELECT w.next_attempt_at FROM webhook_waiting w WHERE w.delivery_id = webhook_deliveries.id) AS "nextAttemptAt",
  (SELECT to_jsonb(l) FROM (
    SELECT ${ATTEMPT_COLUMNS} FROM webhook_attempts a WHERE a.delivery_id = webhook_deliveries.id ORDER BY a.id DESC LIMIT 1
  ) l) AS "lastAttempt",
  replay_of AS "replayOf",
  (SELECT r.id FROM webhook_deliveries r WHERE r.replay_of = webhook_deliveries.id) AS "replayedBy",
  (SELECT r.created_at FROM webhook_deliveries r WHERE r.replay_of = webhook_deliveries.id) AS "replayedAt",
  created_at AS "createdAt", completed_at AS "completedAt"`;

export const attemptView = (row: AttemptRow): WebhookAttemptView => ({
  ...row,
  attemptedAt: new Date(row.attemptedAt),
});

export const deliveryView = (row: DeliveryRow): WebhookDeliveryView => ({
  ...row,
  data: JSON.parse(row.data) as unknown,
  lastAttempt: row.lastAttempt && attemptView(row.lastAttempt),
});
