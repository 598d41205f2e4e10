import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetBalance, ListStatementLines } from '#ledger';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import type { Wire } from '../dialect/wire.js';
import { presentBalance, presentTransactions } from './balance.presenter.js';
import { statementFilters, type BalanceQuery, type ListTransactionsQuery } from './balance.requests.js';

@Controller()
export class BalanceController {
  constructor(private readonly queries: QueryBus) {}

  @Get('balance')
  @Operation('getBalance')
  async balance(@Caller() caller: DashboardCaller, @Query() { currency }: BalanceQuery): Promise<Wire<'Balance'>> {
    const balance = await this.queries.execute(new GetBalance(caller.tenant, currency));
    return presentBalance(balance, caller.organizationOpenedAt);
  }

  @Get('transactions')
  @Operation('listTransactions')
  async transactions(
    @Caller() { tenant }: DashboardCaller,
    @Query() query: ListTransactionsQuery,
  ): Promise<Wire<'TransactionList'>> {
    return presentTransactions(
      await this.queries.execute(new ListStatementLines(tenant, statementFilters(query), query)),
    );
  }
}
