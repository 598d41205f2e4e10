import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid, type Mode } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import type { Principal } from '../session/authenticator.service.js';
import { ApiKeyNotFound } from './api-key.errors.js';
import { apiKeyRevoked } from './api-key.events.js';

export interface RevokedApiKey {
  readonly id: string;
  readonly mode: Mode;
  readonly revokedAt: Date;
}

/**
 * Makes a key unusable, named by its id or by the mode whose key it is in the application that came with the account.
 * Throws ApiKeyNotFound for one that is unknown, belongs to somebody else or was revoked before.
 */
export class RevokeApiKey extends Command<RevokedApiKey> {
  constructor(
    readonly caller: Principal,
    readonly which: { readonly id: string } | { readonly mode: Mode },
  ) {
    super();
  }
}

const REVOKE = 'UPDATE api_keys SET revoked_at = $3 WHERE organization_id = $1 AND revoked_at IS NULL';
const REVOKE_BY_ID = `${REVOKE} AND id = $2 RETURNING id, mode`;
const REVOKE_BY_MODE = `${REVOKE} AND mode = $2
  AND application_id = (SELECT id FROM applications WHERE organization_id = $1 AND is_default) RETURNING id, mode`;

@CommandHandler(RevokeApiKey)
export class RevokeApiKeyHandler implements ICommandHandler<RevokeApiKey> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, which }: RevokeApiKey): Promise<RevokedApiKey> {
    const now = this.clock.now();
    const byId = 'id' in which;
    if (byId && !isUuid(which.id)) throw new ApiKeyNotFound();
    return this.unitOfWork.run(async (tx) => {
      const [revoked] = await tx.query<{ id: string; mode: Mode }>(byId ? REVOKE_BY_ID : REVOKE_BY_MODE, [
        caller.organizationId,
        byId ? which.id : which.mode,
        now,
      ]);
      if (!revoked) throw new ApiKeyNotFound();
      const { id, mode } = revoked;
      const { organizationId, userId: actorId } = caller;
      tx.record(apiKeyRevoked(caller, revoked, now));
      this.audit.record(tx, { action: 'api_key.revoked', organizationId, actorId, recordId: id, details: { mode } });
      return { id, mode, revokedAt: now };
    });
  }
}
