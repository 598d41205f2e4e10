import type { DomainEvent } from '#kernel';
import { accountEvent, type AccountOwner } from '../user/user.events.js';

export const SECOND_FACTOR_CHANGED = 'identity.two_factor_changed';

export interface SecondFactorChanged {
  readonly userId: string;
  readonly enabled: boolean;
}

export const secondFactorChanged = (owner: AccountOwner, enabled: boolean, at: Date): DomainEvent =>
  accountEvent<SecondFactorChanged>(SECOND_FACTOR_CHANGED, owner, { userId: owner.userId, enabled }, at);
