import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AddBankAccount, DeleteBankAccount, ListBankAccounts } from '#merchants';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import type { PageQuery } from '../dialect/pages.js';
import { countryFrom } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentBankAccount, presentBankAccounts } from './bank-accounts.presenter.js';

@Controller('bank-accounts')
export class BankAccountsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listBankAccounts')
  async list(@Caller() { tenant }: DashboardCaller, @Query() page: PageQuery): Promise<Wire<'BankAccountList'>> {
    return presentBankAccounts(await this.queries.execute(new ListBankAccounts(tenant, page)));
  }

  @Post()
  @Operation('addBankAccount')
  async add(
    @Caller() { tenant, userId }: DashboardCaller,
    @Body() body: Wire<'CreateBankAccountRequest'>,
  ): Promise<Wire<'BankAccount'>> {
    const { accountHolderName: holderName, accountType: type, country, ...rest } = body;
    const details = { ...rest, holderName, type, country: countryFrom(country) };
    return presentBankAccount(await this.commands.execute(new AddBankAccount(tenant, details, userId)));
  }

  @Delete(':bankAccountId')
  @Operation('deleteBankAccount')
  async delete(
    @Caller() { tenant, userId }: DashboardCaller,
    @Param('bankAccountId') id: string,
  ): Promise<Wire<'Deleted'>> {
    await this.commands.execute(new DeleteBankAccount(tenant, id, userId));
    return { id, deleted: true };
  }
}
