import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filtered } from '#platform';
import { REFUND_VIEW_COLUMNS, refundView, type RefundStatus, type RefundView } from './refund-view.js';

export interface RefundFilters {
  readonly statuses?: readonly RefundStatus[];
  readonly paymentId?: string;
}

/** Lists a tenant's refunds, newest first. An unknown payment has none. */
export class ListRefunds extends Query<Page<RefundView>> {
  constructor(
    readonly tenant: Tenant,
    readonly filters: RefundFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListRefunds)
export class ListRefundsHandler implements IQueryHandler<ListRefunds> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, filters, page }: ListRefunds): Promise<Page<RefundView>> {
    if (filters.paymentId !== undefined && !isUuid(filters.paymentId)) return pageOf([], page, 0);
    const list = filtered('refunds', tenant)
      .among('status', 'refund_status', filters.statuses)
      .and('payment_id = ?', filters.paymentId);
    const { items, total } = await list.newestFirst<RefundView>(this.database, REFUND_VIEW_COLUMNS, page);
    return pageOf(items.map(refundView), page, total);
  }
}
