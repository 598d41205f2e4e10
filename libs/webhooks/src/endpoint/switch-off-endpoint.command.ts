import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { endWaitingDeliveries } from '../delivery/end-waiting-deliveries.js';
import { WebhookEndpoint } from './webhook-endpoint.aggregate.js';
import type { SwitchOffReason } from './webhook-endpoint.events.js';

/**
 * Gives an endpoint up because of what its receiver does. What waits for it becomes a dead letter, so that it can be
 * replayed once the receiver works again. Resolves to whether it was switched off now. Safe to repeat.
 */
export class SwitchOffWebhookEndpoint extends Command<boolean> {
  constructor(
    readonly endpointId: string,
    readonly reason: SwitchOffReason,
  ) {
    super();
  }
}

@CommandHandler(SwitchOffWebhookEndpoint)
export class SwitchOffWebhookEndpointHandler implements ICommandHandler<SwitchOffWebhookEndpoint> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ endpointId, reason }: SwitchOffWebhookEndpoint): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      const endpoint = await tx.load(WebhookEndpoint, { id: endpointId }, 'FOR UPDATE');
      const now = this.clock.now();
      if (!endpoint?.switchOff(reason, now)) return false;
      await endWaitingDeliveries(tx, endpoint.id, 'dead', now);
      tx.save(endpoint);
      this.audit.record(tx, {
        action: 'webhook.disabled',
        organizationId: endpoint.organizationId,
        actorId: null,
        recordId: endpoint.id,
        details: { reason },
      });
      return true;
    });
  }
}
