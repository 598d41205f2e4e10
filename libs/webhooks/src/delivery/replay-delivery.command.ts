import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid, uuidv7 } from '#kernel';
import { Audit, ConstraintViolation, Queues, UnitOfWork, type Transaction } from '#platform';
import { loadActiveEndpoint } from '../endpoint/load-endpoint.js';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import type { WebhookDeliveryStatus } from './delivery-view.js';
import { SEND_DUE_WEBHOOKS } from './send-due-webhooks.job.js';
import { WebhookDeliveryNotFound, WebhookDeliveryPending, WebhookDeliveryReplayed } from './webhook-delivery.errors.js';

/**
 * Sends an event again that was delivered, given up or dropped: a new delivery with all its attempts, and the same
 * message id, so that a receiver which had it after all recognises it. Resolves to the id of the new delivery.
 *
 * Throws WebhookDeliveryNotFound, WebhookDeliveryPending, WebhookEndpointInactive, WebhookEndpointNotFound when that is
 * deleted, and WebhookDeliveryReplayed: a delivery is replayed once, then its replay can be.
 */
export class ReplayWebhookDelivery extends Command<string> {
  constructor(
    readonly owner: WebhookOwner,
    readonly deliveryId: string,
    readonly actorId: string | null,
  ) {
    super();
  }
}

const REPLAYED_BEFORE = 'webhook_deliveries_event_key';
const READ = `SELECT endpoint_id AS "endpointId", status FROM webhook_deliveries
  WHERE id = $1 AND organization_id = $2 AND dialect = $3`;
const COPY = `WITH copy AS (
    INSERT INTO webhook_deliveries
      (id, message_id, endpoint_id, organization_id, dialect, event_id, event, status, attempts, replay_of, created_at)
    SELECT $2, message_id, endpoint_id, organization_id, dialect, event_id, event, 'pending', 0, id, $3
    FROM webhook_deliveries WHERE id = $1
    RETURNING id, endpoint_id
  )
  INSERT INTO webhook_waiting (delivery_id, endpoint_id, next_attempt_at) SELECT id, endpoint_id, $3 FROM copy`;

@CommandHandler(ReplayWebhookDelivery)
export class ReplayWebhookDeliveryHandler implements ICommandHandler<ReplayWebhookDelivery> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queues: Queues,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute(command: ReplayWebhookDelivery): Promise<string> {
    if (!isUuid(command.deliveryId)) throw new WebhookDeliveryNotFound();
    try {
      return await this.unitOfWork.run((tx) => this.replay(tx, command));
    } catch (error) {
      const isReplayed = error instanceof ConstraintViolation && error.constraint === REPLAYED_BEFORE;
      throw isReplayed ? new WebhookDeliveryReplayed() : error;
    }
  }

  private async replay(tx: Transaction, { owner, deliveryId, actorId }: ReplayWebhookDelivery): Promise<string> {
    const { organizationId, dialect } = owner;
    const [original] = await tx.query<{ endpointId: string; status: WebhookDeliveryStatus }>(READ, [
      deliveryId,
      organizationId,
      dialect,
    ]);
    if (!original) throw new WebhookDeliveryNotFound();
    if (original.status === 'pending') throw new WebhookDeliveryPending();
    await loadActiveEndpoint(tx, owner, original.endpointId);
    const now = this.clock.now();
    const id = uuidv7(now);
    await tx.query(COPY, [deliveryId, id, now]);
    this.audit.record(tx, {
      action: 'webhook_delivery.replayed',
      organizationId,
      actorId,
      recordId: deliveryId,
      details: { replay: id },
    });
    tx.onCommit(() => this.queues.ring(SEND_DUE_WEBHOOKS));
    return id;
  }
}
