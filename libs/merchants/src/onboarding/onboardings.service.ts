import { Injectable } from '@nestjs/common';
import { Clock, isUuid } from '#kernel';
import { Audit, type Transaction } from '#platform';
import { Onboarding } from './onboarding.aggregate.js';
import { OnboardingNotFound } from './onboarding.errors.js';
import type { OnboardingStep, TakenStep } from './onboarding-view.js';

/** Who submits a step, and for whom. */
export interface Applicant {
  readonly organizationId: string;
  readonly userId: string;
}

const BEGIN = `INSERT INTO onboardings (organization_id, status, revision, created_at, updated_at)
  VALUES ($1, 'not_submitted', 0, $2, $2) ON CONFLICT DO NOTHING`;
const ACTIONS = {
  stakeholder: 'onboarding.stakeholder_submitted',
  business: 'onboarding.business_submitted',
  payment: 'onboarding.payment_methods_submitted',
  document: 'onboarding.document_uploaded',
} as const satisfies Record<OnboardingStep, string>;

/** Onboardings under the lock of their row. */
@Injectable()
export class Onboardings {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Takes a step for an organisation, its first or another. `recordId` names what was made by it. Throws OnboardingLocked. */
  async take(
    tx: Transaction,
    step: OnboardingStep,
    { organizationId, userId: actorId }: Applicant,
    recordId = organizationId,
  ): Promise<TakenStep> {
    const now = this.clock.now();
    const onboarding = await this.begun(tx, organizationId);
    onboarding.take(step, now);
    tx.save(onboarding);
    this.audit.record(tx, { action: ACTIONS[step], organizationId, actorId, recordId });
    return { step, savedAt: now, progress: onboarding.progress };
  }

  /** The onboarding of an organisation, begun now when it was not before. */
  async begun(tx: Transaction, organizationId: string): Promise<Onboarding> {
    await tx.query(BEGIN, [organizationId, this.clock.now()]);
    return this.load(tx, organizationId);
  }

  /** Throws OnboardingNotFound. */
  async load(tx: Transaction, organizationId: string): Promise<Onboarding> {
    const onboarding = isUuid(organizationId) ? await tx.load(Onboarding, { organizationId }) : null;
    if (!onboarding) throw new OnboardingNotFound();
    return onboarding;
  }
}
