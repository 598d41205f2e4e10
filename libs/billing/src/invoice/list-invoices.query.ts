import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock, isUuid, pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filtered, type FilteredList } from '#platform';
import { INVOICE_SUMMARY_COLUMNS, invoiceSummary, type InvoiceStatus, type InvoiceSummary } from './invoice-view.js';

export interface InvoiceFilters {
  /** `unpaid` is sent or overdue. */
  readonly status?: InvoiceStatus | 'unpaid';
  readonly customerId?: string;
  /** Days of their dates, both included. */
  readonly firstDay?: string;
  readonly lastDay?: string;
  /** Text in number, memo, or the customer's name or address, in any case. */
  readonly search?: string;
}

/** Lists a tenant's invoices, newest first. An unknown customer has none. */
export class ListInvoices extends Query<Page<InvoiceSummary>> {
  constructor(
    readonly tenant: Tenant,
    readonly filters: InvoiceFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListInvoices)
export class ListInvoicesHandler implements IQueryHandler<ListInvoices> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ tenant, filters, page }: ListInvoices): Promise<Page<InvoiceSummary>> {
    const now = this.clock.now();
    const list = invoicesMatching(tenant, filters, now);
    const { items, total } = await list.newestFirst<InvoiceSummary>(this.database, INVOICE_SUMMARY_COLUMNS, page);
    return pageOf(
      items.map((row) => invoiceSummary(row, now)),
      page,
      total,
    );
  }
}

/** The invoices that a list or a file of them has. */
export function invoicesMatching(tenant: Tenant, filters: InvoiceFilters, now: Date): FilteredList {
  const { status, customerId, firstDay, lastDay, search } = filters;
  const list = filtered('invoices', tenant).dated('issued_on', firstDay, lastDay).containing('search_text', search);
  // A customer that cannot exist has no invoices.
  if (isUuid(customerId)) list.and('customer_id = ?', customerId);
  else if (customerId !== undefined) list.holds('false');
  if (status) withStatus(list, status, now);
  return list;
}

const BECOMES_OVERDUE = `status = 'sent' AND due_at < ?`;

function withStatus(list: FilteredList, status: InvoiceStatus | 'unpaid', now: Date): void {
  list.among('status', 'invoice_status', status === 'unpaid' ? ['sent', 'overdue'] : [status]);
  if (status === 'overdue') list.whileLate('join', BECOMES_OVERDUE, now);
  if (status === 'sent') list.whileLate('leave', BECOMES_OVERDUE, now);
}
