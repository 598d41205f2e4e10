import { Injectable } from '@nestjs/common';
import { InvalidInput, isUuid, type Money, type Tenant } from '#kernel';
import { PaymentPurposes, type PaymentPurpose } from '#payments';
import type { Transaction } from '#platform';
import { identifiedCustomer } from '../customer/named-customer.js';
import { Order } from './order.aggregate.js';
import { OrderStateConflict } from './order.errors.js';

const FIND_PAID = `SELECT FROM payments WHERE order_id = $1 AND status = 'settled' LIMIT 1`;

/** What payments may be for: a customer of the organisation, and an order that waits for their amount. */
@Injectable()
export class OrderPurposes extends PaymentPurposes {
  /** The lock of the order keeps it from being cancelled before the payment is recorded. */
  async requirePayable(tx: Transaction, { tenant, amount, customerId, orderId }: PaymentPurpose): Promise<void> {
    if (orderId !== null) await this.requirePayableOrder(tx, await this.load(tx, tenant, orderId), amount);
    if (customerId !== null) await identifiedCustomer(tx, tenant.organizationId, customerId);
  }

  /** An order hears of its money after the payment has it: in between the payment itself must be asked. */
  private async requirePayableOrder(tx: Transaction, order: Order, amount: Money): Promise<void> {
    order.requirePayable(amount);
    const [paid] = await tx.query(FIND_PAID, [order.id]);
    if (paid) throw new OrderStateConflict(order.status, 'A payment of this order is paid');
  }

  private async load(tx: Transaction, tenant: Tenant, orderId: string): Promise<Order> {
    const order = isUuid(orderId) ? await tx.load(Order, { id: orderId, ...tenant }) : null;
    if (!order) throw new InvalidInput({ orderId: ['names no order of this organisation'] });
    return order;
  }
}
