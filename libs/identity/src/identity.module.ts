import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ApiCallLog } from './api-key/api-call-log.service.js';
import { ApiKeyIssuing } from './api-key/api-key-issuing.service.js';
import { ApiKey } from './api-key/api-key.table.js';
import { GenerateApiKeyHandler } from './api-key/generate-api-key.command.js';
import { ListApiCallsHandler } from './api-key/list-api-calls.query.js';
import { ListApiKeysHandler } from './api-key/list-api-keys.query.js';
import { RevokeApiKeyHandler } from './api-key/revoke-api-key.command.js';
import { Application } from './application/application.table.js';
import { CreateApplicationHandler } from './application/create-application.command.js';
import { DeleteApplicationHandler } from './application/delete-application.command.js';
import { GetApplicationHandler } from './application/get-application.query.js';
import { ListApplicationsHandler } from './application/list-applications.query.js';
import { UpdateApplicationHandler } from './application/update-application.command.js';
import { AccountMails } from './mail/account-mails.service.js';
import { OweNoticeWhenAccountChanges } from './notice/owe-notice-when-account-changes.policy.js';
import { SendSecurityNoticesJob } from './notice/send-security-notices.job.js';
import { GetOrganizationHandler } from './organization/get-organization.query.js';
import { GetOrganizationStandingHandler } from './organization/get-organization-standing.query.js';
import { GetOrganizationLogoHandler } from './organization/get-organization-logo.query.js';
import { LetOrganizationLiveHandler } from './organization/let-organization-live.command.js';
import { LookUpOrganizationHandler } from './organization/look-up-organization.command.js';
import { Membership } from './organization/membership.table.js';
import { Memberships } from './organization/memberships.service.js';
import { Organization } from './organization/organization.aggregate.js';
import { OrganizationLogos } from './organization/organization-logos.service.js';
import { Organizations } from './organization/organizations.service.js';
import { RemoveOrganizationLogoHandler } from './organization/remove-organization-logo.command.js';
import { SetOrganizationLogoHandler } from './organization/set-organization-logo.command.js';
import { SetOrganizationSuspensionHandler } from './organization/set-organization-suspension.command.js';
import { UpdateOrganizationHandler } from './organization/update-organization.command.js';
import { PasswordReset } from './password-reset/password-reset.table.js';
import { RequestPasswordResetHandler } from './password-reset/request-password-reset.command.js';
import { ResetPasswordHandler } from './password-reset/reset-password.command.js';
import { CreatePersonalAccessTokenHandler } from './personal-access-token/create-personal-access-token.command.js';
import { DeletePersonalAccessTokenHandler } from './personal-access-token/delete-personal-access-token.command.js';
import { ListPersonalAccessTokensHandler } from './personal-access-token/list-personal-access-tokens.query.js';
import { PersonalAccessToken } from './personal-access-token/personal-access-token.table.js';
import { ForgetLapsedJob } from './retention/forget-lapsed.job.js';
import { ConfirmSecondFactorHandler } from './second-factor/confirm-second-factor.command.js';
import { DisableSecondFactorHandler } from './second-factor/disable-second-factor.command.js';
import { EnrolSecondFactorHandler } from './second-factor/enrol-second-factor.command.js';
import { SecondFactor } from './second-factor/second-factor.aggregate.js';
import { SecondFactors } from './second-factor/second-factors.service.js';
import { AccessTokens } from './session/access-tokens.service.js';
import { AnswerChallengeHandler } from './session/answer-challenge.command.js';
import { Authenticator } from './session/authenticator.service.js';
import { GuessLimits } from './session/guess-limits.service.js';
import { RefreshSessionHandler } from './session/refresh-session.command.js';
import { RefreshToken } from './session/refresh-token.table.js';
import { Session } from './session/session.aggregate.js';
import { Sessions } from './session/sessions.service.js';
import { SignInChallenge } from './session/sign-in-challenge.aggregate.js';
import { SignInHandler } from './session/sign-in.command.js';
import { SignIns } from './session/sign-ins.service.js';
import { SignOutHandler } from './session/sign-out.command.js';
import { AccountOpening } from './user/account-opening.service.js';
import { AppointAdministratorHandler } from './user/appoint-administrator.command.js';
import { ChangeNotificationSettingsHandler } from './user/change-notification-settings.command.js';
import { ChangePasswordHandler } from './user/change-password.command.js';
import { GetAccountSettingsHandler } from './user/get-account-settings.query.js';
import { GetProfileHandler } from './user/get-profile.query.js';
import { Passwords } from './user/passwords.service.js';
import { SetUserSuspensionHandler } from './user/set-user-suspension.command.js';
import { SignUpHandler } from './user/sign-up.command.js';
import { UpdateProfileHandler } from './user/update-profile.command.js';
import { User } from './user/user.aggregate.js';
import { OneTimeCode } from './verification/one-time-code.aggregate.js';
import { OneTimeCodes } from './verification/one-time-codes.service.js';
import { SendVerificationCodeHandler } from './verification/send-verification-code.command.js';
import { VerifyEmailHandler } from './verification/verify-email.command.js';

const entities = [
  ApiKey,
  Application,
  Membership,
  OneTimeCode,
  Organization,
  PasswordReset,
  PersonalAccessToken,
  RefreshToken,
  SecondFactor,
  Session,
  SignInChallenge,
  User,
];

/** For other libs. */
const shared = [Authenticator, ApiCallLog, Memberships, OrganizationLogos, Organizations];

const services = [
  AccessTokens,
  AccountMails,
  AccountOpening,
  ApiKeyIssuing,
  GuessLimits,
  OneTimeCodes,
  Passwords,
  SecondFactors,
  Sessions,
  SignIns,
];

const handlers = [
  AnswerChallengeHandler,
  AppointAdministratorHandler,
  ChangeNotificationSettingsHandler,
  ChangePasswordHandler,
  ConfirmSecondFactorHandler,
  CreateApplicationHandler,
  CreatePersonalAccessTokenHandler,
  DeleteApplicationHandler,
  DeletePersonalAccessTokenHandler,
  DisableSecondFactorHandler,
  EnrolSecondFactorHandler,
  GenerateApiKeyHandler,
  GetAccountSettingsHandler,
  GetApplicationHandler,
  GetOrganizationHandler,
  GetOrganizationLogoHandler,
  GetOrganizationStandingHandler,
  GetProfileHandler,
  LetOrganizationLiveHandler,
  ListApiCallsHandler,
  ListApiKeysHandler,
  ListApplicationsHandler,
  ListPersonalAccessTokensHandler,
  LookUpOrganizationHandler,
  RefreshSessionHandler,
  RemoveOrganizationLogoHandler,
  RequestPasswordResetHandler,
  ResetPasswordHandler,
  RevokeApiKeyHandler,
  SendVerificationCodeHandler,
  SetOrganizationLogoHandler,
  SetOrganizationSuspensionHandler,
  SetUserSuspensionHandler,
  SignInHandler,
  SignOutHandler,
  SignUpHandler,
  UpdateApplicationHandler,
  UpdateOrganizationHandler,
  UpdateProfileHandler,
  VerifyEmailHandler,
];

/** Run or called by the worker; found there by their marks. */
const background = [ForgetLapsedJob, OweNoticeWhenAccountChanges, SendSecurityNoticesJob];

@Module({
  imports: [TypeOrmModule.forFeature(entities)],
  providers: [...shared, ...services, ...handlers, ...background],
  exports: shared,
})
export class IdentityModule {}
