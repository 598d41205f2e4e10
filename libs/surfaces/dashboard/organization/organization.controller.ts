import { Body, Controller, Delete, Get, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GetOrganizationLogo, RemoveOrganizationLogo, SetOrganizationLogo, UpdateOrganization } from '#identity';
import { GetMerchantProfile } from '#merchants';
import { Caller, Operation, type DoorReply, type UploadedFile } from '#platform';
import { sendAttachment } from '../dialect/attachment.js';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import { regionFrom } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentOrganization } from './organization.presenter.js';

@Controller('organization')
export class OrganizationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('getOrganization')
  async get(@Caller() { organizationId }: DashboardCaller): Promise<Wire<'Organization'>> {
    return presentOrganization(await this.queries.execute(new GetMerchantProfile(organizationId)));
  }

  @Put()
  @Operation('updateOrganization')
  @Message('Organisation updated')
  async update(
    @Caller() caller: DashboardCaller,
    @Body() { region, ...rest }: Wire<'UpdateOrganizationRequest'>,
  ): Promise<Wire<'Organization'>> {
    const changes = region === undefined ? rest : { ...rest, region: regionFrom(region) };
    await this.commands.execute(new UpdateOrganization(caller, changes));
    return this.get(caller);
  }

  @Get('logo')
  @Operation('getOrganizationLogo')
  async getLogo(@Caller() { organizationId }: DashboardCaller, @Res() reply: DoorReply): Promise<void> {
    const logo = await this.queries.execute(new GetOrganizationLogo(organizationId));
    sendAttachment(reply, { name: logo.contentType === 'image/png' ? 'logo.png' : 'logo.jpg', ...logo });
  }

  @Put('logo')
  @Operation('setOrganizationLogo')
  @Message('Logo set')
  async setLogo(
    @Caller() caller: DashboardCaller,
    @Body() { logo }: { logo: UploadedFile },
  ): Promise<Wire<'Organization'>> {
    await this.commands.execute(new SetOrganizationLogo(caller, logo.content));
    return this.get(caller);
  }

  @Delete('logo')
  @Operation('deleteOrganizationLogo')
  async deleteLogo(@Caller() caller: DashboardCaller): Promise<Wire<'Deleted'>> {
    return { id: await this.commands.execute(new RemoveOrganizationLogo(caller)), deleted: true };
  }
}
