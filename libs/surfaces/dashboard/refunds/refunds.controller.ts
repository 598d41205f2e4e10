import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ListRefunds, RefreshRefund, RequestRefund } from '#payments';
import { Caller, Operation, resultOf, type DoorReply, type IdempotencyRequest } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { IdempotencyKey } from '../dialect/idempotency.js';
import type { Wire } from '../dialect/wire.js';
import { presentRefund, presentRefunds } from './refunds.presenter.js';
import { refundFilters, type ListRefundsQuery } from './refunds.requests.js';

@Controller()
export class RefundsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('payments/:paymentId/refunds')
  @Operation('createRefund')
  async create(
    @Caller() { tenant, userId: actorId }: DashboardCaller,
    @Param('paymentId') paymentId: string,
    @Body() { amount, description, reason }: Wire<'CreateRefundRequest'>,
    @IdempotencyKey('createRefund') idempotency: IdempotencyRequest | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<Wire<'Refund'>> {
    const request = { tenant, paymentId, amount, description: description ?? null, reason: reason ?? null, actorId };
    const once = await this.commands.execute(new RequestRefund(request, idempotency));
    return presentRefund(resultOf(once, reply));
  }

  @Get('refunds')
  @Operation('listRefunds')
  async list(@Caller() { tenant }: DashboardCaller, @Query() query: ListRefundsQuery): Promise<Wire<'RefundList'>> {
    return presentRefunds(await this.queries.execute(new ListRefunds(tenant, refundFilters(query), query)));
  }

  @Get('refunds/:refundId')
  @Operation('getRefund')
  async get(@Caller() { tenant }: DashboardCaller, @Param('refundId') refundId: string): Promise<Wire<'Refund'>> {
    return presentRefund(await this.commands.execute(new RefreshRefund(tenant, refundId)));
  }
}
