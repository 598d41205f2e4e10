import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, type Tenant } from '#kernel';
import { Database } from '#platform';
import type { InvoiceSummary } from '../invoice/invoice-view.js';
import { CustomerFiguresReader, NO_FIGURES } from './customer-figures.service.js';
import { CustomerNotFound } from './customer.errors.js';
import { CUSTOMER_COLUMNS, customerView } from './customer-view.js';
import type { ListedCustomer } from './list-customers.query.js';

export interface CustomerRecord extends ListedCustomer {
  /** The latest ten of the mode of the tenant, newest first. */
  readonly recentInvoices: readonly InvoiceSummary[];
}

/** A customer with its figures. Throws CustomerNotFound, also for a customer of another organisation. */
export class GetCustomer extends Query<CustomerRecord> {
  constructor(
    readonly tenant: Tenant,
    readonly customerId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${CUSTOMER_COLUMNS} FROM customers WHERE id = $1 AND organization_id = $2`;

@QueryHandler(GetCustomer)
export class GetCustomerHandler implements IQueryHandler<GetCustomer> {
  constructor(
    private readonly database: Database,
    private readonly figures: CustomerFiguresReader,
  ) {}

  async execute({ tenant, customerId }: GetCustomer): Promise<CustomerRecord> {
    const row = isUuid(customerId) ? await this.database.first(READ, [customerId, tenant.organizationId]) : null;
    if (!row) throw new CustomerNotFound();
    const [figures, recentInvoices] = await Promise.all([
      this.figures.of(tenant, [customerId]),
      this.figures.recentInvoices(tenant, customerId),
    ]);
    const customer = customerView(row);
    return { ...customer, figures: figures.get(customer.id) ?? NO_FIGURES, recentInvoices };
  }
}
