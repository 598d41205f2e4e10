import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '#platform';
import { MerchantTermsService } from '../terms/merchant-terms.service.js';
import { Onboardings, type Applicant } from './onboardings.service.js';
import type { TakenStep } from './onboarding-view.js';

/**
 * Takes the step of the operators, through which alone the organisation is paid from then on. Throws OnboardingLocked.
 * Safe to repeat.
 */
export class SubmitPaymentMethods extends Command<TakenStep> {
  constructor(
    readonly applicant: Applicant,
    readonly paymentMethods: readonly string[],
  ) {
    super();
  }
}

@CommandHandler(SubmitPaymentMethods)
export class SubmitPaymentMethodsHandler implements ICommandHandler<SubmitPaymentMethods> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly onboardings: Onboardings,
    private readonly terms: MerchantTermsService,
  ) {}

  execute({ applicant, paymentMethods }: SubmitPaymentMethods): Promise<TakenStep> {
    return this.unitOfWork.run(async (tx) => {
      const taken = await this.onboardings.take(tx, 'payment', applicant);
      this.terms.choosePaymentMethods(tx, applicant.organizationId, paymentMethods);
      return taken;
    });
  }
}
