import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Page, type PageRequest } from '#kernel';
import { Database, filteredByDialect } from '#platform';
import type { WebhookEndpointView, WebhookOwner } from './webhook-endpoint.aggregate.js';

/** Lists the endpoints of an organisation at one door, newest first. */
export class ListWebhookEndpoints extends Query<Page<WebhookEndpointView>> {
  constructor(
    readonly owner: WebhookOwner,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const COLUMNS = `id, url, patterns AS events, status, disabled_reason AS "disabledReason", failing_since AS "failingSince",
  last_delivery_at AS "lastDeliveryAt", last_success_at AS "lastSuccessAt", created_at AS "createdAt",
  updated_at AS "updatedAt"`;

@QueryHandler(ListWebhookEndpoints)
export class ListWebhookEndpointsHandler implements IQueryHandler<ListWebhookEndpoints> {
  constructor(private readonly database: Database) {}

  async execute({ owner, page }: ListWebhookEndpoints): Promise<Page<WebhookEndpointView>> {
    const list = filteredByDialect('webhook_endpoints', owner.organizationId, owner.dialect).holds(
      'deleted_at IS NULL',
    );
    const { items, total } = await list.newestFirst<WebhookEndpointView>(this.database, COLUMNS, page);
    return pageOf(items, page, total);
  }
}
