import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  CreateApplication,
  DeleteApplication,
  GenerateApiKey,
  GetApplication,
  ListApplications,
  UpdateApplication,
} from '#identity';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import type { PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';
import { presentApp, presentApps, presentAppWithKey } from './apps.presenter.js';
import { changesOf } from './apps.requests.js';

const STORE_THE_KEY = 'Store the key now, it is not shown again';

@Controller('apps')
export class AppsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listApps')
  async list(@Caller() { organizationId }: DashboardCaller, @Query() page: PageQuery): Promise<Wire<'AppList'>> {
    return presentApps(await this.queries.execute(new ListApplications(organizationId, page)));
  }

  @Post()
  @Operation('createApp')
  @Message(STORE_THE_KEY)
  async create(
    @Caller() caller: DashboardCaller,
    @Body() { name, description, redirectUri }: Wire<'CreateAppRequest'>,
  ): Promise<Wire<'AppWithKey'>> {
    const details = { name, description: description ?? null, redirectUri: redirectUri ?? null };
    const generated = await this.commands.execute(new CreateApplication(caller, details, caller.tenant.mode));
    const query = new GetApplication(caller.organizationId, generated.applicationId);
    return presentAppWithKey(await this.queries.execute(query), generated);
  }

  @Put(':appId')
  @Operation('updateApp')
  async update(
    @Caller() caller: DashboardCaller,
    @Param('appId') appId: string,
    @Body() request: Wire<'UpdateAppRequest'>,
  ): Promise<Wire<'App'>> {
    await this.commands.execute(new UpdateApplication(caller, appId, changesOf(request)));
    return presentApp(await this.queries.execute(new GetApplication(caller.organizationId, appId)));
  }

  @Delete(':appId')
  @Operation('deleteApp')
  async delete(@Caller() caller: DashboardCaller, @Param('appId') appId: string): Promise<Wire<'Deleted'>> {
    await this.commands.execute(new DeleteApplication(caller, appId));
    return { id: appId, deleted: true };
  }

  @Post(':appId/regenerate-key')
  @Operation('regenerateAppKey')
  @Message(STORE_THE_KEY)
  async regenerateKey(@Caller() caller: DashboardCaller, @Param('appId') appId: string): Promise<Wire<'AppWithKey'>> {
    const generated = await this.commands.execute(new GenerateApiKey(caller, caller.tenant.mode, appId));
    return presentAppWithKey(await this.queries.execute(new GetApplication(caller.organizationId, appId)), generated);
  }
}
