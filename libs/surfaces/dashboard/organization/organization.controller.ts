import { Body, Controller, Get, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { UpdateOrganization } from '#identity';
import { GetMerchantProfile } from '#merchants';
import { Caller, Operation } from '#platform';
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
}
