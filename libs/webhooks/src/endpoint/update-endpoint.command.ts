import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { endWaitingDeliveries } from '../delivery/end-waiting-deliveries.js';
import { requireKnownPatterns } from '../dialect/event-patterns.js';
import { WebhookDialects } from '../dialect/webhook-dialects.service.js';
import { EndpointUrls } from './endpoint-urls.service.js';
import { loadEndpoint } from './load-endpoint.js';
import type { WebhookEndpointStatus, WebhookEndpointView, WebhookOwner } from './webhook-endpoint.aggregate.js';

/** What is left out stays. */
export interface WebhookEndpointChanges {
  readonly url?: string;
  readonly events?: readonly string[];
  readonly status?: WebhookEndpointStatus;
}

/**
 * Changes address, events or status. `inactive` drops the deliveries that wait; `active` lets later events through and
 * forgets earlier failures. Deliveries that wait go to the new address. Safe to repeat.
 * Throws WebhookEndpointNotFound, InvalidInput for an unknown event, WebhookUrlNotAllowed.
 */
export class UpdateWebhookEndpoint extends Command<WebhookEndpointView> {
  constructor(
    readonly owner: WebhookOwner,
    readonly endpointId: string,
    readonly changes: WebhookEndpointChanges,
    readonly actorId: string | null,
  ) {
    super();
  }
}

@CommandHandler(UpdateWebhookEndpoint)
export class UpdateWebhookEndpointHandler implements ICommandHandler<UpdateWebhookEndpoint> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dialects: WebhookDialects,
    private readonly urls: EndpointUrls,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ owner, endpointId, changes, actorId }: UpdateWebhookEndpoint): Promise<WebhookEndpointView> {
    if (changes.events) requireKnownPatterns(changes.events, this.dialects.named(owner.dialect));
    if (changes.url !== undefined) await this.urls.requireAllowed(changes.url);
    return this.unitOfWork.run(async (tx) => {
      const endpoint = await loadEndpoint(tx, owner, endpointId);
      const now = this.clock.now();
      endpoint.change(changes, now);
      if (changes.status === 'active') endpoint.activate(now);
      if (changes.status === 'inactive') {
        endpoint.deactivate(now);
        await endWaitingDeliveries(tx, endpoint.id, 'dropped', now);
      }
      tx.save(endpoint);
      this.audit.record(tx, {
        action: 'webhook.updated',
        organizationId: owner.organizationId,
        actorId,
        recordId: endpoint.id,
        details: { changed: Object.keys(changes).sort().join(', ') },
      });
      return endpoint.view;
    });
  }
}
