import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GenerateApiKey, ListApiCalls, ListApiKeys, RevokeApiKey } from '#identity';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import { range, type PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';
import {
  modeOfType,
  presentApiKeys,
  presentCalls,
  presentGeneratedKey,
  presentRevokedKey,
} from './api-keys.presenter.js';

@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('getApiKeys')
  async getApiKeys(@Caller() caller: DashboardCaller): Promise<Wire<'ApiKeys'>> {
    return presentApiKeys(await this.queries.execute(new ListApiKeys(caller.organizationId)));
  }

  @Post('generate')
  @Operation('generateApiKey')
  @Message('Store the key now, it is not shown again')
  async generateApiKey(
    @Caller() caller: DashboardCaller,
    @Body() body: Wire<'GenerateApiKeyRequest'>,
  ): Promise<Wire<'GeneratedApiKey'>> {
    return presentGeneratedKey(await this.commands.execute(new GenerateApiKey(caller, modeOfType(body.type))));
  }

  @Get('logs')
  @Operation('listApiLogs')
  async listApiLogs(@Caller() caller: DashboardCaller, @Query() query: PageQuery): Promise<Wire<'ApiLogList'>> {
    const { from = null, to = null } = range(query);
    return presentCalls(await this.queries.execute(new ListApiCalls(caller.organizationId, { from, to }, query)));
  }

  @Delete(':keyId')
  @Operation('revokeApiKey')
  async revokeApiKey(@Caller() caller: DashboardCaller, @Param('keyId') keyId: string): Promise<Wire<'RevokedApiKey'>> {
    const which = keyId === 'live' || keyId === 'test' ? { mode: modeOfType(keyId) } : { id: keyId };
    return presentRevokedKey(await this.commands.execute(new RevokeApiKey(caller, which)));
  }
}
