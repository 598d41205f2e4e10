import type { Transaction } from '#platform';
import type { WordedEvent } from '../dialect/webhook-dialect.port.js';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';

/** An event that is to be sent to some endpoints of one organisation at one door. */
export interface DueEvent {
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly owner: WebhookOwner;
  readonly worded: WordedEvent;
  readonly deliveries: readonly { readonly id: string; readonly endpointId: string }[];
}

// An event that was handed over before, because a subscriber is replayed, makes no second delivery.
const INSERT = `WITH payload AS (
    INSERT INTO webhook_payloads (event_id, dialect, occurred_at, data)
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[])
    ON CONFLICT (event_id, dialect) DO NOTHING
  ), delivery AS (
    INSERT INTO webhook_deliveries
      (id, message_id, endpoint_id, organization_id, dialect, event_id, event, status, attempts, created_at)
    SELECT n.id, n.message_id, n.endpoint_id, n.organization_id, n.dialect, n.event_id, n.event, 'pending', 0, $12
    FROM unnest($5::uuid[], $6::text[], $7::uuid[], $8::uuid[], $9::text[], $10::uuid[], $11::text[])
      AS n (id, message_id, endpoint_id, organization_id, dialect, event_id, event)
    ON CONFLICT (event_id, endpoint_id, coalesce(replay_of, event_id)) DO NOTHING
    RETURNING id, endpoint_id
  )
  INSERT INTO webhook_waiting (delivery_id, endpoint_id, next_attempt_at) SELECT id, endpoint_id, $12 FROM delivery`;

const messageIdOf = (deliveryId: string): string => `msg_${deliveryId.replaceAll('-', '')}`;

/** Makes the deliveries, due at once. Safe to repeat: an endpoint gets an event once. */
export async function makeDeliveries(tx: Transaction, events: readonly DueEvent[], now: Date): Promise<void> {
  const deliveries = events.flatMap((event) => event.deliveries.map((delivery) => ({ ...delivery, event })));
  await tx.query(INSERT, [
    events.map(({ eventId }) => eventId),
    events.map(({ owner }) => owner.dialect),
    events.map(({ occurredAt }) => occurredAt),
    events.map(({ worded }) => JSON.stringify(worded.data)),
    deliveries.map(({ id }) => id),
    deliveries.map(({ id }) => messageIdOf(id)),
    deliveries.map(({ endpointId }) => endpointId),
    deliveries.map(({ event }) => event.owner.organizationId),
    deliveries.map(({ event }) => event.owner.dialect),
    deliveries.map(({ event }) => event.eventId),
    deliveries.map(({ event }) => event.worded.event),
    now,
  ]);
}
