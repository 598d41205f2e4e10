import { DomainError } from '#kernel';
import type { OrderStatus } from './order-view.js';

export class OrderNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'order_not_found';

  constructor() {
    super('Order not found');
  }
}

/** The state of the order does not allow it. */
export class OrderStateConflict extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'order_state_conflict';

  constructor(
    readonly status: OrderStatus,
    sentence: string,
  ) {
    super(sentence, { status });
  }
}
