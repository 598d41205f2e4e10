import type { Transaction } from '#platform';
import type { WordedEvent } from '../dialect/webhook-dialect.port.js';

/** An event that is to be sent to some endpoints of one organisation at one door. */
export interface DueEvent {
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly organizationId: string;
  readonly dialect: string;
  readonly worded: WordedEvent;
}

export interface NewDelivery {
  readonly id: string;
  readonly endpointId: string;
}

// An event that was handed over before, because a subscriber is replayed, makes no second delivery.
const INSERT = `WITH payload AS (
    INSERT INTO webhook_payloads (event_id, dialect, occurred_at, data) VALUES ($6, $5, $8, $9)
    ON CONFLICT (event_id, dialect) DO NOTHING
  ), delivery AS (
    INSERT INTO webhook_deliveries
      (id, message_id, endpoint_id, organization_id, dialect, event_id, event, status, attempts, created_at)
    SELECT n.id, n.message_id, n.endpoint_id, $4, $5, $6, $7, 'pending', 0, $10
    FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS n (id, message_id, endpoint_id)
    ON CONFLICT (event_id, endpoint_id, coalesce(replay_of, event_id)) DO NOTHING
    RETURNING id, endpoint_id
  )
  INSERT INTO webhook_waiting (delivery_id, endpoint_id, next_attempt_at) SELECT id, endpoint_id, $10 FROM delivery`;

const messageIdOf = (deliveryId: string): string => `msg_${deliveryId.replaceAll('-', '')}`;

/** Makes one delivery of an event for each endpoint, due at once. Safe to repeat: an endpoint gets an event once. */
export async function makeDeliveries(
  tx: Transaction,
  { eventId, occurredAt, organizationId, dialect, worded }: DueEvent,
  deliveries: readonly NewDelivery[],
  now: Date,
): Promise<void> {
  await tx.query(INSERT, [
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
  ]);
}
