import { isUuid } from '#kernel';
import type { Transaction } from '#platform';
import { WebhookEndpoint, type WebhookOwner } from './webhook-endpoint.aggregate.js';
import { WebhookEndpointInactive, WebhookEndpointNotFound } from './webhook-endpoint.errors.js';

/**
 * Throws WebhookEndpointNotFound, also for a deleted endpoint and for one of another organisation or door. The lock keeps
 * deliveries to it from being added, too.
 */
export async function loadEndpoint(
  tx: Transaction,
  { organizationId, dialect }: WebhookOwner,
  id: string,
): Promise<WebhookEndpoint> {
  const where = { id, organizationId, dialect };
  const endpoint = isUuid(id) ? await tx.load(WebhookEndpoint, where, 'FOR UPDATE') : null;
  if (!endpoint || endpoint.deletedAt) throw new WebhookEndpointNotFound();
  return endpoint;
}

/** `loadEndpoint` for what is about to be sent. Under the lock of the row nobody can switch it off meanwhile. */
export async function loadActiveEndpoint(tx: Transaction, owner: WebhookOwner, id: string): Promise<WebhookEndpoint> {
  const endpoint = await loadEndpoint(tx, owner, id);
  if (endpoint.status !== 'active') throw new WebhookEndpointInactive();
  return endpoint;
}
