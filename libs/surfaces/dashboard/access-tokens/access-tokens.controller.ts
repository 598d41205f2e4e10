import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CreatePersonalAccessToken, DeletePersonalAccessToken, ListPersonalAccessTokens } from '#identity';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import type { Wire } from '../dialect/wire.js';
import { presentAccessToken } from './access-tokens.presenter.js';

@Controller('access-tokens')
export class AccessTokensController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listAccessTokens')
  async list(@Caller() { userId, organizationId }: DashboardCaller): Promise<Wire<'AccessToken'>[]> {
    const tokens = await this.queries.execute(new ListPersonalAccessTokens(userId, organizationId));
    return tokens.map(presentAccessToken);
  }

  @Post()
  @Operation('createAccessToken')
  @Message('Store the token now, it is not shown again')
  async create(
    @Caller() caller: DashboardCaller,
    @Body() { name, scopes, expiresInDays: lifetimeDays }: Wire<'CreateAccessTokenRequest'>,
  ): Promise<Wire<'AccessTokenCreated'>> {
    const command = new CreatePersonalAccessToken(caller, { name, scopes, lifetimeDays });
    const { token, secret } = await this.commands.execute(command);
    return { ...presentAccessToken(token), token: secret };
  }

  @Delete(':tokenId')
  @Operation('deleteAccessToken')
  async delete(@Caller() caller: DashboardCaller, @Param('tokenId') tokenId: string): Promise<Wire<'Deleted'>> {
    await this.commands.execute(new DeletePersonalAccessToken(caller, tokenId));
    return { id: tokenId, deleted: true };
  }
}
