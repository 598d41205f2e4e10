import { domainEvent, type DomainEvent, type Mode } from '#kernel';
import type { AccountOwner } from '../user/user.events.js';

export const API_KEY_GENERATED = 'identity.api_key_generated';
export const API_KEY_REVOKED = 'identity.api_key_revoked';

export interface ApiKeyChanged {
  /** Who did it. */
  readonly userId: string;
  readonly apiKeyId: string;
}

export const apiKeyGenerated = (by: AccountOwner, key: { id: string; mode: Mode }, at: Date): DomainEvent =>
  apiKeyEvent(API_KEY_GENERATED, by, key, at);

export const apiKeyRevoked = (by: AccountOwner, key: { id: string; mode: Mode }, at: Date): DomainEvent =>
  apiKeyEvent(API_KEY_REVOKED, by, key, at);

function apiKeyEvent(type: string, by: AccountOwner, key: { id: string; mode: Mode }, occurredAt: Date): DomainEvent {
  const payload: ApiKeyChanged = { userId: by.userId, apiKeyId: key.id };
  const { organizationId } = by;
  return domainEvent({ type, version: 1, organizationId, mode: key.mode, subjectId: key.id, occurredAt, payload });
}
