import { Injectable } from '@nestjs/common';
import { Clock, Money } from '#kernel';
import type { PaymentEvent, PaymentView, RefundEvent } from '#payments';
import { OutboxSubscriber, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { Order } from './order.aggregate.js';
import { OrdersUnderLock } from './orders-under-lock.service.js';

type Heard = 'payment.settled' | 'refund.completed';

/**
 * An order is paid with the first payment of it that is paid, and cancelled when that is refunded in full before it was
 * shipped. One subscriber for both, so that it hears of them in their order.
 */
@Injectable()
@OutboxSubscriber()
export class MoveOrdersWhenPaymentsMove implements Subscriber {
  readonly name = 'move-orders-when-payments-move';
  readonly types = ['payment.settled', 'refund.completed'] as const satisfies readonly Heard[];

  constructor(
    private readonly orders: OrdersUnderLock,
    private readonly clock: Clock,
  ) {}

  concerns(event: OutboxEvent): boolean {
    return paymentOf(event).orderId !== null;
  }

  handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    return this.handleAll([event], tx);
  }

  /** Order by order, because one transaction may load and save each of them once; sorted, so that two cannot deadlock. */
  async handleAll(events: readonly OutboxEvent[], tx: Transaction): Promise<void> {
    const newsOf = new Map<string, OutboxEvent[]>();
    for (const event of events) {
      const { orderId } = paymentOf(event);
      if (orderId !== null) newsOf.set(orderId, [...(newsOf.get(orderId) ?? []), event]);
    }
    for (const orderId of [...newsOf.keys()].sort()) await this.move(tx, orderId, newsOf.get(orderId) ?? []);
  }

  private async move(tx: Transaction, orderId: string, news: readonly OutboxEvent[]): Promise<void> {
    const order = await tx.load(Order, { id: orderId });
    if (!order) return;
    const moved = news.map((event) => this.apply(order, event));
    if (moved.includes(true)) this.orders.save(tx, order, null);
  }

  private apply(order: Order, event: OutboxEvent): boolean {
    const payment = paymentOf(event);
    const now = this.clock.now();
    if (event.type === 'payment.settled') {
      return order.pay(payment.id, payment.settledAt ? new Date(payment.settledAt) : event.occurredAt, now);
    }
    return isRefundedInFull(payment) && order.refund(payment.id, now);
  }
}

const paymentOf = ({ payload }: OutboxEvent): PaymentView =>
  (payload as Extract<PaymentEvent | RefundEvent, { type: Heard }>['payload']).payment;

const isRefundedInFull = ({ refundedAmount, amount, currency }: PaymentView): boolean =>
  Money.of(refundedAmount, currency).equals(Money.of(amount, currency));
