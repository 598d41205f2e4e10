import type { PersonalAccessTokenView } from '#identity';
import type { Scope } from '../dialect/scopes.js';
import type { Wire } from '../dialect/wire.js';

export const presentAccessToken = (token: PersonalAccessTokenView): Wire<'AccessToken'> => ({
  id: token.id,
  name: token.name,
  // The contract lets none in that it does not know.
  scopes: [...(token.scopes as readonly Scope[])],
  maskedToken: token.maskedToken,
  status: token.expired ? 'expired' : 'active',
  createdAt: token.createdAt.toISOString(),
  expiresAt: token.expiresAt.toISOString(),
  lastUsed: token.lastUsedAt?.toISOString() ?? null,
});
