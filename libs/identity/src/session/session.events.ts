import type { DomainEvent } from '#kernel';
import { accountEvent, type AccountOwner } from '../user/user.events.js';

export const REFRESH_TOKEN_REUSED = 'identity.refresh_token_reused';

export interface RefreshTokenReused {
  readonly userId: string;
  readonly sessionId: string;
}

export const refreshTokenReused = (owner: AccountOwner, sessionId: string, at: Date): DomainEvent =>
  accountEvent<RefreshTokenReused>(REFRESH_TOKEN_REUSED, owner, { userId: owner.userId, sessionId }, at);
