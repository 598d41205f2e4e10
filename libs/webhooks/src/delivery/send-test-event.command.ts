import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, uuidv7 } from '#kernel';
import { Audit, Queues, UnitOfWork, type Transaction } from '#platform';
import { WebhookDialects } from '../dialect/webhook-dialects.service.js';
import { loadActiveEndpoint } from '../endpoint/load-endpoint.js';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import { makeDeliveries } from './make-deliveries.js';
import { SEND_DUE_WEBHOOKS } from './send-due-webhooks.job.js';

/**
 * Sends an endpoint an event that stands for nothing, whatever it subscribed to: signed, tried and listed like any
 * other. Resolves to the id of the delivery. Throws WebhookEndpointNotFound, WebhookEndpointInactive.
 */
export class SendTestWebhook extends Command<string> {
  constructor(
    readonly owner: WebhookOwner,
    readonly endpointId: string,
    readonly actorId: string | null,
  ) {
    super();
  }
}

@CommandHandler(SendTestWebhook)
export class SendTestWebhookHandler implements ICommandHandler<SendTestWebhook> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dialects: WebhookDialects,
    private readonly queues: Queues,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute(command: SendTestWebhook): Promise<string> {
    return this.unitOfWork.run((tx) => this.queue(tx, command));
  }

  private async queue(tx: Transaction, { owner, endpointId, actorId }: SendTestWebhook): Promise<string> {
    const endpoint = await loadActiveEndpoint(tx, owner, endpointId);
    const now = this.clock.now();
    const worded = this.dialects.named(owner.dialect).wordTest(endpoint.id);
    const id = uuidv7(now);
    const deliveries = [{ id, endpointId: endpoint.id }];
    await makeDeliveries(tx, [{ eventId: uuidv7(now), occurredAt: now, owner, worded, deliveries }], now);
    this.audit.record(tx, {
      action: 'webhook.tested',
      organizationId: owner.organizationId,
      actorId,
      recordId: endpoint.id,
    });
    tx.onCommit(() => this.queues.ring(SEND_DUE_WEBHOOKS));
    return id;
  }
}
