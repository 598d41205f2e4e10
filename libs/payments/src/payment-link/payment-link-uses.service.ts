import { Injectable } from '@nestjs/common';
import { Clock, isUuid, type Tenant } from '#kernel';
import type { Transaction } from '#platform';
import type { Payment } from '../payment/payment.aggregate.js';
import type { PaymentView } from '../payment/payment-view.js';
import { PaymentLinkViews } from './payment-link-views.service.js';
import { PaymentLink, type UseState } from './payment-link.aggregate.js';
import { PaymentLinkNotFound } from './payment-link.errors.js';

/** How a payment of a link ended: with the money, or without. */
export interface EndedPayment {
  readonly payment: PaymentView;
  readonly paid: boolean;
}

const RESERVE = `INSERT INTO payment_link_uses (payment_id, payment_link_id, state, updated_at)
  VALUES ($1, $2, 'reserved', $3)`;
const STATES = `SELECT payment_id AS "paymentId", state FROM payment_link_uses
  WHERE payment_link_id = $1 AND payment_id = ANY($2::uuid[])`;
const MOVE = `UPDATE payment_link_uses u SET state = n.state, updated_at = $3
  FROM unnest($1::uuid[], $2::payment_link_use_state[]) AS n (payment_id, state) WHERE u.payment_id = n.payment_id`;

/** Takes uses of payment links and follows them to their end, under the lock of the link. */
@Injectable()
export class PaymentLinkUses {
  constructor(
    private readonly views: PaymentLinkViews,
    private readonly clock: Clock,
  ) {}

  /** The link that a new payment names, locked until the end of the transaction. Throws PaymentLinkNotFound. */
  async named(tx: Transaction, tenant: Tenant, linkId: string | null): Promise<PaymentLink | null> {
    if (linkId === null) return null;
    const link = isUuid(linkId) ? await tx.load(PaymentLink, { id: linkId, ...tenant }) : null;
    if (!link) throw new PaymentLinkNotFound();
    return link;
  }

  /**
   * Reserves the use that a new payment takes, in the transaction that records the payment: neither stands without the
   * other. Throws PaymentLinkClosed and InvalidInput.
   */
  reserve(tx: Transaction, link: PaymentLink, payment: Payment): void {
    const now = this.clock.now();
    link.reserve({ amount: payment.money, provider: payment.provider }, now);
    tx.save(link);
    tx.write(RESERVE, [payment.id, link.id, now]);
  }

  /**
   * Releases or confirms the uses of payments of one link, given in the order in which they ended. Safe to repeat: a
   * use remembers what became of it.
   */
  async end(tx: Transaction, linkId: string, ended: readonly EndedPayment[]): Promise<void> {
    const link = await tx.load(PaymentLink, { id: linkId });
    if (!link) return;
    const states = await this.statesOf(tx, linkId, ended);
    const moved = new Map<string, UseState>();
    const now = this.clock.now();
    for (const { payment, paid } of ended) {
      const before = states.get(payment.id);
      if (before === undefined || !link.useEnded(before, paid, now)) continue;
      const after = paid ? 'paid' : 'released';
      states.set(payment.id, after);
      moved.set(payment.id, after);
      if (paid) link.tellPaid(this.views.of(link), payment, now);
    }
    if (moved.size === 0) return;
    tx.write(MOVE, [[...moved.keys()], [...moved.values()], now]);
    tx.save(link);
  }

  private async statesOf(
    tx: Transaction,
    linkId: string,
    ended: readonly EndedPayment[],
  ): Promise<Map<string, UseState>> {
    const rows = await tx.query<{ paymentId: string; state: UseState }>(STATES, [
      linkId,
      ended.map(({ payment }) => payment.id),
    ]);
    return new Map(rows.map(({ paymentId, state }) => [paymentId, state]));
  }
}
