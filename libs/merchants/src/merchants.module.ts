import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '#identity';
import { AccountNumbers } from './bank-account/account-numbers.service.js';
import { AddBankAccountHandler } from './bank-account/add-bank-account.command.js';
import { BankAccount } from './bank-account/bank-account.aggregate.js';
import { DecideBankAccountHandler } from './bank-account/decide-bank-account.command.js';
import { DeleteBankAccountHandler } from './bank-account/delete-bank-account.command.js';
import { DiscloseBankAccountsHandler } from './bank-account/disclose-bank-accounts.command.js';
import { ListBankAccountsHandler } from './bank-account/list-bank-accounts.query.js';
import { PayoutAccounts } from './bank-account/payout-accounts.service.js';
import { VerifySandboxAccountsJob } from './bank-account/verify-sandbox-accounts.job.js';
import { ApproveOnboardingHandler } from './onboarding/approve-onboarding.command.js';
import { GetOnboardingProgressHandler } from './onboarding/get-onboarding-progress.query.js';
import { ListOnboardingsHandler } from './onboarding/list-onboardings.query.js';
import { Onboarding } from './onboarding/onboarding.aggregate.js';
import { Onboardings } from './onboarding/onboardings.service.js';
import { OpenIdentityDocumentHandler } from './onboarding/open-identity-document.command.js';
import { RejectOnboardingHandler } from './onboarding/reject-onboarding.command.js';
import { ReviewOnboardingHandler } from './onboarding/review-onboarding.command.js';
import { SettleOnboardingWhenOrganizationLetLive } from './onboarding/settle-onboarding-when-organization-let-live.policy.js';
import { SubmitBusinessActivityHandler } from './onboarding/submit-business-activity.command.js';
import { SubmitIdentityDocumentHandler } from './onboarding/submit-identity-document.command.js';
import { SubmitPaymentMethodsHandler } from './onboarding/submit-payment-methods.command.js';
import { SubmitStakeholderHandler } from './onboarding/submit-stakeholder.command.js';
import { GetMerchantProfileHandler } from './profile/get-merchant-profile.query.js';
import { GetPayeeHandler } from './profile/get-payee.query.js';
import { MerchantTermsService } from './terms/merchant-terms.service.js';

const onboarding = [
  Onboardings,
  SubmitStakeholderHandler,
  SubmitBusinessActivityHandler,
  SubmitPaymentMethodsHandler,
  SubmitIdentityDocumentHandler,
  GetOnboardingProgressHandler,
  ListOnboardingsHandler,
  ReviewOnboardingHandler,
  OpenIdentityDocumentHandler,
  ApproveOnboardingHandler,
  RejectOnboardingHandler,
  SettleOnboardingWhenOrganizationLetLive,
];
const bankAccount = [
  AccountNumbers,
  AddBankAccountHandler,
  DeleteBankAccountHandler,
  ListBankAccountsHandler,
  DecideBankAccountHandler,
  DiscloseBankAccountsHandler,
  VerifySandboxAccountsJob,
];

@Module({
  imports: [TypeOrmModule.forFeature([Onboarding, BankAccount]), IdentityModule],
  providers: [
    MerchantTermsService,
    PayoutAccounts,
    GetMerchantProfileHandler,
    GetPayeeHandler,
    ...onboarding,
    ...bankAccount,
  ],
  exports: [MerchantTermsService, PayoutAccounts],
})
export class MerchantsModule {}
