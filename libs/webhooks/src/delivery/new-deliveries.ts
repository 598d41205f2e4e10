import type { WordedEvent } from '../dialect/webhook-dialect.port.js';

/** An event that is to be sent to some endpoints of one organisation at one door. */
export interface DueEvent {
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly organizationId: string;
  readonly dialect: string;
  readonly worded: WordedEvent;
}

const messageIdOf = (deliveryId: string): string => `msg_${deliveryId.replaceAll('-', '')}`;

// An event that was handed over before, because a subscriber is replayed, makes no second delivery.
const INSERT = `INSERT INTO webhook_deliveries
  (id, message_id, endpoint_id, organization_id, dialect, event_id, event, occurred_at, data,
   status, attempts, next_attempt_at, created_at)
  SELECT n.id, n.message_id, n.endpoint_id, $4, $5, $6, $7, $8, $9, 'pending', 0, $10, $10
  FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS n (id, message_id, endpoint_id)
  ON CONFLICT (event_id, endpoint_id) WHERE replay_of IS NULL DO NOTHING`;

/** The statement that makes one delivery of an event for each endpoint, due at once. Ids are given by the caller. */
export function newDeliveries(
  { eventId, occurredAt, organizationId, dialect, worded }: DueEvent,
  deliveries: readonly { readonly id: string; readonly endpointId: string }[],
  now: Date,
): { sql: string; values: unknown[] } {
  const values = [
    deliveries.map(({ id }) => id),
    deliveries.map(({ id }) => messageIdOf(id)),
    deliveries.map(({ endpointId }) => endpointId),
    organizationId,
    dialect,
    eventId,
    worded.event,
    occurredAt,
    JSON.stringify(worded.data),
    now,
  ];
  return { sql: INSERT, values };
}
