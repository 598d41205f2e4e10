import { Controller, Get, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ListDisputes } from '#disputes';
import { LookUpOrganization } from '#identity';
import { GetBalance } from '#ledger';
import { ListPayments } from '#payments';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { CURRENCIES, modeFrom } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import type { ModeQuery } from './admin-chargebacks.requests.js';
import { presentMerchant } from './admin-merchants.presenter.js';

const LATEST = { page: 1, limit: 10 };
const ALL = { page: 1, limit: 100 };

/** Any organisation at a glance, for platform staff: the guard lets nobody else in. */
@Controller('admin/merchants')
export class AdminMerchantsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get(':organizationId')
  @Operation('adminGetMerchant')
  async get(
    @Caller() { userId: actorId }: DashboardCaller,
    @Param('organizationId') id: string,
    @Query() query: ModeQuery,
  ): Promise<Wire<'AdminMerchant'>> {
    const mode = modeFrom(query.mode);
    const organization = await this.commands.execute(new LookUpOrganization(id, actorId));
    const tenant = { organizationId: organization.id, mode };
    const [balances, payments, disputes] = await Promise.all([
      Promise.all(CURRENCIES.map((currency) => this.queries.execute(new GetBalance(tenant, currency)))),
      this.queries.execute(new ListPayments(tenant, {}, LATEST)),
      this.queries.execute(new ListDisputes(tenant, { statuses: ['open', 'under_review'] }, ALL)),
    ]);
    return presentMerchant({ organization, mode, balances, payments, disputes });
  }
}
