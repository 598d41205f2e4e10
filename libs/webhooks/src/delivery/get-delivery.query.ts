import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { Database } from '#platform';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import {
  ATTEMPT_COLUMNS,
  DELIVERY_COLUMNS,
  deliveryView,
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

const READ = `SELECT ${DELIVERY_COLUMNS} FROM webhook_deliveries
  WHERE id = $1 AND organization_id = $2 AND dialect = $3`;
const READ_ATTEMPTS = `SELECT ${ATTEMPT_COLUMNS} FROM webhook_attempts a WHERE a.delivery_id = $1 ORDER BY a.id`;

@QueryHandler(GetWebhookDelivery)
export class GetWebhookDeliveryHandler implements IQueryHandler<GetWebhookDelivery> {
  constructor(private readonly database: Database) {}

  async execute({ owner, deliveryId }: GetWebhookDelivery): Promise<WebhookDeliveryHistory> {
    if (!isUuid(deliveryId)) throw new WebhookDeliveryNotFound();
    const identity = [deliveryId, owner.organizationId, owner.dialect];
    const row = await this.database.first<DeliveryRow>(READ, identity);
    if (!row) throw new WebhookDeliveryNotFound();
    const attempts = await this.database.query<WebhookAttemptView>(READ_ATTEMPTS, [deliveryId]);
    return { delivery: deliveryView(row), attempts };
  }
}
