import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Caller, Operation } from '#platform';
import {
  CreateWebhookEndpoint,
  DeleteWebhookEndpoint,
  ListWebhookEndpoints,
  UpdateWebhookEndpoint,
  type WebhookOwner,
} from '#webhooks';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import type { PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';
import { dashboardWebhooks } from '../webhooks.js';
import { presentWebhook, presentWebhookCreated, presentWebhooks } from './webhooks.presenter.js';

@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listWebhooks')
  async list(@Caller() caller: DashboardCaller, @Query() page: PageQuery): Promise<Wire<'WebhookEndpointList'>> {
    return presentWebhooks(await this.queries.execute(new ListWebhookEndpoints(ownerOf(caller), page)));
  }

  @Post()
  @Operation('createWebhook')
  @Message('Store the secret now, it is not shown again')
  async create(
    @Caller() caller: DashboardCaller,
    @Body() request: Wire<'CreateWebhookRequest'>,
  ): Promise<Wire<'WebhookEndpointCreated'>> {
    const command = new CreateWebhookEndpoint(ownerOf(caller), request, caller.userId);
    return presentWebhookCreated(await this.commands.execute(command));
  }

  @Put(':webhookId')
  @Operation('updateWebhook')
  async update(
    @Caller() caller: DashboardCaller,
    @Param('webhookId') webhookId: string,
    @Body() changes: Wire<'UpdateWebhookRequest'>,
  ): Promise<Wire<'WebhookEndpoint'>> {
    const command = new UpdateWebhookEndpoint(ownerOf(caller), webhookId, changes, caller.userId);
    return presentWebhook(await this.commands.execute(command));
  }

  @Delete(':webhookId')
  @Operation('deleteWebhook')
  async delete(@Caller() caller: DashboardCaller, @Param('webhookId') webhookId: string): Promise<Wire<'Deleted'>> {
    await this.commands.execute(new DeleteWebhookEndpoint(ownerOf(caller), webhookId, caller.userId));
    return { id: webhookId, deleted: true };
  }
}

const ownerOf = ({ organizationId }: DashboardCaller): WebhookOwner => ({
  organizationId,
  dialect: dashboardWebhooks.name,
});
