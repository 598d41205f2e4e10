import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filtered, type FilteredList } from '#platform';
import { PAYMENT_VIEW_COLUMNS, paymentView, type PaymentStatus, type PaymentView } from './payment-view.js';

export interface PaymentFilters {
  readonly status?: PaymentStatus;
  /** First instant of creation, included. */
  readonly from?: Date;
  /** Last instant of creation, included. */
  readonly to?: Date;
  /** Decimal text, included. */
  readonly amountMin?: string;
  /** Decimal text, included. */
  readonly amountMax?: string;
  /** Text in id, description, payer or the operator's reference, in any case. */
  readonly search?: string;
}

/** Lists a tenant's payments, newest first, whatever started them. */
export class ListPayments extends Query<Page<PaymentView>> {
  constructor(
    readonly tenant: Tenant,
    readonly filters: PaymentFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListPayments)
export class ListPaymentsHandler implements IQueryHandler<ListPayments> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, filters, page }: ListPayments): Promise<Page<PaymentView>> {
    const list = paymentsMatching(tenant, filters);
    const { items, total } = await list.newestFirst<PaymentView>(this.database, PAYMENT_VIEW_COLUMNS, page);
    return pageOf(items.map(paymentView), page, total);
  }
}

/** The payments that a list or a file of them has. */
export const paymentsMatching = (tenant: Tenant, filters: PaymentFilters): FilteredList =>
  filtered('payments', tenant)
    .among('status', 'payment_status', filters.status && [filters.status])
    .created(filters)
    .sought('amount >= ?', filters.amountMin)
    .sought('amount <= ?', filters.amountMax)
    .containing('search_text', filters.search, { table: 'payment_texts', ids: ['id', 'provider_reference'] });
