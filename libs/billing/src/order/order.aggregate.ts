import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Aggregate, InvalidInput, Money, uuidv7, type Currency, type Mode, type Tenant } from '#kernel';
import { requirePayable, requireQuantities } from '../item-rules.js';
import { OrderStateConflict } from './order.errors.js';
import type { OrderItem, OrderStatus } from './order-view.js';

export interface NewOrder {
  readonly tenant: Tenant;
  readonly customerId: string;
  readonly currency: Currency;
  /** At least one. */
  readonly items: readonly NewOrderItem[];
  readonly description: string | null;
  readonly metadata: Record<string, unknown>;
}

export interface NewOrderItem {
  readonly name: string;
  /** Above 0, at most three decimals. */
  readonly quantity: number;
  /** Of one, in the currency of the order. */
  readonly price: Money;
  readonly productId: string | null;
}

/**
 * What a customer ordered.
 *
 *   pending → paid → shipped, pending → cancelled, paid → cancelled by a full refund.
 *
 * It becomes paid by the first payment of it that is paid; what later ones bring is the payer's, to be refunded. A
 * cancelled order stays so, even when a payment of it that had lapsed is confirmed after all.
 */
@Entity('orders')
export class Order extends Aggregate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') organizationId: string;
  @Column('text') mode: Mode;
  @Column('uuid') customerId: string;
  @Column('text') status: OrderStatus;
  @Column('numeric') amount: string;
  @Column('text') currency: Currency;
  @Column('jsonb') items: OrderItem[];
  @Column('text') description: string | null;
  @Column('jsonb') metadata: Record<string, unknown>;
  @Column('uuid') paymentId: string | null;
  @Column('timestamptz') paidAt: Date | null;
  @Column('timestamptz') shippedAt: Date | null;
  @Column('timestamptz') cancelledAt: Date | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;

  /** Throws InvalidInput for quantities that are too fine, and for an amount that is nothing or beyond measure. */
  static place(request: NewOrder, now: Date): Order {
    const { tenant, customerId, currency, items } = request;
    return Object.assign(new Order(), {
      id: uuidv7(now),
      ...tenant,
      customerId,
      status: 'pending',
      amount: amountOf(items, currency).toDecimal(),
      currency,
      items: items.map(({ name, quantity, price, productId }) => ({
        name,
        quantity: String(quantity),
        price: price.toDecimal(),
        productId,
      })),
      description: request.description,
      metadata: request.metadata,
      paymentId: null,
      paidAt: null,
      shippedAt: null,
      cancelledAt: null,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<Order>);
  }

  /** Throws OrderStateConflict unless it waits to be paid, and InvalidInput for another amount than its own. */
  requirePayable(amount: Money): void {
    if (this.status !== 'pending') throw new OrderStateConflict(this.status, 'This order does not wait to be paid');
    if (amount.currency !== this.currency) throw new InvalidInput({ currency: ['must be that of the order'] });
    if (!amount.equals(Money.of(this.amount, this.currency))) {
      throw new InvalidInput({ amount: ['must be that of the order'] });
    }
  }

  /** A payment of it is paid. False when it does not wait for one any more. */
  pay(paymentId: string, paidAt: Date, now: Date): boolean {
    if (this.status !== 'pending') return false;
    this.status = 'paid';
    this.paymentId = paymentId;
    this.paidAt = paidAt;
    this.updatedAt = now;
    return true;
  }

  /** The payment was refunded in full. False when it did not pay this order, or the goods are on their way. */
  refund(paymentId: string, now: Date): boolean {
    if (this.status !== 'paid' || this.paymentId !== paymentId) return false;
    this.end(now);
    return true;
  }

  /** Throws OrderStateConflict unless it is paid. */
  ship(now: Date): void {
    if (this.status !== 'paid') throw new OrderStateConflict(this.status, 'Only a paid order can be shipped');
    this.status = 'shipped';
    this.shippedAt = now;
    this.updatedAt = now;
  }

  /** Throws OrderStateConflict unless it is pending and nobody has paid it or is about to. */
  cancel(underWayOrPaid: boolean, now: Date): void {
    if (this.status !== 'pending') throw new OrderStateConflict(this.status, 'Only a pending order can be cancelled');
    if (underWayOrPaid) throw new OrderStateConflict(this.status, 'A payment of this order is under way or paid');
    this.end(now);
  }

  private end(now: Date): void {
    this.status = 'cancelled';
    this.cancelledAt = now;
    this.updatedAt = now;
  }
}

/** The lines, each rounded to the currency, and then their sum. */
function amountOf(items: readonly NewOrderItem[], currency: Currency): Money {
  requireQuantities(items);
  const lines = items.map(({ price, quantity }) => price.times(quantity));
  const amount = lines.reduce((sum, line) => sum.plus(line), Money.zero(currency));
  requirePayable(amount);
  return amount;
}
