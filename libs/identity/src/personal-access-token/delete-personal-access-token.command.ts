import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import type { AccountOwner } from '../user/user.events.js';
import { PersonalAccessTokenNotFound } from './personal-access-token.errors.js';

/** Makes a token of the caller unusable. Throws PersonalAccessTokenNotFound, so also when it was deleted before. */
export class DeletePersonalAccessToken extends Command<void> {
  constructor(
    readonly caller: AccountOwner,
    readonly tokenId: string,
  ) {
    super();
  }
}

const REVOKE = `UPDATE personal_access_tokens SET revoked_at = $4
  WHERE id = $1 AND user_id = $2 AND organization_id = $3 AND revoked_at IS NULL RETURNING id`;

@CommandHandler(DeletePersonalAccessToken)
export class DeletePersonalAccessTokenHandler implements ICommandHandler<DeletePersonalAccessToken> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, tokenId }: DeletePersonalAccessToken): Promise<void> {
    const { userId, organizationId } = caller;
    const now = this.clock.now();
    if (!isUuid(tokenId)) throw new PersonalAccessTokenNotFound();
    await this.unitOfWork.run(async (tx) => {
      const [revoked] = await tx.query(REVOKE, [tokenId, userId, organizationId, now]);
      if (!revoked) throw new PersonalAccessTokenNotFound();
      this.audit.record(tx, { action: 'access_token.deleted', organizationId, actorId: userId, recordId: tokenId });
    });
  }
}
