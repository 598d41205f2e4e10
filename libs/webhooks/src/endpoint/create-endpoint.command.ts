import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, Sealing, UnitOfWork, type Transaction } from '#platform';
import { requireKnownPatterns } from '../dialect/event-patterns.js';
import { WebhookDialects } from '../dialect/webhook-dialects.service.js';
import { keyContext, newSigningKey, secretOf } from '../signing/signing-key.js';
import { EndpointUrls } from './endpoint-urls.service.js';
import { WebhookEndpoint, type WebhookEndpointView, type WebhookOwner } from './webhook-endpoint.aggregate.js';
import { WebhookLimitReached } from './webhook-endpoint.errors.js';

export interface CreatedWebhookEndpoint {
  readonly endpoint: WebhookEndpointView;
  /** `whsec_…`. Given here only. */
  readonly secret: string;
}

/**
 * Registers an address that events are sent to from now on.
 * Throws InvalidInput for an unknown event, WebhookUrlNotAllowed, WebhookLimitReached. A repeat makes another endpoint.
 */
export class CreateWebhookEndpoint extends Command<CreatedWebhookEndpoint> {
  constructor(
    readonly owner: WebhookOwner,
    readonly request: { readonly url: string; readonly events: readonly string[] },
    readonly actorId: string | null,
  ) {
    super();
  }
}

const LOCK_OWNER = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';
const COUNT = `SELECT count(*)::int AS count FROM webhook_endpoints
  WHERE organization_id = $1 AND dialect = $2 AND deleted_at IS NULL`;

@CommandHandler(CreateWebhookEndpoint)
export class CreateWebhookEndpointHandler implements ICommandHandler<CreateWebhookEndpoint> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dialects: WebhookDialects,
    private readonly urls: EndpointUrls,
    private readonly sealing: Sealing,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ owner, request, actorId }: CreateWebhookEndpoint): Promise<CreatedWebhookEndpoint> {
    const dialect = this.dialects.named(owner.dialect);
    requireKnownPatterns(request.events, dialect);
    await this.urls.requireAllowed(request.url);
    const key = newSigningKey();
    const seal = (id: string): Buffer => this.sealing.seal(key, keyContext(id));
    const endpoint = WebhookEndpoint.create(owner, request, seal, this.clock.now());
    await this.unitOfWork.run(async (tx) => {
      await this.requireRoom(tx, owner, dialect.endpointsMax);
      tx.save(endpoint);
      this.audit.record(tx, {
        action: 'webhook.created',
        organizationId: owner.organizationId,
        actorId,
        recordId: endpoint.id,
      });
    });
    return { endpoint: endpoint.view, secret: secretOf(key) };
  }

  /** The lock lets two creations of one organisation count one after the other: there is no row yet that could. */
  private async requireRoom(tx: Transaction, { organizationId, dialect }: WebhookOwner, limit: number): Promise<void> {
    await tx.query(LOCK_OWNER, [`webhook_endpoints ${organizationId} ${dialect}`]);
    const [counted] = await tx.query<{ count: number }>(COUNT, [organizationId, dialect]);
    if ((counted?.count ?? 0) >= limit) throw new WebhookLimitReached(limit);
  }
}
