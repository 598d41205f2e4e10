import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, Idempotency, UnitOfWork, type IdempotencyRequest, type Once } from '#platform';
import { identifiedCustomer } from '../customer/named-customer.js';
import { requireProducts } from '../product/products-on-lines.js';
import { Order, type NewOrder } from './order.aggregate.js';
import { orderView, type OrderView } from './order-view.js';

/**
 * Records what a customer ordered. Throws InvalidInput, also for a customer or a product that the organisation does not
 * have, and the refusals of idempotency. With an idempotency request it is safe to repeat.
 */
export class CreateOrder extends Command<Once<OrderView>> {
  constructor(
    readonly request: NewOrder & { readonly actorId: string | null },
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

@CommandHandler(CreateOrder)
export class CreateOrderHandler implements ICommandHandler<CreateOrder> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ request, idempotency }: CreateOrder): Promise<Once<OrderView>> {
    const order = Order.place(request, this.clock.now());
    return this.idempotency.once<OrderView>(idempotency, (record) =>
      this.unitOfWork.run(async (tx) => {
        const customer = await identifiedCustomer(tx, order.organizationId, order.customerId);
        await requireProducts(tx, order.items, order);
        tx.save(order);
        const { organizationId } = order;
        const { actorId } = request;
        this.audit.record(tx, { action: 'order.created', organizationId, actorId, recordId: order.id });
        const view = orderView(order, customer);
        record(tx, view);
        return view;
      }),
    );
  }
}
