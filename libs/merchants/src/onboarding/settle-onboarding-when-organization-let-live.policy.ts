import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { ORGANIZATION_LET_LIVE } from '#identity';
import { OutboxSubscriber, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { Onboardings } from './onboardings.service.js';

/** Live and approved are the same, also where an operations command let the organisation live without a review. */
@Injectable()
@OutboxSubscriber()
export class SettleOnboardingWhenOrganizationLetLive implements Subscriber {
  readonly name = 'onboarding-settlement';
  readonly types = [ORGANIZATION_LET_LIVE];

  constructor(
    private readonly onboardings: Onboardings,
    private readonly clock: Clock,
  ) {}

  async handle({ organizationId }: OutboxEvent, tx: Transaction): Promise<void> {
    if (organizationId === null) return;
    const onboarding = await this.onboardings.begun(tx, organizationId);
    if (onboarding.settle(this.clock.now())) tx.save(onboarding);
  }
}
