import { Injectable } from '@nestjs/common';
import { Clock, Money } from '#kernel';
import type { Payment } from '#payments';
import { Audit, type Transaction } from '#platform';
import { DisputeBooks } from './dispute-books.service.js';
import { Dispute } from './dispute.aggregate.js';
import { PaymentNotDisputable } from './dispute.errors.js';

export interface Contestation {
  readonly reason: string;
  /** Null: over all that refunds have left of the payment. More than that is cut down to it. */
  readonly amount: Money | null;
  /** Under which the operator knows the case; null: the operator's number of the payment. */
  readonly providerReference: string | null;
  readonly actorId: string | null;
}

/** Opens a dispute on a payment and holds the money, in the transaction of whoever heard of it. */
@Injectable()
export class DisputeOpening {
  constructor(
    private readonly books: DisputeBooks,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws PaymentNotDisputable. The payment must be locked: that is what keeps a refund from taking the contested money
   * at the same moment, and a second dispute from being opened.
   */
  async open(tx: Transaction, payment: Payment, contestation: Contestation): Promise<Dispute> {
    requireDisputable(payment);
    const now = this.clock.now();
    const { refundable } = payment;
    const contested = contestation.amount ?? refundable;
    const amount = contested.greaterThan(refundable) ? refundable : contested;
    const fromOwnPending = await this.books.fromOwnPending(tx, payment, amount);
    const dispute = Dispute.open(
      {
        tenant: payment.tenant,
        paymentId: payment.id,
        amount,
        reason: contestation.reason,
        provider: payment.provider,
        providerReference: contestation.providerReference ?? payment.operatorTransactionId,
        fromOwnPending,
      },
      now,
    );
    payment.disputeOpened(dispute.id, fromOwnPending, now);
    this.books.opened(tx, dispute, now);
    dispute.tell('dispute.opened', [], payment.view, now);
    tx.save(payment);
    tx.save(dispute);
    const { organizationId } = dispute;
    const { actorId } = contestation;
    this.audit.record(tx, { action: 'chargeback.opened', organizationId, actorId, recordId: dispute.id });
    return dispute;
  }
}

function requireDisputable({ status, disputeState, disputeId, refundable }: Payment): void {
  if (status !== 'settled') throw new PaymentNotDisputable('not_paid', null);
  if (disputeState !== 'none') throw new PaymentNotDisputable('disputed_before', disputeId);
  if (!refundable.isPositive()) throw new PaymentNotDisputable('nothing_left', null);
}
