import type { Page } from '#kernel';
import type { CreatedWebhookEndpoint, WebhookEndpointView } from '#webhooks';
import { pagination } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';

export function presentWebhook(endpoint: WebhookEndpointView): Wire<'WebhookEndpoint'> {
  return {
    id: endpoint.id,
    url: endpoint.url,
    events: patternsOf(endpoint),
    status: endpoint.status,
    createdAt: endpoint.createdAt.toISOString(),
    lastDeliveryAt: endpoint.lastDeliveryAt?.toISOString() ?? null,
    disabledReason: endpoint.disabledReason,
  };
}

export function presentWebhookCreated({ endpoint, secret }: CreatedWebhookEndpoint): Wire<'WebhookEndpointCreated'> {
  return {
    id: endpoint.id,
    url: endpoint.url,
    events: patternsOf(endpoint),
    status: endpoint.status,
    createdAt: endpoint.createdAt.toISOString(),
    secret,
  };
}

export function presentWebhooks(page: Page<WebhookEndpointView>): Wire<'WebhookEndpointList'> {
  return { webhooks: page.items.map(presentWebhook), pagination: pagination(page) };
}

/** As they were sent; the core takes none that the dialect does not know. */
const patternsOf = ({ events }: WebhookEndpointView): Wire<'WebhookEventPattern'>[] => [
  ...(events as readonly Wire<'WebhookEventPattern'>[]),
];
