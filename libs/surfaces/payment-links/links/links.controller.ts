import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  CancelPaymentLink,
  CreatePaymentLink,
  GetPaymentLinkHistory,
  ListPaymentLinks,
  UpdatePaymentLink,
} from '#payments';
import { Caller, Operation, resultOf, type DoorReply, type IdempotencyRequest } from '#platform';
import type { PaymentLinksCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import { IdempotencyKey } from '../dialect/idempotency.js';
import type { Wire } from '../dialect/wire.js';
import { presentCancelled, presentCreated, presentHistory, presentLinks, presentUpdated } from './links.presenter.js';
import {
  paymentLinkChanges,
  paymentLinkFilters,
  paymentLinkRequest,
  type ListPaymentLinksQuery,
} from './links.requests.js';

/** Links for those whose they are. */
@Controller('payment-links')
export class LinksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('create')
  @Operation('createPaymentLink')
  @Message('Payment link created successfully')
  async create(
    @Caller() caller: PaymentLinksCaller,
    @Body() body: Wire<'CreatePaymentLinkRequest'>,
    @IdempotencyKey('createPaymentLink') idempotency: IdempotencyRequest | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<Wire<'PaymentLinkCreated'>> {
    const command = new CreatePaymentLink(paymentLinkRequest(caller, body), idempotency);
    return presentCreated(resultOf(await this.commands.execute(command), reply));
  }

  @Get()
  @Operation('listPaymentLinks')
  @Message('Payment links retrieved')
  async list(
    @Caller() { tenant }: PaymentLinksCaller,
    @Query() query: ListPaymentLinksQuery,
  ): Promise<Wire<'PaymentLinkPage'>> {
    return presentLinks(await this.queries.execute(new ListPaymentLinks(tenant, paymentLinkFilters(query), query)));
  }

  @Get('id/:id')
  @Operation('getPaymentLinkById')
  @Message('Payment link retrieved')
  async get(@Caller() { tenant }: PaymentLinksCaller, @Param('id') id: string): Promise<Wire<'PaymentLink'>> {
    return presentHistory(await this.queries.execute(new GetPaymentLinkHistory(tenant, id)));
  }

  @Patch(':idOrSlug')
  @Operation('updatePaymentLink')
  @Message('Payment link updated successfully')
  async update(
    @Caller() { tenant, holder }: PaymentLinksCaller,
    @Param('idOrSlug') id: string,
    @Body() body: Wire<'UpdatePaymentLinkRequest'>,
  ): Promise<Wire<'UpdatedPaymentLink'>> {
    const command = new UpdatePaymentLink(tenant, id, paymentLinkChanges(body), holder.id);
    return presentUpdated(await this.commands.execute(command));
  }

  @Post(':id/cancel')
  @Operation('cancelPaymentLink')
  @Message('Payment link cancelled successfully')
  async cancel(
    @Caller() { tenant, holder }: PaymentLinksCaller,
    @Param('id') id: string,
  ): Promise<Wire<'CancelledPaymentLink'>> {
    return presentCancelled(await this.commands.execute(new CancelPaymentLink(tenant, id, holder.id)));
  }
}
