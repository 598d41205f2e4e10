import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CreateCustomer, GetCustomer, ListCustomers } from '#billing';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { searched } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';
import { presentCustomer, presentCustomers } from './customers.presenter.js';
import { customerDetails, type ListCustomersQuery } from './customers.requests.js';

@Controller('customers')
export class CustomersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listCustomers')
  async list(@Caller() { tenant }: DashboardCaller, @Query() query: ListCustomersQuery): Promise<Wire<'CustomerList'>> {
    return presentCustomers(await this.queries.execute(new ListCustomers(tenant, searched(query.search), query)));
  }

  @Post()
  @Operation('createCustomer')
  async create(
    @Caller() { organizationId, userId }: DashboardCaller,
    @Body() body: Wire<'CreateCustomerRequest'>,
  ): Promise<Wire<'Customer'>> {
    const command = new CreateCustomer(organizationId, customerDetails(body), userId);
    return presentCustomer(await this.commands.execute(command));
  }

  @Get(':customerId')
  @Operation('getCustomer')
  async get(@Caller() { tenant }: DashboardCaller, @Param('customerId') customerId: string): Promise<Wire<'Customer'>> {
    return presentCustomer(await this.queries.execute(new GetCustomer(tenant, customerId)));
  }
}
