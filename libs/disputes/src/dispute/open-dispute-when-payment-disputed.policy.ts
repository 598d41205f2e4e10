import { Injectable } from '@nestjs/common';
import { Clock, Money } from '#kernel';
import { credit, debit, Ledger, Statement } from '#ledger';
import { Payment, type PaymentDisputed } from '#payments';
import { Audit, OutboxSubscriber, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { Dispute } from './dispute.aggregate.js';

type Notice = PaymentDisputed['payload'];

/** Opens a dispute when an operator passes on that a payer contests a charge, and holds the money (money.md, "Postings"). */
@Injectable()
@OutboxSubscriber()
export class OpenDisputeWhenPaymentDisputed implements Subscriber {
  readonly name = 'open-dispute-when-payment-disputed';
  readonly types = ['payment.disputed'];

  constructor(
    private readonly ledger: Ledger,
    private readonly statement: Statement,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    const payment = await tx.load(Payment, { id: event.subjectId });
    // A repeated notice finds the dispute there; a payment that was given back in full has nothing left to contest.
    if (!payment || payment.disputeState !== 'none' || !payment.refundable.isPositive()) return;
    this.open(tx, payment, event.payload as Notice);
  }

  private open(tx: Transaction, payment: Payment, notice: Notice): void {
    const now = this.clock.now();
    const { tenant, refundable } = payment;
    const contested = notice.disputedAmount ? Money.of(notice.disputedAmount, payment.currency) : refundable;
    const amount = contested.greaterThan(refundable) ? refundable : contested;
    const pendingNet = payment.read('pendingNet');
    const fromOwnPending = amount.lessThan(pendingNet) ? amount : pendingNet;
    const dispute = Dispute.open(
      {
        tenant,
        paymentId: payment.id,
        amount,
        reason: notice.reason,
        provider: payment.provider,
        providerReference: payment.operatorTransactionId,
        fromOwnPending,
      },
      now,
    );
    payment.disputeOpened(dispute.id, fromOwnPending, now);
    this.hold(tx, payment, dispute, now);
    dispute.opened(payment.view, now);
    tx.save(payment);
    tx.save(dispute);
    const { organizationId } = tenant;
    this.audit.record(tx, { action: 'chargeback.opened', organizationId, actorId: null, recordId: dispute.id });
  }

  private hold(tx: Transaction, payment: Payment, dispute: Dispute, now: Date): void {
    const amount = Money.of(dispute.amount, dispute.currency);
    const fromOwnPending = Money.of(dispute.fromOwnPending, dispute.currency);
    this.ledger.post(tx, {
      tenant: payment.tenant,
      cause: { type: 'chargeback', id: dispute.id, step: 'opened' },
      postedAt: now,
      // The one movement that may push a merchant below zero: the money is contested, whether it is there or not.
      mayOverdraw: true,
      postings: [
        debit('merchant.pending', fromOwnPending),
        debit('merchant.available', amount.minus(fromOwnPending)),
        credit('merchant.reserved', amount),
      ],
    });
    this.statement.add(tx, payment.tenant, now, {
      type: 'chargeback',
      direction: 'debit',
      amount,
      status: 'pending',
      description: `Chargeback: ${dispute.reason}`,
      paymentId: payment.id,
      chargebackId: dispute.id,
    });
  }
}
