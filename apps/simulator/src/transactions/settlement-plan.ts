import type { FailureCause, PaymentOutcome, PayoutOutcome, RefundBehaviour, SettlementMoment } from '../outcomes.js';
import type { SettlementPlan } from './transaction.js';

export interface PlanContext {
  readonly nowMs: number;
  readonly approveAfterMs: number;
  readonly failureCodes: Readonly<Record<FailureCause, string>>;
}

type Course = Pick<SettlementPlan, 'settles'> & Partial<Pick<SettlementPlan, 'callbacks' | 'refunds' | 'extension'>>;

/** A plan by the operator's own code, for the test numbers that the operator itself publishes. */
export function planOf(course: Course, failureCode: string | null, context: PlanContext): SettlementPlan {
  return {
    callbacks: 'once',
    refunds: 'succeed',
    extension: null,
    ...course,
    dueAtMs: movesByItself(course.settles) ? context.nowMs + context.approveAfterMs : null,
    failureCode,
  };
}

export function paymentPlan(outcome: PaymentOutcome, context: PlanContext): SettlementPlan {
  const { settles, callbacks, refunds, extension } = outcome;
  return planOf({ settles, callbacks, refunds, extension }, codeOf(outcome.failure, context), context);
}

export function payoutPlan(outcome: PayoutOutcome, context: PlanContext): SettlementPlan {
  return planOf({ settles: outcome.settles }, codeOf(outcome.failure, context), context);
}

/** @param earlierAttempts refunds of the same payment under the same external id that came before this one. */
export function refundPlan(behaviour: RefundBehaviour, earlierAttempts: number, context: PlanContext): SettlementPlan {
  if (behaviour === 'stay-pending') return planOf({ settles: 'never' }, null, context);
  const failure = earlierAttempts > 0 ? null : FIRST_ATTEMPT[behaviour];
  return planOf({ settles: 'at-first-query' }, codeOf(failure, context), context);
}

const FIRST_ATTEMPT: Readonly<Record<Exclude<RefundBehaviour, 'stay-pending'>, FailureCause | null>> = {
  succeed: null,
  'first-attempt-cancelled': 'cancelled',
  'first-attempt-fails': 'processing-error',
};

function movesByItself(moment: SettlementMoment): boolean {
  return moment === 'after-delay' || moment === 'at-first-query';
}

function codeOf(failure: FailureCause | null, context: PlanContext): string | null {
  return failure && context.failureCodes[failure];
}
