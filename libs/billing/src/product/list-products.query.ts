import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
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

const USES = `SELECT l.product_id AS id, count(DISTINCT l.invoice_id)::int AS "usedIn"
  FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id
  WHERE i.organization_id = $1 AND i.mode = $2 AND l.product_id = ANY($3::uuid[]) GROUP BY l.product_id`;

@QueryHandler(ListProducts)
export class ListProductsHandler implements IQueryHandler<ListProducts> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, page }: ListProducts): Promise<Page<ListedProduct>> {
    const { organizationId, mode } = tenant;
    const list = filteredByOrganization('products', organizationId);
    const { items, total } = await list.newestFirst<ProductView>(this.database, PRODUCT_COLUMNS, page);
    const ids = items.map(({ id }) => id);
    const uses = await this.database.query<{ id: string; usedIn: number }>(USES, [organizationId, mode, ids]);
    const usedIn = new Map(uses.map((use) => [use.id, use.usedIn]));
    return pageOf(
      items.map((row) => ({ ...productView(row), usedIn: usedIn.get(row.id) ?? 0 })),
      page,
      total,
    );
  }
}
