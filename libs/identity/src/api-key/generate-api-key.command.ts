import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, type Mode } from '#kernel';
import { Audit, UnitOfWork, type Transaction } from '#platform';
import type { Principal } from '../session/authenticator.service.js';
import { apiKeyGenerated, apiKeyRevoked } from './api-key.events.js';
import { ApiKey, maskedKey } from './api-key.table.js';
import { Application } from './application.table.js';

export interface GeneratedApiKey {
  readonly id: string;
  readonly mode: Mode;
  /** The whole key: here and never again. */
  readonly key: string;
  readonly maskedKey: string;
  readonly createdAt: Date;
}

/** Makes a new key for a mode; the one before it is refused from then on. Each call makes another one. */
export class GenerateApiKey extends Command<GeneratedApiKey> {
  constructor(
    readonly caller: Principal,
    readonly mode: Mode,
  ) {
    super();
  }
}

const REVOKE_CURRENT = `UPDATE api_keys SET revoked_at = $3
  WHERE application_id = $1 AND mode = $2 AND revoked_at IS NULL RETURNING id`;

@CommandHandler(GenerateApiKey)
export class GenerateApiKeyHandler implements ICommandHandler<GenerateApiKey> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ caller, mode }: GenerateApiKey): Promise<GeneratedApiKey> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      // The lock on the application makes two at once follow each other: there is one key of a mode at any time.
      const application = await tx.load(Application, { organizationId: caller.organizationId });
      if (!application) throw new Error(`Organisation ${caller.organizationId} has no application`);
      await this.revokeCurrent(tx, caller, application, { mode, now });
      const { key, apiKey } = ApiKey.generate(application, mode, now);
      tx.save(apiKey);
      tx.record(apiKeyGenerated(caller, apiKey, now));
      this.note(tx, 'api_key.generated', caller, apiKey);
      return { id: apiKey.id, mode, key, maskedKey: maskedKey(mode, apiKey.lastFour), createdAt: now };
    });
  }

  private async revokeCurrent(
    tx: Transaction,
    caller: Principal,
    application: Application,
    { mode, now }: { mode: Mode; now: Date },
  ): Promise<void> {
    const [replaced] = await tx.query<{ id: string }>(REVOKE_CURRENT, [application.id, mode, now]);
    if (!replaced) return;
    tx.record(apiKeyRevoked(caller, { id: replaced.id, mode }, now));
    this.note(tx, 'api_key.revoked', caller, { id: replaced.id, mode });
  }

  private note(tx: Transaction, action: string, caller: Principal, key: { id: string; mode: Mode }): void {
    const { organizationId, userId: actorId } = caller;
    this.audit.record(tx, { action, organizationId, actorId, recordId: key.id, details: { mode: key.mode } });
  }
}
