import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, Sealing, UnitOfWork } from '#platform';
import { keyContext, newSigningKey, secretOf } from '../signing/signing-key.js';
import { loadEndpoint } from './load-endpoint.js';
import type { WebhookOwner } from './webhook-endpoint.aggregate.js';

export interface RotatedWebhookSecret {
  /** `whsec_…`. Given here only. */
  readonly secret: string;
  /** Until then both keys sign. */
  readonly previousUntil: Date;
}

/**
 * Gives an endpoint a new key. For a day everything is signed with both, so that a receiver can change over at leisure.
 * Throws WebhookEndpointNotFound. A repeat makes yet another key and ends the one before the last.
 */
export class RotateWebhookSecret extends Command<RotatedWebhookSecret> {
  constructor(
    readonly owner: WebhookOwner,
    readonly endpointId: string,
    readonly actorId: string | null,
  ) {
    super();
  }
}

@CommandHandler(RotateWebhookSecret)
export class RotateWebhookSecretHandler implements ICommandHandler<RotateWebhookSecret> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sealing: Sealing,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ owner, endpointId, actorId }: RotateWebhookSecret): Promise<RotatedWebhookSecret> {
    const key = newSigningKey();
    const previousUntil = await this.unitOfWork.run(async (tx) => {
      const endpoint = await loadEndpoint(tx, owner, endpointId);
      const until = endpoint.rotateKey(this.sealing.seal(key, keyContext(endpoint.id)), this.clock.now());
      tx.save(endpoint);
      this.audit.record(tx, {
        action: 'webhook.secret_rotated',
        organizationId: owner.organizationId,
        actorId,
        recordId: endpoint.id,
      });
      return until;
    });
    return { secret: secretOf(key), previousUntil };
  }
}
