import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filtered } from '#platform';
import { PAYOUT_VIEW_COLUMNS, payoutView, type PayoutStatus, type PayoutView } from './payout-view.js';

export interface PayoutFilters {
  readonly statuses?: readonly PayoutStatus[];
}

/** Lists a tenant's payouts, newest first. */
export class ListPayouts extends Query<Page<PayoutView>> {
  constructor(
    readonly tenant: Tenant,
    readonly filters: PayoutFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListPayouts)
export class ListPayoutsHandler implements IQueryHandler<ListPayouts> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, filters, page }: ListPayouts): Promise<Page<PayoutView>> {
    const list = filtered('payouts', tenant).among('status', 'payout_status', filters.statuses);
    const { items, total } = await list.newestFirst<PayoutView>(this.database, PAYOUT_VIEW_COLUMNS, page);
    return pageOf(items.map(payoutView), page, total);
  }
}
