export { ApiCallLog } from './api-key/api-call-log.service.js';
export type { ApiCall } from './api-key/api-call-log.service.js';
export { ApiKeyInvalid, ApiKeyNotFound, ApplicationDisabled, LiveModeNotAllowed } from './api-key/api-key.errors.js';
export { API_KEY_GENERATED, API_KEY_REVOKED } from './api-key/api-key.events.js';
export type { ApiKeyChanged } from './api-key/api-key.events.js';
export { GenerateApiKey } from './api-key/generate-api-key.command.js';
export type { GeneratedApiKey } from './api-key/generate-api-key.command.js';
export { ListApiCalls } from './api-key/list-api-calls.query.js';
export type { ApiCallView } from './api-key/list-api-calls.query.js';
export { ListApiKeys } from './api-key/list-api-keys.query.js';
export type { ApiKeyView } from './api-key/list-api-keys.query.js';
export { RevokeApiKey } from './api-key/revoke-api-key.command.js';
export type { RevokedApiKey } from './api-key/revoke-api-key.command.js';
export { IdentityModule } from './identity.module.js';
export { LetOrganizationLive } from './organization/let-organization-live.command.js';
export { OrganizationNotFound } from './organization/organization.errors.js';
export { ORGANIZATION_LET_LIVE } from './organization/organization.events.js';
export { SetOrganizationSuspension } from './organization/set-organization-suspension.command.js';
export { ResetTokenInvalid } from './password-reset/password-reset.errors.js';
export { RequestPasswordReset } from './password-reset/request-password-reset.command.js';
export { ResetPassword } from './password-reset/reset-password.command.js';
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
export type { ApplicationPrincipal, Principal, RecognisedApiKey } from './session/authenticator.service.js';
export { RefreshSession } from './session/refresh-session.command.js';
export {
  AccountSuspended,
  EmailNotVerified,
  InvalidCredentials,
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
export { ChangePassword } from './user/change-password.command.js';
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
export { EMAIL_VERIFIED, PASSWORD_CHANGED, SIGNED_UP } from './user/user.events.js';
export type { AccountOwner, EmailVerified, PasswordChanged, SignedUp } from './user/user.events.js';
export { CodeExpired, CodeWrong } from './verification/one-time-code.errors.js';
export { SendVerificationCode } from './verification/send-verification-code.command.js';
export type { VerificationCodeSent } from './verification/send-verification-code.command.js';
export { VerifyEmail } from './verification/verify-email.command.js';
