import { Command, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import type { Tenant } from '#kernel';
import { GetOrder } from './get-order.query.js';
import { OrdersUnderLock } from './orders-under-lock.service.js';
import type { OrderView } from './order-view.js';

/** Notes that the goods are on their way. Throws OrderNotFound and OrderStateConflict; so also when it is repeated. */
export class ShipOrder extends Command<OrderView> {
  constructor(
    readonly tenant: Tenant,
    readonly orderId: string,
    readonly actorId: string | null,
  ) {
    super();
  }
}

@CommandHandler(ShipOrder)
export class ShipOrderHandler implements ICommandHandler<ShipOrder> {
  constructor(
    private readonly orders: OrdersUnderLock,
    private readonly queries: QueryBus,
  ) {}

  async execute({ tenant, orderId, actorId }: ShipOrder): Promise<OrderView> {
    await this.orders.change(tenant, orderId, actorId, (order, now) => order.ship(now));
    return this.queries.execute(new GetOrder(tenant, orderId));
  }
}
