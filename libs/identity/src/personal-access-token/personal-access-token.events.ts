import type { DomainEvent } from '#kernel';
import { accountEvent, type AccountOwner } from '../user/user.events.js';

export const PERSONAL_ACCESS_TOKEN_CREATED = 'identity.personal_access_token_created';

export interface PersonalAccessTokenCreated {
  readonly userId: string;
  readonly tokenId: string;
  readonly name: string;
}

export const personalAccessTokenCreated = (
  holder: AccountOwner,
  { id: tokenId, name }: { id: string; name: string },
  at: Date,
): DomainEvent =>
  accountEvent<PersonalAccessTokenCreated>(
    PERSONAL_ACCESS_TOKEN_CREATED,
    holder,
    { userId: holder.userId, tokenId, name },
    at,
  );
