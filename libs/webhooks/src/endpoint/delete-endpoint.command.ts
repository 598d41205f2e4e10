import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { endWaitingDeliveries } from '../delivery/end-waiting-deliveries.js';
import { loadEndpoint } from './load-endpoint.js';
import type { WebhookOwner } from './webhook-endpoint.aggregate.js';

/**
 * Removes an endpoint and drops the deliveries that wait; what was delivered stays readable.
 * Throws WebhookEndpointNotFound, so also when it was removed before.
 */
export class DeleteWebhookEndpoint extends Command<void> {
  constructor(
    readonly owner: WebhookOwner,
    readonly endpointId: string,
    readonly actorId: string | null,
  ) {
    super();
  }
}

@CommandHandler(DeleteWebhookEndpoint)
export class DeleteWebhookEndpointHandler implements ICommandHandler<DeleteWebhookEndpoint> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ owner, endpointId, actorId }: DeleteWebhookEndpoint): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const endpoint = await loadEndpoint(tx, owner, endpointId);
      const now = this.clock.now();
      endpoint.delete(now);
      await endWaitingDeliveries(tx, endpoint.id, 'dropped', now);
      tx.save(endpoint);
      this.audit.record(tx, {
        action: 'webhook.deleted',
        organizationId: owner.organizationId,
        actorId,
        recordId: endpoint.id,
      });
    });
  }
}
