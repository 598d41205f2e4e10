import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GetProfile } from '#identity';
import { Caller, Contract, CONTRACT, Operation, type DoorReply } from '#platform';
import {
  ExportReport,
  GetBalanceMovement,
  GetReportExport,
  ListSettlementDays,
  OpenReportFile,
  type LinkHolder,
} from '#reporting';
import { sendAttachment } from '../dialect/attachment.js';
import type { DashboardCaller } from '../dialect/caller.js';
import { requireRange } from '../dialect/days.js';
import type { Wire } from '../dialect/wire.js';
import { presentBalanceMovement, presentExport, presentReadExport, presentSettlements } from './reports.presenter.js';
import {
  exportRequest,
  settlementFilters,
  type BalanceReportQuery,
  type SettlementsReportQuery,
} from './reports.requests.js';

@Controller('reports')
export class ReportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(CONTRACT) private readonly contract: Contract,
  ) {}

  @Get('settlements')
  @Operation('getSettlementsReport')
  async settlements(
    @Caller() { tenant }: DashboardCaller,
    @Query() query: SettlementsReportQuery,
  ): Promise<Wire<'SettlementsReport'>> {
    return presentSettlements(
      await this.queries.execute(new ListSettlementDays(tenant, settlementFilters(query), query)),
    );
  }

  @Get('balance')
  @Operation('getBalanceReport')
  async balance(
    @Caller() { tenant }: DashboardCaller,
    @Query() query: BalanceReportQuery,
  ): Promise<Wire<'BalanceReport'>> {
    requireRange(query);
    const { currency, startDate: firstDay, endDate: lastDay } = query;
    const movement = new GetBalanceMovement({ tenant, currency, firstDay, lastDay });
    return presentBalanceMovement(query, await this.queries.execute(movement));
  }

  @Post('export')
  @Operation('exportReport')
  async export(
    @Caller() caller: DashboardCaller,
    @Body() request: Wire<'ExportRequest'>,
  ): Promise<Wire<'ReportExport'>> {
    const profile = await this.queries.execute(new GetProfile(caller.userId));
    const language = profile.language === 'fr' ? 'fr' : 'en';
    return presentExport(
      await this.commands.execute(new ExportReport(exportRequest({ ...caller, language }, request))),
    );
  }

  @Get('exports/:reportId')
  @Operation('getReportExport')
  async get(@Caller() caller: DashboardCaller, @Param('reportId') reportId: string): Promise<Wire<'ReportExport'>> {
    return presentReadExport(await this.queries.execute(new GetReportExport(caller, reportId)), this.contract.basePath);
  }

  @Get('exports/:reportId/download')
  @Operation('downloadReport')
  async download(
    @Caller() { organizationId, userId: actorId }: LinkHolder,
    @Param('reportId') reportId: string,
    @Res() reply: DoorReply,
  ): Promise<void> {
    const file = await this.commands.execute(new OpenReportFile(organizationId, reportId, actorId));
    sendAttachment(reply, { ...file, content: file.stream });
  }
}
