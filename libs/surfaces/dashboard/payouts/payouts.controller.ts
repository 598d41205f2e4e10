import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Money } from '#kernel';
import { GetPayout, ListPayouts, RequestPayout } from '#payments';
import { Caller, Operation, resultOf, type DoorReply, type IdempotencyRequest } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { IdempotencyKey } from '../dialect/idempotency.js';
import type { PageQuery } from '../dialect/pages.js';
import { behind, PAYOUT_STATUS } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentPayout, presentPayouts } from './payouts.presenter.js';

@Controller('payouts')
export class PayoutsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Operation('requestPayout')
  async request(
    @Caller() { tenant, userId: actorId }: DashboardCaller,
    @Body() body: Wire<'CreatePayoutRequest'>,
    @IdempotencyKey('requestPayout') idempotency: IdempotencyRequest | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<Wire<'Payout'>> {
    const { description = null, bankAccountId = null } = body;
    const request = { tenant, amount: Money.of(body.amount, body.currency), description, bankAccountId, actorId };
    const once = await this.commands.execute(new RequestPayout(request, idempotency));
    return presentPayout(resultOf(once, reply));
  }

  @Get()
  @Operation('listPayouts')
  async list(
    @Caller() { tenant }: DashboardCaller,
    @Query() { status, ...page }: PageQuery & { status?: Wire<'PayoutStatus'> },
  ): Promise<Wire<'PayoutList'>> {
    const filters = status === undefined ? {} : { statuses: behind(PAYOUT_STATUS, status) };
    return presentPayouts(await this.queries.execute(new ListPayouts(tenant, filters, page)));
  }

  @Get(':payoutId')
  @Operation('getPayout')
  async get(@Caller() { tenant }: DashboardCaller, @Param('payoutId') payoutId: string): Promise<Wire<'Payout'>> {
    return presentPayout(await this.queries.execute(new GetPayout(tenant, payoutId)));
  }
}
