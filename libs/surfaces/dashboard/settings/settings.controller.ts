import { Body, Controller, Get, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ChangeNotificationSettings, GetAccountSettings } from '#identity';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import type { Wire } from '../dialect/wire.js';
import { presentSettings } from './settings.presenter.js';

@Controller('users/me/settings')
export class SettingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('getSettings')
  async get(@Caller() caller: DashboardCaller): Promise<Wire<'AccountSettings'>> {
    return presentSettings(caller, await this.queries.execute(new GetAccountSettings(caller.userId)));
  }

  @Put()
  @Operation('updateSettings')
  @Message('Settings updated')
  async update(
    @Caller() caller: DashboardCaller,
    @Body() changes: Wire<'UpdateSettingsRequest'>,
  ): Promise<Wire<'AccountSettings'>> {
    await this.commands.execute(new ChangeNotificationSettings(caller, changes));
    return this.get(caller);
  }
}
