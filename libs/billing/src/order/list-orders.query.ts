import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filtered } from '#platform';
import { ORDER_COLUMNS, orderView, type OrderStatus, type OrderView } from './order-view.js';

export interface OrderFilters {
  readonly status?: OrderStatus;
  readonly customerId?: string;
}

/** Over all orders that match, whatever the page. Shipped orders are paid ones; amounts are decimal text. */
export interface OrderSummary {
  readonly orders: number;
  readonly paid: number;
  readonly pending: number;
  readonly revenueXaf: string;
  readonly revenueUsd: string;
}

export interface ListedOrders {
  readonly page: Page<OrderView>;
  readonly summary: OrderSummary;
}

/** Lists a tenant's orders, newest first, with figures over all that match. An unknown customer has none. */
export class ListOrders extends Query<ListedOrders> {
  constructor(
    readonly tenant: Tenant,
    readonly filters: OrderFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const PAID = `status IN ('paid', 'shipped')`;
const SUMMARY = `coalesce(sum(rows), 0)::int AS orders, coalesce(sum(rows) FILTER (WHERE ${PAID}), 0)::int AS paid,
  coalesce(sum(rows) FILTER (WHERE status = 'pending'), 0)::int AS pending,
  coalesce(sum(amount) FILTER (WHERE ${PAID} AND currency = 'XAF'), 0) AS "revenueXaf",
  coalesce(sum(amount) FILTER (WHERE ${PAID} AND currency = 'USD'), 0) AS "revenueUsd"`;
const NOTHING: OrderSummary = { orders: 0, paid: 0, pending: 0, revenueXaf: '0', revenueUsd: '0' };

@QueryHandler(ListOrders)
export class ListOrdersHandler implements IQueryHandler<ListOrders> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, filters, page }: ListOrders): Promise<ListedOrders> {
    const { status, customerId } = filters;
    if (customerId !== undefined && !isUuid(customerId)) return { page: pageOf([], page, 0), summary: NOTHING };
    const list = filtered('orders', tenant)
      .among('status', 'order_status', status && [status])
      .and('customer_id = ?', customerId);
    const [{ items, total }, summary] = await Promise.all([
      list.newestFirst<OrderView>(this.database, ORDER_COLUMNS, page),
      list.figures<OrderSummary>(this.database, 'status', SUMMARY),
    ]);
    return {
      page: pageOf(
        items.map((row) => orderView(row, row.customer)),
        page,
        total,
      ),
      summary,
    };
  }
}
