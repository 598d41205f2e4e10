import { Command, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import type { Tenant } from '#kernel';
import { GetOrder } from './get-order.query.js';
import { OrdersUnderLock } from './orders-under-lock.service.js';
import type { OrderView } from './order-view.js';

/**
 * Withdraws an order that nobody is about to pay. Throws OrderNotFound and OrderStateConflict; so also when it is
 * repeated.
 */
export class CancelOrder extends Command<OrderView> {
  constructor(
    readonly tenant: Tenant,
    readonly orderId: string,
    readonly actorId: string | null,
  ) {
    super();
  }
}

const UNDER_WAY = `SELECT FROM payments WHERE order_id = $1 AND status = 'pending' LIMIT 1`;

@CommandHandler(CancelOrder)
export class CancelOrderHandler implements ICommandHandler<CancelOrder> {
  constructor(
    private readonly orders: OrdersUnderLock,
    private readonly queries: QueryBus,
  ) {}

  async execute({ tenant, orderId, actorId }: CancelOrder): Promise<OrderView> {
    await this.orders.change(tenant, orderId, actorId, async (order, now, tx) => {
      // Payments of the order begin under its lock (OrderPurposes): none can start between this look and the commit.
      const underWay = await tx.query(UNDER_WAY, [order.id]);
      order.cancel(underWay.length > 0, now);
    });
    return this.queries.execute(new GetOrder(tenant, orderId));
  }
}
