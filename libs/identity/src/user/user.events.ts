import { domainEvent, type DomainEvent } from '#kernel';
import type { Language } from './user.aggregate.js';

export const SIGNED_UP = 'identity.signed_up';
export const EMAIL_VERIFIED = 'identity.email_verified';
export const PASSWORD_CHANGED = 'identity.password_changed';

/** Whose account it is; every event about an account begins with it. */
export interface AccountOwner {
  readonly userId: string;
  readonly organizationId: string;
}

export interface SignedUp {
  readonly userId: string;
  readonly language: Language;
}

export interface EmailVerified {
  readonly userId: string;
}

export interface PasswordChanged {
  readonly userId: string;
  /** By somebody who knew the old one, by somebody who could read the holder's mail, or by platform staff. */
  readonly by: 'old_password' | 'mailed_token' | 'operations';
}

export const signedUp = (owner: AccountOwner, language: Language, at: Date): DomainEvent =>
  accountEvent<SignedUp>(SIGNED_UP, owner, { userId: owner.userId, language }, at);

export const emailVerified = (owner: AccountOwner, at: Date): DomainEvent =>
  accountEvent<EmailVerified>(EMAIL_VERIFIED, owner, { userId: owner.userId }, at);

export const passwordChanged = (owner: AccountOwner, by: PasswordChanged['by'], at: Date): DomainEvent =>
  accountEvent<PasswordChanged>(PASSWORD_CHANGED, owner, { userId: owner.userId, by }, at);

/** An event about an account. Accounts belong to no mode. */
export function accountEvent<Payload extends object>(
  type: string,
  owner: AccountOwner,
  payload: Payload,
  occurredAt: Date,
): DomainEvent {
  return domainEvent({
    type,
    version: 1,
    organizationId: owner.organizationId,
    mode: null,
    subjectId: owner.userId,
    occurredAt,
    payload,
  });
}
