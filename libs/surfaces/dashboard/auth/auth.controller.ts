import { Body, Controller, Headers, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  AnswerChallenge,
  RefreshSession,
  RequestPasswordReset,
  ResetPassword,
  SendVerificationCode,
  SignIn,
  SignOut,
  SignUp,
  VerifyEmail,
} from '#identity';
import { Caller, invalidFields, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import type { Wire } from '../dialect/wire.js';
import { presentCodeSent, presentSession } from './auth.presenter.js';
import { preferredLanguage } from './auth.requests.js';

/** Where the organisations of this door are. */
const COUNTRY = 'CM';

@Controller('auth')
export class AuthController {
  constructor(private readonly commands: CommandBus) {}

  @Post('signup')
  @Operation('signUp')
  @Message('Account created successfully')
  async signUp(
    @Body() body: Wire<'SignupRequest'>,
    @Headers('accept-language') acceptLanguage: string | undefined,
  ): Promise<Wire<'SignupResult'>> {
    const details = { ...body, language: preferredLanguage(acceptLanguage), country: COUNTRY };
    const { userId, email } = await this.commands.execute(new SignUp(details));
    return { userId, email, isVerified: false };
  }

  @Post('login')
  @Operation('login')
  async login(@Body() body: Wire<'LoginRequest'>): Promise<Wire<'Session'>> {
    return presentSession(await this.commands.execute(new SignIn(body.email, body.password)));
  }

  @Post('login/2fa')
  @Operation('loginWithTwoFactor')
  async loginWithTwoFactor(@Body() body: Wire<'TwoFactorLoginRequest'>): Promise<Wire<'Session'>> {
    return presentSession(await this.commands.execute(new AnswerChallenge(body.challengeToken, body.code)));
  }

  @Post('send-verification-otp')
  @Operation('sendVerificationOtp')
  @Message('If the address needs verification, a code is on its way')
  async sendVerificationOtp(@Body() body: Wire<'EmailRequest'>): Promise<Wire<'OtpSent'>> {
    return presentCodeSent(await this.commands.execute(new SendVerificationCode(body.email)));
  }

  @Post('verify-otp')
  @Operation('verifyOtp')
  @Message('Email verified')
  async verifyOtp(@Body() body: Wire<'VerifyOtpRequest'>): Promise<Wire<'EmailVerified'>> {
    const { email } = await this.commands.execute(new VerifyEmail(body.email, body.otp));
    return { email, isVerified: true };
  }

  @Post('logout')
  @Operation('logout')
  async logout(@Caller() caller: DashboardCaller): Promise<Wire<'LoggedOut'>> {
    await this.commands.execute(new SignOut(caller));
    return { loggedOut: true };
  }

  @Post('refresh')
  @Operation('refreshSession')
  async refreshSession(@Body() body: Wire<'RefreshRequest'>): Promise<Wire<'Session'>> {
    return presentSession(await this.commands.execute(new RefreshSession(body.refreshToken)));
  }

  @Post('forgot-password')
  @Operation('forgotPassword')
  @Message('If the address has an account, a mail is on its way')
  async forgotPassword(@Body() body: Wire<'EmailRequest'>): Promise<Wire<'ResetRequested'>> {
    await this.commands.execute(new RequestPasswordReset(body.email));
    return { requested: true };
  }

  @Post('reset-password')
  @Operation('resetPassword')
  @Message('Password changed')
  async resetPassword(@Body() body: Wire<'ResetPasswordRequest'>): Promise<Wire<'PasswordReset'>> {
    if (body.confirmPassword !== body.newPassword) {
      throw invalidFields({ field: 'confirmPassword', message: 'must equal newPassword' });
    }
    await this.commands.execute(new ResetPassword(body.token, body.newPassword));
    return { passwordReset: true };
  }
}
