import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, type Tenant } from '#kernel';
import { Database } from '#platform';
import { OrderNotFound } from './order.errors.js';
import { ORDER_COLUMNS, orderView, type OrderView } from './order-view.js';

/**
 * An order of the tenant. While it waits, its paymentId is that of the payment that has paid it, of which it has not
 * heard yet, else of the latest that is to pay it.
 * Throws OrderNotFound, also for an order of another tenant.
 */
export class GetOrder extends Query<OrderView> {
  constructor(
    readonly tenant: Tenant,
    readonly orderId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${ORDER_COLUMNS}, (
    SELECT p.id FROM payments p WHERE p.order_id = orders.id AND p.status IN ('pending', 'settled')
    ORDER BY p.settled_at, p.created_at DESC, p.id DESC LIMIT 1
  ) AS "awaitedPaymentId"
  FROM orders WHERE id = $1 AND organization_id = $2 AND mode = $3`;

@QueryHandler(GetOrder)
export class GetOrderHandler implements IQueryHandler<GetOrder> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, orderId }: GetOrder): Promise<OrderView> {
    if (!isUuid(orderId)) throw new OrderNotFound();
    const row = await this.database.first<OrderView & { awaitedPaymentId: string | null }>(READ, [
      orderId,
      tenant.organizationId,
      tenant.mode,
    ]);
    if (!row) throw new OrderNotFound();
    const order = orderView(row, row.customer);
    return order.status === 'pending' ? { ...order, paymentId: row.awaitedPaymentId } : order;
  }
}
