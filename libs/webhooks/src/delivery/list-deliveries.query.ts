import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, pageOf, type Page, type PageRequest } from '#kernel';
import { Database, filteredByDialect } from '#platform';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import {
  DELIVERY_COLUMNS,
  deliveryView,
  type DeliveryRow,
  type WebhookDeliveryStatus,
  type WebhookDeliveryView,
} from './delivery-view.js';

export interface WebhookDeliveryFilters {
  /** One of another organisation, or none at all, gives an empty list. */
  readonly endpointId?: string;
  readonly event?: string;
  /** `dead` lists the dead letters. */
  readonly status?: WebhookDeliveryStatus;
}

/** Lists what was sent or is to be sent for an organisation at one door, newest first. */
export class ListWebhookDeliveries extends Query<Page<WebhookDeliveryView>> {
  constructor(
    readonly owner: WebhookOwner,
    readonly filters: WebhookDeliveryFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListWebhookDeliveries)
export class ListWebhookDeliveriesHandler implements IQueryHandler<ListWebhookDeliveries> {
  constructor(private readonly database: Database) {}

  async execute({ owner, filters, page }: ListWebhookDeliveries): Promise<Page<WebhookDeliveryView>> {
    if (filters.endpointId !== undefined && !isUuid(filters.endpointId)) return pageOf([], page, 0);
    const list = filteredByDialect('webhook_deliveries', owner.organizationId, owner.dialect)
      .and('endpoint_id = ?', filters.endpointId)
      .and('event = ?', filters.event)
      .among('status', 'webhook_delivery_status', filters.status && [filters.status]);
    // The few that are dead have an index of their own, which is found by its own words.
    if (filters.status === 'dead') list.holds('dead_lettered_at IS NOT NULL');
    const { items, total } = await list.newestFirst<DeliveryRow>(this.database, DELIVERY_COLUMNS, page);
    return pageOf(items.map(deliveryView), page, total);
  }
}
