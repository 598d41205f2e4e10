import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import type { Review } from './onboarding.aggregate.js';
import { onboardingRejected } from './onboarding.events.js';
import { Onboardings } from './onboardings.service.js';

/**
 * Platform staff send back what they have seen, for a reason that the owner is told. Throws OnboardingNotFound,
 * OnboardingNotUnderReview and OnboardingChanged. A repeat is refused: the decision was made.
 */
export class RejectOnboarding extends Command<void> {
  constructor(
    readonly organizationId: string,
    readonly review: Review,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(RejectOnboarding)
export class RejectOnboardingHandler implements ICommandHandler<RejectOnboarding> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly onboardings: Onboardings,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ organizationId, review, reason }: RejectOnboarding): Promise<void> {
    const { actorId } = review;
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const onboarding = await this.onboardings.load(tx, organizationId);
      onboarding.reject(review, reason, now);
      tx.save(onboarding);
      tx.record(onboardingRejected(organizationId, { reason }, now));
      this.audit.record(tx, { action: 'onboarding.rejected', organizationId, actorId, recordId: organizationId });
    });
  }
}
