import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock, doualaDay, pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filtered } from '#platform';
import type { CustomerReference } from '../customer/customer-view.js';
import {
  RECURRING_INVOICE_COLUMNS,
  recurringInvoiceView,
  type RecurringInvoiceView,
} from './recurring-invoice-view.js';

/** Lists a tenant's schedules of invoices, newest first. */
export class ListRecurringInvoices extends Query<Page<RecurringInvoiceView>> {
  constructor(
    readonly tenant: Tenant,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListRecurringInvoices)
export class ListRecurringInvoicesHandler implements IQueryHandler<ListRecurringInvoices> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ tenant, page }: ListRecurringInvoices): Promise<Page<RecurringInvoiceView>> {
    const today = doualaDay(this.clock.now());
    const list = filtered('recurring_invoices', tenant);
    const { items, total } = await list.newestFirst<{ customer: CustomerReference }>(
      this.database,
      RECURRING_INVOICE_COLUMNS,
      page,
    );
    return pageOf(
      items.map((row) => recurringInvoiceView(row, row.customer, today)),
      page,
      total,
    );
  }
}
