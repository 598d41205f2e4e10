import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Organizations } from '#identity';
import { Audit, UnitOfWork } from '#platform';
import type { Review } from './onboarding.aggregate.js';
import { Onboardings } from './onboardings.service.js';

/**
 * Platform staff approve what they have seen, which lets the organisation live. Throws OnboardingNotFound,
 * OnboardingNotUnderReview and OnboardingChanged. A repeat is refused: the decision was made.
 */
export class ApproveOnboarding extends Command<void> {
  constructor(
    readonly organizationId: string,
    readonly review: Review,
  ) {
    super();
  }
}

@CommandHandler(ApproveOnboarding)
export class ApproveOnboardingHandler implements ICommandHandler<ApproveOnboarding> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly onboardings: Onboardings,
    private readonly organizations: Organizations,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ organizationId, review }: ApproveOnboarding): Promise<void> {
    const { actorId } = review;
    return this.unitOfWork.run(async (tx) => {
      const onboarding = await this.onboardings.load(tx, organizationId);
      onboarding.approve(review, this.clock.now());
      tx.save(onboarding);
      await this.organizations.letLive(tx, organizationId, actorId);
      this.audit.record(tx, { action: 'onboarding.approved', organizationId, actorId, recordId: organizationId });
    });
  }
}
