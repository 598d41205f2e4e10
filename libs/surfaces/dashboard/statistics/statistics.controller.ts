import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Caller, Operation } from '#platform';
import { GetStatistics } from '#reporting';
import type { DashboardCaller } from '../dialect/caller.js';
import { daysOf } from '../dialect/days.js';
import type { Wire } from '../dialect/wire.js';
import { presentDailyStatistics, presentStatistics } from './statistics.presenter.js';
import { statisticsScope, type DailyStatisticsQuery, type StatisticsQuery } from './statistics.requests.js';

@Controller('statistics')
export class StatisticsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Operation('getStatistics')
  async get(@Caller() { tenant }: DashboardCaller, @Query() query: StatisticsQuery): Promise<Wire<'Statistics'>> {
    const { currency = 'XAF', comparePrevious } = query;
    const scope = statisticsScope(query);
    const previous = comparePrevious ? scope.previous : null;
    const statistics = await this.queries.execute(new GetStatistics(tenant, currency, scope.buckets, previous));
    return presentStatistics(query, scope, statistics);
  }

  @Get('daily')
  @Operation('getDailyStatistics')
  async daily(
    @Caller() { tenant }: DashboardCaller,
    @Query() query: DailyStatisticsQuery,
  ): Promise<Wire<'DailyStatistics'>> {
    const { currency = 'XAF' } = query;
    const days = daysOf(query);
    const ranges = days.map((day) => ({ first: day, last: day }));
    const statistics = await this.queries.execute(new GetStatistics(tenant, currency, { unit: 'day', ranges }));
    return presentDailyStatistics(query, days, statistics);
  }
}
