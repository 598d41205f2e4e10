import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CreateCreditNote, ListCreditNotes } from '#billing';
import { Caller, Operation, resultOf, type DoorReply, type IdempotencyRequest } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { IdempotencyKey } from '../dialect/idempotency.js';
import type { PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';
import { presentCreditNote, presentCreditNotes } from './credit-notes.presenter.js';
import { newCreditNote } from './credit-notes.requests.js';

@Controller('invoices')
export class CreditNotesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('credit-notes')
  @Operation('listCreditNotes')
  async list(@Caller() { tenant }: DashboardCaller, @Query() query: PageQuery): Promise<Wire<'CreditNoteList'>> {
    return presentCreditNotes(await this.queries.execute(new ListCreditNotes(tenant, query)));
  }

  @Post(':invoiceId/credit-notes')
  @Operation('createCreditNote')
  async create(
    @Caller() { tenant, userId: actorId }: DashboardCaller,
    @Param('invoiceId') invoiceId: string,
    @Body() body: Wire<'CreateCreditNoteRequest'>,
    @IdempotencyKey('createCreditNote') idempotency: IdempotencyRequest | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<Wire<'CreditNote'>> {
    const request = { tenant, invoiceId, ...newCreditNote(body), actorId };
    const once = await this.commands.execute(new CreateCreditNote(request, idempotency));
    return presentCreditNote(resultOf(once, reply));
  }
}
