import { Injectable } from '@nestjs/common';
import { Clock, uuidv7 } from '#kernel';
import { OutboxSubscriber, Queues, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { patternsFor } from '../dialect/event-patterns.js';
import { WebhookDialects } from '../dialect/webhook-dialects.service.js';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import { makeDeliveries, type DueEvent } from './make-deliveries.js';
import { SEND_DUE_WEBHOOKS } from './send-due-webhooks.job.js';

interface ListeningEndpoint extends WebhookOwner {
  readonly id: string;
  readonly patterns: readonly string[];
}

type Worded = Omit<DueEvent, 'deliveries'>;
type EndpointsByOwner = ReadonlyMap<string, readonly ListeningEndpoint[]>;

// The share of the lock keeps an endpoint as it is until the deliveries are committed. KEY SHARE lets attempts be
// written down meanwhile, and is enough because commands load endpoints FOR UPDATE.
const FIND_ENDPOINTS = `SELECT e.id, e.organization_id AS "organizationId", e.dialect, e.patterns
  FROM webhook_endpoints e
  WHERE (e.organization_id, e.dialect) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))
    AND e.deleted_at IS NULL AND e.status = 'active'
  ORDER BY e.id FOR KEY SHARE OF e`;

/** Makes one delivery per event and endpoint that subscribed to it, in the transaction of the relay. */
@Injectable()
@OutboxSubscriber()
export class QueueDeliveriesWhenEventsHappen implements Subscriber {
  readonly name = 'webhook-fan-out';
  readonly types: readonly string[];

  constructor(
    private readonly dialects: WebhookDialects,
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {
    this.types = dialects.eventTypes;
  }

  handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    return this.handleAll([event], tx);
  }

  async handleAll(events: readonly OutboxEvent[], tx: Transaction): Promise<void> {
    const now = this.clock.now();
    const worded = events.flatMap((event) => this.wordingsOf(event));
    if (worded.length === 0) return;
    const endpoints = await this.endpointsOf(worded, tx);
    const due = worded.map((event) => {
      const listening = this.listeningTo(event, endpoints);
      return { ...event, deliveries: listening.map(({ id }) => ({ id: uuidv7(now), endpointId: id })) };
    });
    const wanted = due.filter(({ deliveries }) => deliveries.length > 0);
    if (wanted.length === 0) return;
    await makeDeliveries(tx, wanted, now);
    tx.onCommit(() => this.queues.ring(SEND_DUE_WEBHOOKS));
  }

  /** The event in the words of each door that has some for it. */
  private wordingsOf(event: OutboxEvent): Worded[] {
    const { id: eventId, organizationId, occurredAt } = event;
    if (organizationId === null) return [];
    return this.dialects.listeningTo(event.type).flatMap((dialect) => {
      const worded = dialect.word(event);
      return worded ? [{ eventId, occurredAt, owner: { organizationId, dialect: dialect.name }, worded }] : [];
    });
  }

  private async endpointsOf(events: readonly Worded[], tx: Transaction): Promise<EndpointsByOwner> {
    const owners = new Map(events.map(({ owner }) => [keyOf(owner), owner]));
    const endpoints = await tx.query<ListeningEndpoint>(FIND_ENDPOINTS, [
      [...owners.values()].map(({ organizationId }) => organizationId),
      [...owners.values()].map(({ dialect }) => dialect),
    ]);
    const byOwner = new Map<string, ListeningEndpoint[]>([...owners.keys()].map((key) => [key, []]));
    for (const endpoint of endpoints) byOwner.get(keyOf(endpoint))?.push(endpoint);
    return byOwner;
  }

  private listeningTo({ owner, worded }: Worded, endpoints: EndpointsByOwner): ListeningEndpoint[] {
    const asking = new Set(patternsFor(worded.event, this.dialects.named(owner.dialect)));
    const ofOwner = endpoints.get(keyOf(owner)) ?? [];
    return ofOwner.filter(({ patterns }) => patterns.some((pattern) => asking.has(pattern)));
  }
}

const keyOf = ({ organizationId, dialect }: WebhookOwner): string => `${organizationId} ${dialect}`;
