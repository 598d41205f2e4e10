import { Injectable } from '@nestjs/common';
import { Clock, isUuid, type Tenant } from '#kernel';
import { Audit, UnitOfWork, type Transaction } from '#platform';
import { Order } from './order.aggregate.js';
import { OrderNotFound } from './order.errors.js';

/** Changes of an order on somebody's behalf: under the lock of its row, and on record. */
@Injectable()
export class OrdersUnderLock {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws OrderNotFound, also for an order of another tenant, and whatever the change throws. */
  async change(
    tenant: Tenant,
    orderId: string,
    actorId: string | null,
    change: (order: Order, now: Date, tx: Transaction) => Promise<void> | void,
  ): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const order = isUuid(orderId) ? await tx.load(Order, { id: orderId, ...tenant }) : null;
      if (!order) throw new OrderNotFound();
      await change(order, this.clock.now(), tx);
      this.save(tx, order, actorId);
    });
  }

  /** Saves an order that the transaction has loaded and changed, and records who changed it; nobody for a payment. */
  save(tx: Transaction, order: Order, actorId: string | null): void {
    tx.save(order);
    const { id: recordId, organizationId, status } = order;
    this.audit.record(tx, { action: 'order.updated', organizationId, actorId, recordId, details: { status } });
  }
}
