import { Command, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import type { Tenant } from '#kernel';
import { GetOrder } from './get-order.query.js';
import { OrdersUnderLock } from './orders-under-lock.service.js';
import type { OrderView } from './order-view.js';

/**
 * Withdraws an order that nobody has paid or is about to pay. Throws OrderNotFound and OrderStateConflict; so also when it is
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

/** One that is settled has paid the order, although the order may not have heard of it yet. */
const UNDER_WAY_OR_PAID = `SELECT FROM payments WHERE order_id = $1 AND status IN ('pending', 'settled') LIMIT 1`;

@CommandHandler(CancelOrder)
export class CancelOrderHandler implements ICommandHandler<CancelOrder> {
  constructor(
    private readonly orders: OrdersUnderLock,
    private readonly queries: QueryBus,
  ) {}

  async execute({ tenant, orderId, actorId }: CancelOrder): Promise<OrderView> {
    await this.orders.change(tenant, orderId, actorId, async (order, now, tx) => {
      // Payments of the order begin under its lock (OrderPurposes): none can start between this look and the commit.
      const payments = await tx.query(UNDER_WAY_OR_PAID, [order.id]);
      order.cancel(payments.length > 0, now);
    });
    return this.queries.execute(new GetOrder(tenant, orderId));
  }
}
