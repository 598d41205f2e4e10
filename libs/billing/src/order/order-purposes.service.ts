import { Injectable } from '@nestjs/common';
import { InvalidInput, isUuid, type Tenant } from '#kernel';
import { PaymentPurposes, type PaymentPurpose } from '#payments';
import type { Transaction } from '#platform';
import { Order } from './order.aggregate.js';

const FIND_CUSTOMER = 'SELECT FROM customers WHERE id = $1 AND organization_id = $2';

/** What payments may be for: a customer of the organisation, and an order that waits for their amount. */
@Injectable()
export class OrderPurposes extends PaymentPurposes {
  /** The lock of the order keeps it from being cancelled before the payment is recorded. */
  async requirePayable(tx: Transaction, { tenant, amount, customerId, orderId }: PaymentPurpose): Promise<void> {
    const order = orderId === null ? null : await this.load(tx, tenant, orderId);
    order?.requirePayable(amount);
    if (customerId === null) return;
    const [customer] = isUuid(customerId) ? await tx.query(FIND_CUSTOMER, [customerId, tenant.organizationId]) : [];
    if (!customer) throw new InvalidInput({ customerId: ['names no customer of this organisation'] });
  }

  private async load(tx: Transaction, tenant: Tenant, orderId: string): Promise<Order> {
    const order = isUuid(orderId) ? await tx.load(Order, { id: orderId, ...tenant }) : null;
    if (!order) throw new InvalidInput({ orderId: ['names no order of this organisation'] });
    return order;
  }
}
