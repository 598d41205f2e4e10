import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DecideDispute, ListDisputes, OpenDispute, OpenEvidenceFile, ReviewDispute } from '#disputes';
import { Caller, Operation, type DoorReply } from '#platform';
import { sendAttachment } from '../dialect/attachment.js';
import type { DashboardCaller } from '../dialect/caller.js';
import { modeFrom } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import {
  presentChargebackDetail,
  presentChargebackForStaff,
  presentChargebacksForStaff,
} from './admin-chargebacks.presenter.js';
import { chargebackFilters, type ListAllChargebacksQuery } from './admin-chargebacks.requests.js';

/** Chargebacks of all organisations, for platform staff: the guard lets nobody else in. */
@Controller('admin/chargebacks')
export class AdminChargebacksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('adminListChargebacks')
  async list(@Query() query: ListAllChargebacksQuery): Promise<Wire<'AdminChargebackList'>> {
    const scope = { everybody: true, mode: modeFrom(query.mode) } as const;
    return presentChargebacksForStaff(
      await this.queries.execute(new ListDisputes(scope, chargebackFilters(query), query)),
    );
  }

  @Post()
  @Operation('adminOpenChargeback')
  async open(
    @Caller() { userId: actorId }: DashboardCaller,
    @Body() { paymentId, reason, providerReference }: Wire<'AdminOpenChargebackRequest'>,
  ): Promise<Wire<'AdminChargeback'>> {
    const request = { paymentId, reason, providerReference: providerReference ?? null, actorId };
    return presentChargebackForStaff(await this.commands.execute(new OpenDispute(request)));
  }

  @Get(':chargebackId')
  @Operation('adminGetChargeback')
  async get(
    @Caller() { userId: actorId }: DashboardCaller,
    @Param('chargebackId') chargebackId: string,
  ): Promise<Wire<'AdminChargebackDetail'>> {
    return presentChargebackDetail(await this.commands.execute(new ReviewDispute(chargebackId, actorId)));
  }

  @Get(':chargebackId/files/:fileId')
  @Operation('adminDownloadEvidence')
  async download(
    @Caller() { userId: actorId }: DashboardCaller,
    @Param('chargebackId') chargebackId: string,
    @Param('fileId') fileId: string,
    @Res() reply: DoorReply,
  ): Promise<void> {
    sendAttachment(reply, await this.commands.execute(new OpenEvidenceFile(chargebackId, fileId, actorId)));
  }

  @Post(':chargebackId/decision')
  @Operation('adminDecideChargeback')
  async decide(
    @Caller() { userId: actorId }: DashboardCaller,
    @Param('chargebackId') disputeId: string,
    @Body() { outcome, note }: Wire<'AdminDecideChargebackRequest'>,
  ): Promise<Wire<'AdminChargeback'>> {
    const decision = { disputeId, outcome, note: note ?? null, actorId };
    return presentChargebackForStaff(await this.commands.execute(new DecideDispute(decision)));
  }
}
