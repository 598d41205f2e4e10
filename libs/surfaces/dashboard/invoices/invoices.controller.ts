import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CreateInvoice, DrawInvoice, GetInvoice, ListInvoices, SendInvoice } from '#billing';
import { Caller, Operation, resultOf, type DoorReply, type IdempotencyRequest } from '#platform';
import { sendAttachment } from '../dialect/attachment.js';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import { IdempotencyKey } from '../dialect/idempotency.js';
import type { Wire } from '../dialect/wire.js';
import { presentInvoice, presentInvoices, presentSentInvoice, type CreatedInvoice } from './invoices.presenter.js';
import { invoiceFilters, newInvoice, type ListInvoicesQuery } from './invoices.requests.js';

@Controller('invoices')
export class InvoicesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listInvoices')
  async list(@Caller() { tenant }: DashboardCaller, @Query() query: ListInvoicesQuery): Promise<Wire<'InvoiceList'>> {
    return presentInvoices(await this.queries.execute(new ListInvoices(tenant, invoiceFilters(query), query)));
  }

  @Post()
  @Operation('createInvoice')
  async create(
    @Caller() { tenant, userId: actorId }: DashboardCaller,
    @Body() body: Wire<'CreateInvoiceRequest'>,
    @IdempotencyKey('createInvoice') idempotency: IdempotencyRequest | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<CreatedInvoice> {
    const once = await this.commands.execute(new CreateInvoice({ ...newInvoice(tenant, body), actorId }, idempotency));
    return presentInvoice(resultOf(once, reply));
  }

  @Get(':invoiceId')
  @Operation('getInvoice')
  async get(@Caller() { tenant }: DashboardCaller, @Param('invoiceId') invoiceId: string): Promise<Wire<'Invoice'>> {
    return presentInvoice(await this.queries.execute(new GetInvoice(tenant, invoiceId)));
  }

  @Post(':invoiceId/send')
  @Operation('sendInvoice')
  @Message('Invoice sent')
  async send(
    @Caller() { tenant, userId }: DashboardCaller,
    @Param('invoiceId') invoiceId: string,
    @IdempotencyKey('sendInvoice') idempotency: IdempotencyRequest | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<Wire<'InvoiceSent'>> {
    const once = await this.commands.execute(new SendInvoice(tenant, invoiceId, userId, idempotency));
    return presentSentInvoice(resultOf(once, reply));
  }

  @Get(':invoiceId/download')
  @Operation('downloadInvoice')
  async download(
    @Caller() { tenant }: DashboardCaller,
    @Param('invoiceId') invoiceId: string,
    @Res() reply: DoorReply,
  ): Promise<void> {
    sendAttachment(reply, await this.queries.execute(new DrawInvoice(tenant, invoiceId)));
  }
}
