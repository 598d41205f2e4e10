import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CancelRecurringInvoice, CreateRecurringInvoice, ListRecurringInvoices } from '#billing';
import { Caller, Operation, resultOf, type DoorReply, type IdempotencyRequest } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { IdempotencyKey } from '../dialect/idempotency.js';
import type { PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';
import { presentRecurringInvoice, presentRecurringInvoices } from './recurring-invoices.presenter.js';
import { newRecurringInvoice } from './recurring-invoices.requests.js';

@Controller('invoices/recurring')
export class RecurringInvoicesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listRecurringInvoices')
  async list(@Caller() { tenant }: DashboardCaller, @Query() query: PageQuery): Promise<Wire<'RecurringInvoiceList'>> {
    return presentRecurringInvoices(await this.queries.execute(new ListRecurringInvoices(tenant, query)));
  }

  @Post()
  @Operation('createRecurringInvoice')
  async create(
    @Caller() { tenant, userId }: DashboardCaller,
    @Body() body: Wire<'CreateRecurringInvoiceRequest'>,
    @IdempotencyKey('createRecurringInvoice') idempotency: IdempotencyRequest | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<Wire<'RecurringInvoice'>> {
    const request = newRecurringInvoice(tenant, body);
    const once = await this.commands.execute(new CreateRecurringInvoice(request, body.customerId, userId, idempotency));
    return presentRecurringInvoice(resultOf(once, reply));
  }

  @Post(':recurringInvoiceId/cancel')
  @Operation('cancelRecurringInvoice')
  async cancel(
    @Caller() { tenant, userId }: DashboardCaller,
    @Param('recurringInvoiceId') recurringInvoiceId: string,
  ): Promise<Wire<'RecurringInvoice'>> {
    return presentRecurringInvoice(
      await this.commands.execute(new CancelRecurringInvoice(tenant, recurringInvoiceId, userId)),
    );
  }
}
