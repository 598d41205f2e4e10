import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Mode, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filteredByOrganization } from '#platform';
import { PRODUCT_COLUMNS, productView, type ProductView } from './product-view.js';

export interface ListedProduct extends ProductView {
  /** Invoices of the tenant's mode that have a line of it, drafts included. */
  readonly usedIn: number;
}

/** Lists an organisation's products, newest first. */
export class ListProducts extends Query<Page<ListedProduct>> {
  constructor(
    readonly tenant: Tenant,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const columnsOf = (mode: Mode): string => `${PRODUCT_COLUMNS},
  coalesce((SELECT invoices FROM product_uses WHERE product_id = products.id AND mode = '${mode}'), 0) AS "usedIn"`;

const COLUMNS: Readonly<Record<Mode, string>> = { live: columnsOf('live'), sandbox: columnsOf('sandbox') };

@QueryHandler(ListProducts)
export class ListProductsHandler implements IQueryHandler<ListProducts> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, page }: ListProducts): Promise<Page<ListedProduct>> {
    const { organizationId, mode } = tenant;
    const list = filteredByOrganization('products', organizationId);
    const { items, total } = await list.newestFirst<ListedProduct>(this.database, COLUMNS[mode], page);
    return pageOf(
      items.map((row) => ({ ...productView(row), usedIn: row.usedIn })),
      page,
      total,
    );
  }
}
