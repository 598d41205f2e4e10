import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GetDispute, ListDisputes, SubmitEvidence } from '#disputes';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import type { Wire } from '../dialect/wire.js';
import { presentChargeback, presentChargebacks, presentSubmitted } from './chargebacks.presenter.js';
import {
  chargebackFilters,
  evidenceRequest,
  type EvidenceBody,
  type ListChargebacksQuery,
} from './chargebacks.requests.js';

@Controller('chargebacks')
export class ChargebacksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listChargebacks')
  async list(
    @Caller() { tenant }: DashboardCaller,
    @Query() query: ListChargebacksQuery,
  ): Promise<Wire<'ChargebackList'>> {
    return presentChargebacks(await this.queries.execute(new ListDisputes(tenant, chargebackFilters(query), query)));
  }

  @Get(':chargebackId')
  @Operation('getChargeback')
  async get(
    @Caller() { tenant }: DashboardCaller,
    @Param('chargebackId') chargebackId: string,
  ): Promise<Wire<'Chargeback'>> {
    return presentChargeback(await this.queries.execute(new GetDispute(tenant, chargebackId)));
  }

  @Post(':chargebackId/evidence')
  @Operation('submitChargebackEvidence')
  async submit(
    @Caller() caller: DashboardCaller,
    @Param('chargebackId') chargebackId: string,
    @Body() body: EvidenceBody,
  ): Promise<Wire<'EvidenceSubmitted'>> {
    const request = evidenceRequest(caller, chargebackId, body);
    return presentSubmitted(await this.commands.execute(new SubmitEvidence(request)));
  }
}
