import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CreatePaymentLink, GetPaymentLink, ListPaymentLinks } from '#payments';
import { Caller, Operation, resultOf, type DoorReply, type IdempotencyRequest } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { IdempotencyKey } from '../dialect/idempotency.js';
import type { Wire } from '../dialect/wire.js';
import { presentPaymentLink, presentPaymentLinks } from './payment-links.presenter.js';
import { paymentLinkFilters, paymentLinkRequest, type ListPaymentLinksQuery } from './payment-links.requests.js';

@Controller('payments/links')
export class PaymentLinksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Operation('createPaymentLink')
  async create(
    @Caller() { tenant, userId }: DashboardCaller,
    @Body() body: Wire<'CreatePaymentLinkRequest'>,
    @IdempotencyKey('createPaymentLink') idempotency: IdempotencyRequest | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<Wire<'PaymentLink'>> {
    const command = new CreatePaymentLink(paymentLinkRequest(tenant, body, userId), idempotency);
    return presentPaymentLink(resultOf(await this.commands.execute(command), reply));
  }

  @Get()
  @Operation('listPaymentLinks')
  async list(
    @Caller() { tenant }: DashboardCaller,
    @Query() query: ListPaymentLinksQuery,
  ): Promise<Wire<'PaymentLinkList'>> {
    return presentPaymentLinks(
      await this.queries.execute(new ListPaymentLinks(tenant, paymentLinkFilters(query), query)),
    );
  }

  @Get(':linkId')
  @Operation('getPaymentLink')
  async get(@Caller() { tenant }: DashboardCaller, @Param('linkId') linkId: string): Promise<Wire<'PaymentLink'>> {
    return presentPaymentLink(await this.queries.execute(new GetPaymentLink(tenant, linkId)));
  }
}
