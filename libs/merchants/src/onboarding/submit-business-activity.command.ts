import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, doualaDay, InvalidInput } from '#kernel';
import { Organizations } from '#identity';
import { UnitOfWork, type Transaction } from '#platform';
import { Onboardings, type Applicant } from './onboardings.service.js';
import type { BusinessActivity, TakenStep } from './onboarding-view.js';

/**
 * Takes the step of the business, from which the organisation gets its name, legal form and numbers. Throws InvalidInput
 * and OnboardingLocked. Safe to repeat.
 */
export class SubmitBusinessActivity extends Command<TakenStep> {
  constructor(
    readonly applicant: Applicant,
    readonly business: BusinessActivity,
  ) {
    super();
  }
}

const KEEP = `INSERT INTO onboarding_businesses (organization_id, name, legal_form, industry, registration_number,
    vat_number, website, description)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (organization_id) DO UPDATE SET name = excluded.name, legal_form = excluded.legal_form,
    industry = excluded.industry, registration_number = excluded.registration_number,
    vat_number = excluded.vat_number, website = excluded.website, description = excluded.description`;

@CommandHandler(SubmitBusinessActivity)
export class SubmitBusinessActivityHandler implements ICommandHandler<SubmitBusinessActivity> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly onboardings: Onboardings,
    private readonly organizations: Organizations,
    private readonly clock: Clock,
  ) {}

  execute({ applicant, business }: SubmitBusinessActivity): Promise<TakenStep> {
    this.requireYear(business.businessRegistrationNumber);
    const { organizationId } = applicant;
    const { businessName: name, businessRegistrationNumber: registrationNumber, legalForm, vatNumber } = business;
    return this.unitOfWork.run(async (tx) => {
      const taken = await this.onboardings.take(tx, 'business', applicant);
      await this.organizations.register(tx, organizationId, { name, legalForm, registrationNumber, vatNumber });
      this.keep(tx, organizationId, business);
      return taken;
    });
  }

  private requireYear(registrationNumber: string): void {
    const year = registrationNumber.split('/')[2] ?? '';
    if (year <= doualaDay(this.clock.now()).slice(0, 4)) return;
    throw new InvalidInput({ businessRegistrationNumber: ['must not be of a year to come'] });
  }

  private keep(tx: Transaction, organizationId: string, business: BusinessActivity): void {
    const { businessName, legalForm, industry, businessRegistrationNumber, vatNumber, website, description } = business;
    const known = [businessName, legalForm, industry, businessRegistrationNumber];
    tx.write(KEEP, [organizationId, ...known, vatNumber, website, description]);
  }
}
