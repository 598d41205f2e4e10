import { domainEvent, type DomainEvent } from '#kernel';

export const ONBOARDING_REJECTED = 'merchants.onboarding_rejected';

export interface OnboardingRejected {
  readonly reason: string;
}

/** That an organisation was let live is told by identity, whoever let it. */
export const onboardingRejected = (
  organizationId: string,
  payload: OnboardingRejected,
  occurredAt: Date,
): DomainEvent =>
  domainEvent({
    type: ONBOARDING_REJECTED,
    version: 1,
    organizationId,
    mode: null,
    subjectId: organizationId,
    occurredAt,
    payload,
  });
