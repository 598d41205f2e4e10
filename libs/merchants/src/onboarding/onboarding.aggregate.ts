import { Column, Entity, PrimaryColumn } from 'typeorm';
import { OnboardingChanged, OnboardingLocked, OnboardingNotUnderReview } from './onboarding.errors.js';
import {
  ONBOARDING_STEPS,
  type OnboardingProgress,
  type OnboardingStatus,
  type OnboardingStep,
} from './onboarding-view.js';

/** What a reviewer has seen, and who it is. */
export interface Review {
  readonly revision: number;
  readonly actorId: string;
}

/**
 * How far an organisation is on its way to live mode.
 *
 *   not_submitted → under_review   with the last missing step
 *   under_review → approved | rejected   by platform staff
 *   rejected → under_review   with any step taken again
 *
 * Approval is final.
 */
@Entity('onboardings')
export class Onboarding {
  @PrimaryColumn('uuid') readonly organizationId: string;
  @Column('text') status: OnboardingStatus;
  @Column('integer') revision: number;
  @Column('timestamptz') stakeholderAt: Date | null;
  @Column('timestamptz') businessAt: Date | null;
  @Column('timestamptz') paymentAt: Date | null;
  @Column('timestamptz') documentAt: Date | null;
  @Column('timestamptz') submittedAt: Date | null;
  @Column('timestamptz') decidedAt: Date | null;
  @Column('uuid') decidedBy: string | null;
  @Column('text') rejectionReason: string | null;
  @Column('timestamptz') readonly createdAt: Date;
  @Column('timestamptz') updatedAt: Date;

  get progress(): OnboardingProgress {
    return progressOf(this);
  }

  /** Throws OnboardingLocked. */
  take(step: OnboardingStep, now: Date): void {
    if (this.status === 'approved') throw new OnboardingLocked();
    this[`${step}At`] = now;
    this.revision += 1;
    this.updatedAt = now;
    if (this.status === 'under_review' || this.progress.completedSteps.length < ONBOARDING_STEPS.length) return;
    this.status = 'under_review';
    this.submittedAt = now;
    this.decidedAt = null;
    this.decidedBy = null;
    this.rejectionReason = null;
  }

  /** Throws OnboardingNotUnderReview and OnboardingChanged. */
  approve(review: Review, now: Date): void {
    this.requireReviewed(review);
    this.decide('approved', review.actorId, now);
  }

  /** Throws OnboardingNotUnderReview and OnboardingChanged. */
  reject(review: Review, reason: string, now: Date): void {
    this.requireReviewed(review);
    this.decide('rejected', review.actorId, now);
    this.rejectionReason = reason;
  }

  /** The organisation was let live by other means, whatever is missing here. False when that is no news. */
  settle(now: Date): boolean {
    if (this.status === 'approved') return false;
    this.decide('approved', null, now);
    return true;
  }

  private requireReviewed({ revision }: Review): void {
    if (this.status !== 'under_review') throw new OnboardingNotUnderReview(this.status);
    if (this.revision !== revision) throw new OnboardingChanged(this.revision);
  }

  private decide(status: 'approved' | 'rejected', actorId: string | null, now: Date): void {
    this.status = status;
    this.decidedAt = now;
    this.decidedBy = actorId;
    this.rejectionReason = null;
    this.updatedAt = now;
  }
}

type Steps = Readonly<Record<`${OnboardingStep}At`, Date | null>>;

export function progressOf(onboarding: Steps & Pick<Onboarding, 'status' | 'rejectionReason'>): OnboardingProgress {
  const { status, rejectionReason } = onboarding;
  const completedSteps = ONBOARDING_STEPS.filter((step) => onboarding[`${step}At`] !== null);
  return { completedSteps, status, rejectionReason };
}
