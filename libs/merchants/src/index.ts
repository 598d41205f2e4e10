export { AddBankAccount } from './bank-account/add-bank-account.command.js';
export type { BankAccountDetails } from './bank-account/bank-account.aggregate.js';
export {
  BankAccountDecided,
  BankAccountExists,
  BankAccountInUse,
  BankAccountLimitReached,
  BankAccountNotFound,
} from './bank-account/bank-account.errors.js';
export { BANK_ACCOUNT_ADDED } from './bank-account/bank-account.events.js';
export type { BankAccountAdded } from './bank-account/bank-account.events.js';
export type { BankAccountStatus, BankAccountView, ListedBankAccount } from './bank-account/bank-account-view.js';
export { DecideBankAccount } from './bank-account/decide-bank-account.command.js';
export { DeleteBankAccount } from './bank-account/delete-bank-account.command.js';
export { DiscloseBankAccounts } from './bank-account/disclose-bank-accounts.command.js';
export type { DisclosedBankAccount } from './bank-account/disclose-bank-accounts.command.js';
export { ListBankAccounts } from './bank-account/list-bank-accounts.query.js';
export { PayoutAccounts } from './bank-account/payout-accounts.service.js';
export type { PayoutAccount } from './bank-account/payout-accounts.service.js';
export { VERIFY_SANDBOX_ACCOUNTS } from './bank-account/verify-sandbox-accounts.job.js';
export { MerchantsModule } from './merchants.module.js';
export { ApproveOnboarding } from './onboarding/approve-onboarding.command.js';
export { GetOnboardingProgress } from './onboarding/get-onboarding-progress.query.js';
export { ListOnboardings } from './onboarding/list-onboardings.query.js';
export type { OnboardingSummary } from './onboarding/list-onboardings.query.js';
export {
  OnboardingChanged,
  OnboardingLocked,
  OnboardingNotFound,
  OnboardingNotUnderReview,
} from './onboarding/onboarding.errors.js';
export { ONBOARDING_REJECTED } from './onboarding/onboarding.events.js';
export type { OnboardingRejected } from './onboarding/onboarding.events.js';
export { ONBOARDING_STEPS } from './onboarding/onboarding-view.js';
export type {
  BusinessActivity,
  DocumentSide,
  IdentityDocumentType,
  IdentityDocumentView,
  OnboardingProgress,
  OnboardingStatus,
  OnboardingStep,
  Stakeholder,
  TakenStep,
} from './onboarding/onboarding-view.js';
export { OpenIdentityDocument } from './onboarding/open-identity-document.command.js';
export type { OpenedFile } from './onboarding/open-identity-document.command.js';
export { RejectOnboarding } from './onboarding/reject-onboarding.command.js';
export { ReviewOnboarding } from './onboarding/review-onboarding.command.js';
export type { OnboardingRecord } from './onboarding/review-onboarding.command.js';
export { SubmitBusinessActivity } from './onboarding/submit-business-activity.command.js';
export { SubmitIdentityDocument } from './onboarding/submit-identity-document.command.js';
export type { SubmittedDocument, UploadedSide } from './onboarding/submit-identity-document.command.js';
export { SubmitPaymentMethods } from './onboarding/submit-payment-methods.command.js';
export { SubmitStakeholder } from './onboarding/submit-stakeholder.command.js';
export type { Applicant } from './onboarding/onboardings.service.js';
export { GetMerchantProfile } from './profile/get-merchant-profile.query.js';
export type { MerchantProfile } from './profile/get-merchant-profile.query.js';
export { GetPayee } from './profile/get-payee.query.js';
export type { Payee } from './profile/get-payee.query.js';
export { MerchantTermsService } from './terms/merchant-terms.service.js';
export type { MerchantTerms } from './terms/merchant-terms.service.js';
