import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ChangePassword,
  ConfirmSecondFactor,
  DisableSecondFactor,
  EnrolSecondFactor,
  GetProfile,
  UpdateProfile,
} from '#identity';
import { Caller, invalidFields, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import type { Wire } from '../dialect/wire.js';
import { presentProfile, presentTwoFactor } from './users.presenter.js';

@Controller('users/me')
export class UsersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('getCurrentUser')
  async getCurrentUser(@Caller() caller: DashboardCaller): Promise<Wire<'UserProfile'>> {
    return presentProfile(await this.queries.execute(new GetProfile(caller.userId)));
  }

  /** Forms send the whole account back: the three fields are picked, everything else is left alone. */
  @Put()
  @Operation('updateCurrentUser')
  @Message('Profile updated')
  async updateCurrentUser(
    @Caller() caller: DashboardCaller,
    @Body() { firstName, lastName, phone }: Wire<'UpdateProfileRequest'>,
  ): Promise<Wire<'UserProfile'>> {
    const changes = {
      ...(firstName === undefined ? {} : { firstName }),
      ...(lastName === undefined ? {} : { lastName }),
      ...(phone === undefined ? {} : { phone }),
    };
    await this.commands.execute(new UpdateProfile(caller, changes, 'CM'));
    return presentProfile(await this.queries.execute(new GetProfile(caller.userId)));
  }

  @Put('password')
  @Operation('changePassword')
  @Message('Password changed')
  async changePassword(
    @Caller() caller: DashboardCaller,
    @Body() body: Wire<'ChangePasswordRequest'>,
  ): Promise<Wire<'PasswordChanged'>> {
    if (body.confirmPassword !== body.newPassword) {
      throw invalidFields({ field: 'confirmPassword', message: 'must equal newPassword' });
    }
    const command = new ChangePassword(caller, body.currentPassword, body.newPassword);
    const { otherSessionsRevoked } = await this.commands.execute(command);
    return { passwordChanged: true, otherSessionsRevoked };
  }

  @Put('2fa')
  @Operation('setTwoFactor')
  async setTwoFactor(
    @Caller() caller: DashboardCaller,
    @Body() body: Wire<'TwoFactorRequest'>,
  ): Promise<Wire<'TwoFactorState'>> {
    if (body.enabled) {
      const { status, enrolment } = await this.commands.execute(new EnrolSecondFactor(caller));
      return presentTwoFactor(status, enrolment);
    }
    await this.commands.execute(new DisableSecondFactor(caller, body.code ?? null));
    return presentTwoFactor('disabled');
  }

  @Post('2fa/confirm')
  @Operation('confirmTwoFactor')
  async confirmTwoFactor(
    @Caller() caller: DashboardCaller,
    @Body() body: Wire<'ConfirmTwoFactorRequest'>,
  ): Promise<Wire<'TwoFactorState'>> {
    await this.commands.execute(new ConfirmSecondFactor(caller, body.code));
    return presentTwoFactor('enabled');
  }
}
