import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, doualaDay, InvalidInput, Msisdn, type WalletCountry } from '#kernel';
import { Organizations, requireRegionOf } from '#identity';
import { UnitOfWork, type Transaction } from '#platform';
import { MerchantTermsService } from '../terms/merchant-terms.service.js';
import { Onboardings, type Applicant } from './onboardings.service.js';
import type { Stakeholder, TakenStep } from './onboarding-view.js';

/**
 * Takes the step of the person behind the business. What is still empty of the organisation's address is filled in, and
 * the person's wallet becomes where payouts go that name no bank account. Throws InvalidInput and OnboardingLocked. Safe
 * to repeat.
 */
export class SubmitStakeholder extends Command<TakenStep> {
  constructor(
    readonly applicant: Applicant,
    readonly stakeholder: Stakeholder,
    /** In which a phone number without country code is read. */
    readonly phoneCountry: WalletCountry,
  ) {
    super();
  }
}

const AGE_MIN_YEARS = 18;
const AGE_MAX_YEARS = 120;

const KEEP = `INSERT INTO onboarding_stakeholders (organization_id, first_name, last_name, email, phone, date_of_birth,
    nationality, address, city, region, country)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  ON CONFLICT (organization_id) DO UPDATE SET first_name = excluded.first_name, last_name = excluded.last_name,
    email = excluded.email, phone = excluded.phone, date_of_birth = excluded.date_of_birth,
    nationality = excluded.nationality, address = excluded.address, city = excluded.city, region = excluded.region,
    country = excluded.country`;

@CommandHandler(SubmitStakeholder)
export class SubmitStakeholderHandler implements ICommandHandler<SubmitStakeholder> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly onboardings: Onboardings,
    private readonly organizations: Organizations,
    private readonly terms: MerchantTermsService,
    private readonly clock: Clock,
  ) {}

  execute({ applicant, stakeholder, phoneCountry }: SubmitStakeholder): Promise<TakenStep> {
    requireRegionOf(stakeholder.country, stakeholder.region);
    this.requireAge(stakeholder.dateOfBirth);
    const phone = Msisdn.tryParse(stakeholder.phone, phoneCountry);
    if (!phone) throw new InvalidInput({ phone: ['must be a phone number'] });
    const { organizationId } = applicant;
    return this.unitOfWork.run(async (tx) => {
      const taken = await this.onboardings.take(tx, 'stakeholder', applicant);
      await this.organizations.fillAddress(tx, organizationId, stakeholder);
      this.keep(tx, organizationId, { ...stakeholder, phone: phone.e164 });
      this.terms.payOutTo(tx, organizationId, walletOf(phone));
      return taken;
    });
  }

  private requireAge(dateOfBirth: string): void {
    const today = doualaDay(this.clock.now());
    const birthdayPassed = today.slice(5) >= dateOfBirth.slice(5);
    const years = Number(today.slice(0, 4)) - Number(dateOfBirth.slice(0, 4)) - (birthdayPassed ? 0 : 1);
    if (years >= AGE_MIN_YEARS && years <= AGE_MAX_YEARS) return;
    const sentence = `must be the birthday of a person who is ${AGE_MIN_YEARS} to ${AGE_MAX_YEARS} years old`;
    throw new InvalidInput({ dateOfBirth: [sentence] });
  }

  private keep(tx: Transaction, organizationId: string, stakeholder: Stakeholder): void {
    const { firstName, lastName, email, phone, dateOfBirth, nationality, address, city, region, country } = stakeholder;
    const person = [firstName, lastName, email, phone, dateOfBirth, nationality];
    tx.write(KEEP, [organizationId, ...person, address, city, region, country]);
  }
}

/** Numbers of fixed lines begin otherwise and have no wallet. */
const walletOf = (phone: Msisdn): string | null =>
  phone.country === 'CM' && !phone.national.startsWith('6') ? null : phone.e164;
