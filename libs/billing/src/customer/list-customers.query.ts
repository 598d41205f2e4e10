import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filteredByOrganization } from '#platform';
import { CustomerFiguresReader, NO_FIGURES, type CustomerFigures } from './customer-figures.service.js';
import { CUSTOMER_COLUMNS, customerView, type CustomerView } from './customer-view.js';

export interface CustomerFilters {
  /** Text in name, e-mail address or phone, in any case. */
  readonly search?: string;
}

export interface ListedCustomer extends CustomerView {
  /** Of the mode of the tenant. */
  readonly figures: CustomerFigures;
}

/** Lists an organisation's customers, newest first. */
export class ListCustomers extends Query<Page<ListedCustomer>> {
  constructor(
    readonly tenant: Tenant,
    readonly filters: CustomerFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListCustomers)
export class ListCustomersHandler implements IQueryHandler<ListCustomers> {
  constructor(
    private readonly database: Database,
    private readonly figures: CustomerFiguresReader,
  ) {}

  async execute({ tenant, filters, page }: ListCustomers): Promise<Page<ListedCustomer>> {
    const list = filteredByOrganization('customers', tenant.organizationId).containing('search_text', filters.search);
    const { items, total } = await list.newestFirst<CustomerView>(this.database, CUSTOMER_COLUMNS, page);
    const figures = await this.figures.of(
      tenant,
      items.map(({ id }) => id),
    );
    const customers = items.map((row) => ({ ...customerView(row), figures: figures.get(row.id) ?? NO_FIGURES }));
    return pageOf(customers, page, total);
  }
}
