import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Tenant } from '#kernel';
import type { InvoiceView } from './invoice-view.js';
import { InvoiceViews } from './invoice-views.service.js';

/** An invoice of the tenant. Throws InvoiceNotFound, also for an invoice of another tenant. */
export class GetInvoice extends Query<InvoiceView> {
  constructor(
    readonly tenant: Tenant,
    readonly invoiceId: string,
  ) {
    super();
  }
}

@QueryHandler(GetInvoice)
export class GetInvoiceHandler implements IQueryHandler<GetInvoice> {
  constructor(private readonly views: InvoiceViews) {}

  execute({ tenant, invoiceId }: GetInvoice): Promise<InvoiceView> {
    return this.views.read(tenant, invoiceId);
  }
}
