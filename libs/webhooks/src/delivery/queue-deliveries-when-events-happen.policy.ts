import { Injectable } from '@nestjs/common';
import { Clock, uuidv7 } from '#kernel';
import { OutboxSubscriber, Queues, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { patternsFor } from '../dialect/event-patterns.js';
import { WebhookDialects } from '../dialect/webhook-dialects.service.js';
import { makeDeliveries } from './make-deliveries.js';
import { SEND_DUE_WEBHOOKS } from './send-due-webhooks.job.js';

// The share of the lock keeps an endpoint as it is until the deliveries are committed. KEY SHARE is enough, because
// commands lock the whole row, and it lets attempts be written down meanwhile.
const FIND_ENDPOINTS = `SELECT id FROM webhook_endpoints
  WHERE organization_id = $1 AND dialect = $2 AND deleted_at IS NULL AND status = 'active' AND patterns && $3::text[]
  ORDER BY id FOR KEY SHARE`;

/** Makes one delivery per event and endpoint that subscribed to it, in the transaction of the relay. */
@Injectable()
@OutboxSubscriber()
export class QueueDeliveriesWhenEventsHappen implements Subscriber {
  readonly name = 'webhook-fan-out';
  readonly types: readonly string[];
  private readonly rung = new WeakSet<Transaction>();

  constructor(
    private readonly dialects: WebhookDialects,
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {
    this.types = dialects.eventTypes;
  }

  async handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    const { organizationId } = event;
    if (organizationId === null) return;
    for (const dialect of this.dialects.listeningTo(event.type)) {
      const worded = dialect.word(event);
      if (!worded) continue;
      const endpoints = await tx.query<{ id: string }>(FIND_ENDPOINTS, [
        organizationId,
        dialect.name,
        patternsFor(worded.event, dialect),
      ]);
      if (endpoints.length === 0) continue;
      const now = this.clock.now();
      await makeDeliveries(
        tx,
        { eventId: event.id, occurredAt: event.occurredAt, organizationId, dialect: dialect.name, worded },
        endpoints.map((endpoint) => ({ id: uuidv7(now), endpointId: endpoint.id })),
        now,
      );
      this.ringAfter(tx);
    }
  }

  /** Once per transaction, however many events it brings. */
  private ringAfter(tx: Transaction): void {
    if (this.rung.has(tx)) return;
    this.rung.add(tx);
    tx.onCommit(() => this.queues.nudge(SEND_DUE_WEBHOOKS, {}));
  }
}
