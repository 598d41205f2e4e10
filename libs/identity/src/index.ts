export { ApiCallLog } from './api-key/api-call-log.service.js';
export type { ApiCall, ApiCredential } from './api-key/api-call-log.service.js';
export { ApiKeyInvalid, ApiKeyNotFound, ApplicationDisabled, LiveModeNotAllowed } from './api-key/api-key.errors.js';
export { API_KEY_GENERATED } from './api-key/api-key.events.js';
export type { ApiKeyChanged } from './api-key/api-key.events.js';
export { GenerateApiKey } from './api-key/generate-api-key.command.js';
export type { GeneratedApiKey } from './api-key/api-key-issuing.service.js';
export { ListApiCalls } from './api-key/list-api-calls.query.js';
export type { ApiCallView } from './api-key/list-api-calls.query.js';
export { ListApiKeys } from './api-key/list-api-keys.query.js';
export type { ApiKeyView } from './api-key/list-api-keys.query.js';
export { RevokeApiKey } from './api-key/revoke-api-key.command.js';
export type { RevokedApiKey } from './api-key/revoke-api-key.command.js';
export { ApplicationNotFound } from './application/application.errors.js';
export type { ApplicationDetails } from './application/application-details.js';
export type { ApplicationView } from './application/application-view.js';
export { CreateApplication } from './application/create-application.command.js';
export { DeleteApplication } from './application/delete-application.command.js';
export { GetApplication } from './application/get-application.query.js';
export { ListApplications } from './application/list-applications.query.js';
export { UpdateApplication } from './application/update-application.command.js';
export type { ApplicationChanges } from './application/update-application.command.js';
export { IdentityModule } from './identity.module.js';
export { GetOrganization } from './organization/get-organization.query.js';
export type { OrganizationView } from './organization/get-organization.query.js';
export { GetOrganizationLogo } from './organization/get-organization-logo.query.js';
export { GetOrganizationStanding } from './organization/get-organization-standing.query.js';
export type { OrganizationStanding } from './organization/get-organization-standing.query.js';
export { LetOrganizationLive } from './organization/let-organization-live.command.js';
export { LookUpOrganization } from './organization/look-up-organization.command.js';
export type { OrganizationRecord } from './organization/look-up-organization.command.js';
export type { BusinessRegistration, LegalForm, PostalAddress } from './organization/organization.aggregate.js';
export { Memberships } from './organization/memberships.service.js';
export type { Member } from './organization/memberships.service.js';
export { OrganizationLogos } from './organization/organization-logos.service.js';
export { OrganizationNotFound } from './organization/organization.errors.js';
export { ORGANIZATION_LET_LIVE } from './organization/organization.events.js';
export { Organizations } from './organization/organizations.service.js';
export { CAMEROON_REGIONS, requireRegionOf } from './organization/regions.js';
export { RemoveOrganizationLogo } from './organization/remove-organization-logo.command.js';
export { SetOrganizationLogo } from './organization/set-organization-logo.command.js';
export { SetOrganizationSuspension } from './organization/set-organization-suspension.command.js';
export { UpdateOrganization } from './organization/update-organization.command.js';
export { ResetTokenInvalid } from './password-reset/password-reset.errors.js';
export { RequestPasswordReset } from './password-reset/request-password-reset.command.js';
export { ResetPassword } from './password-reset/reset-password.command.js';
export { CreatePersonalAccessToken } from './personal-access-token/create-personal-access-token.command.js';
export type { CreatedPersonalAccessToken } from './personal-access-token/create-personal-access-token.command.js';
export { DeletePersonalAccessToken } from './personal-access-token/delete-personal-access-token.command.js';
export { ListPersonalAccessTokens } from './personal-access-token/list-personal-access-tokens.query.js';
export { ScopeMissing } from './personal-access-token/personal-access-token.errors.js';
export { PERSONAL_ACCESS_TOKEN_CREATED } from './personal-access-token/personal-access-token.events.js';
export type { PersonalAccessTokenCreated } from './personal-access-token/personal-access-token.events.js';
export { isPersonalAccessToken } from './personal-access-token/personal-access-token.table.js';
export type { PersonalAccessTokenView } from './personal-access-token/personal-access-token-view.js';
export { ConfirmSecondFactor } from './second-factor/confirm-second-factor.command.js';
export { DisableSecondFactor } from './second-factor/disable-second-factor.command.js';
export { EnrolSecondFactor } from './second-factor/enrol-second-factor.command.js';
export type { Enrolment } from './second-factor/enrol-second-factor.command.js';
export type { SecondFactorStatus } from './second-factor/second-factor.aggregate.js';
export { SecondFactorNotPending } from './second-factor/second-factor.errors.js';
export { SECOND_FACTOR_CHANGED } from './second-factor/second-factor.events.js';
export type { SecondFactorChanged } from './second-factor/second-factor.events.js';
export { AnswerChallenge } from './session/answer-challenge.command.js';
export { Authenticator } from './session/authenticator.service.js';
export type {
  ApplicationPrincipal,
  Principal,
  ProgramPrincipal,
  RecognisedAccessToken,
  RecognisedApiKey,
} from './session/authenticator.service.js';
export { RefreshSession } from './session/refresh-session.command.js';
export {
  AccountSuspended,
  EmailNotVerified,
  InvalidCredentials,
  RoleNotAllowed,
  SecondFactorRequired,
  SecondFactorWrong,
  SignInLocked,
  TokenExpired,
  TokenInvalid,
  TokenMissing,
} from './session/session.errors.js';
export { REFRESH_TOKEN_REUSED } from './session/session.events.js';
export type { RefreshTokenReused } from './session/session.events.js';
export { SignIn } from './session/sign-in.command.js';
export type { SignedIn } from './session/sign-ins.service.js';
export { SignOut } from './session/sign-out.command.js';
export { AppointAdministrator } from './user/appoint-administrator.command.js';
export type { AdministratorDetails } from './user/appoint-administrator.command.js';
export { ChangeNotificationSettings } from './user/change-notification-settings.command.js';
export { ChangePassword } from './user/change-password.command.js';
export { GetAccountSettings } from './user/get-account-settings.query.js';
export type { AccountSettings, NotificationSettings } from './user/get-account-settings.query.js';
export { GetProfile } from './user/get-profile.query.js';
export type { Profile } from './user/get-profile.query.js';
export { SetUserSuspension } from './user/set-user-suspension.command.js';
export { SignUp } from './user/sign-up.command.js';
export type { SignUpDetails } from './user/sign-up.command.js';
export { UpdateProfile } from './user/update-profile.command.js';
export type { ProfileChanges } from './user/update-profile.command.js';
export { LANGUAGES } from './user/user.aggregate.js';
export type { AccountSummary, Language, UserRole } from './user/user.aggregate.js';
export { EmailTaken, UserNotFound, UsernameTaken } from './user/user.errors.js';
export { PASSWORD_CHANGED, SIGNED_UP } from './user/user.events.js';
export type { AccountOwner, EmailVerified, PasswordChanged, SignedUp } from './user/user.events.js';
export { CodeExpired, CodeWrong } from './verification/one-time-code.errors.js';
export { SendVerificationCode } from './verification/send-verification-code.command.js';
export type { VerificationCodeSent } from './verification/send-verification-code.command.js';
export { VerifyEmail } from './verification/verify-email.command.js';
