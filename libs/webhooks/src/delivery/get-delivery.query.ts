import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { Database } from '#platform';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import {
  ATTEMPT_COLUMNS,
  attemptView,
  DELIVERY_COLUMNS,
  deliveryView,
  type AttemptRow,
  type DeliveryRow,
  type WebhookAttemptView,
  type WebhookDeliveryView,
} from './delivery-view.js';
import { WebhookDeliveryNotFound } from './webhook-delivery.errors.js';

export interface WebhookDeliveryHistory {
  readonly delivery: WebhookDeliveryView;
  /** Oldest first. */
  readonly attempts: readonly WebhookAttemptView[];
}

/** One delivery with all its attempts. Throws WebhookDeliveryNotFound, also for one of another organisation or door. */
export class GetWebhookDelivery extends Query<WebhookDeliveryHistory> {
  constructor(
    readonly owner: WebhookOwner,
    readonly deliveryId: string,
  ) {
    super();
  }
}

// One statement, so that an attempt which is written down meanwhile shows in both or in neither.
const READ = `SELECT ${DELIVERY_COLUMNS}, coalesce((
    SELECT jsonb_agg(to_jsonb(h) ORDER BY h.id) FROM (
      SELECT a.id, ${ATTEMPT_COLUMNS} FROM webhook_attempts a WHERE a.delivery_id = webhook_deliveries.id
    ) h
  ), '[]') AS history
  FROM webhook_deliveries WHERE id = $1 AND organization_id = $2 AND dialect = $3`;

interface Row extends DeliveryRow {
  readonly history: readonly (AttemptRow & { readonly id: string })[];
}

@QueryHandler(GetWebhookDelivery)
export class GetWebhookDeliveryHandler implements IQueryHandler<GetWebhookDelivery> {
  constructor(private readonly database: Database) {}

  async execute({ owner, deliveryId }: GetWebhookDelivery): Promise<WebhookDeliveryHistory> {
    if (!isUuid(deliveryId)) throw new WebhookDeliveryNotFound();
    const row = await this.database.first<Row>(READ, [deliveryId, owner.organizationId, owner.dialect]);
    if (!row) throw new WebhookDeliveryNotFound();
    const { history, ...delivery } = row;
    return {
      delivery: deliveryView(delivery),
      attempts: history.map(({ id: _id, ...attempt }) => attemptView(attempt)),
    };
  }
}
