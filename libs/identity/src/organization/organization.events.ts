import { domainEvent, type DomainEvent } from '#kernel';

export const ORGANIZATION_LET_LIVE = 'identity.organization_let_live';

export const organizationLetLive = (organizationId: string, occurredAt: Date): DomainEvent =>
  domainEvent({
    type: ORGANIZATION_LET_LIVE,
    version: 1,
    organizationId,
    mode: null,
    subjectId: organizationId,
    occurredAt,
    payload: {},
  });
