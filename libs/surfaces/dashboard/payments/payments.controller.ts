import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CancelPayment, GetPayment, ListPayments } from '#payments';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import type { Wire } from '../dialect/wire.js';
import { presentPayment, presentPayments } from './payments.presenter.js';
import { paymentFilters, type ListPaymentsQuery } from './payments.requests.js';

@Controller('payments')
export class PaymentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listPayments')
  async list(@Caller() { tenant }: DashboardCaller, @Query() query: ListPaymentsQuery): Promise<Wire<'PaymentList'>> {
    return presentPayments(await this.queries.execute(new ListPayments(tenant, paymentFilters(query), query)));
  }

  @Get(':paymentId')
  @Operation('getPayment')
  async get(@Caller() { tenant }: DashboardCaller, @Param('paymentId') paymentId: string): Promise<Wire<'Payment'>> {
    return presentPayment(await this.queries.execute(new GetPayment(tenant, paymentId)));
  }

  @Post(':paymentId/cancel')
  @Operation('cancelPayment')
  async cancel(@Caller() caller: DashboardCaller, @Param('paymentId') paymentId: string): Promise<Wire<'Payment'>> {
    return presentPayment(await this.commands.execute(new CancelPayment(caller.tenant, paymentId, caller.userId)));
  }
}
