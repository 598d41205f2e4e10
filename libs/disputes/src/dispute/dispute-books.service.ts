import { Injectable } from '@nestjs/common';
import { Money } from '#kernel';
import { credit, debit, Ledger, providerAccount, Statement } from '#ledger';
import type { Payment } from '#payments';
import type { Transaction } from '#platform';
import type { Dispute } from './dispute.aggregate.js';

/** The postings and statement lines of disputes (docs/glossary.md, "Chart of accounts"). */
@Injectable()
export class DisputeBooks {
  constructor(
    private readonly ledger: Ledger,
    private readonly statement: Statement,
  ) {}

  /**
   * How much of it comes out of the payment's own net in pending: no more than refunds of other payments have left there.
   * Locks what the merchant has.
   */
  async fromOwnPending(tx: Transaction, payment: Payment, amount: Money): Promise<Money> {
    const { pending } = await this.ledger.lockMerchantFunds(tx, payment.tenant, payment.currency);
    return amount.atMost(payment.read('pendingNet')).atMost(pending).atLeast(Money.zero(payment.currency));
  }

  /** Holds the contested money. */
  opened(tx: Transaction, dispute: Dispute, now: Date): void {
    const amount = dispute.money;
    const fromOwnPending = Money.of(dispute.fromOwnPending, dispute.currency);
    this.ledger.post(tx, {
      tenant: dispute.tenant,
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
    this.statement.add(tx, dispute.tenant, now, {
      type: 'chargeback',
      direction: 'debit',
      amount,
      status: 'pending',
      description: `Chargeback: ${dispute.reason}`,
      paymentId: dispute.paymentId,
      chargebackId: dispute.id,
    });
  }

  /**
   * Gives the money back, all of it into available (ADR 13): the settlement of the payment leaves out what was taken from
   * pending, and may be over.
   */
  won(tx: Transaction, dispute: Dispute, now: Date): void {
    this.ledger.post(tx, {
      tenant: dispute.tenant,
      cause: { type: 'chargeback', id: dispute.id, step: 'won' },
      postedAt: now,
      postings: [debit('merchant.reserved', dispute.money), credit('merchant.available', dispute.money)],
    });
    this.statement.follow(tx, 'chargebackId', dispute.id, 'reversed', now);
  }

  /** The operator takes the money back from what it holds for us. The fee of the payment stays. */
  lost(tx: Transaction, dispute: Dispute, now: Date): void {
    this.ledger.post(tx, {
      tenant: dispute.tenant,
      cause: { type: 'chargeback', id: dispute.id, step: 'lost' },
      postedAt: now,
      postings: [debit('merchant.reserved', dispute.money), credit(providerAccount(dispute.provider), dispute.money)],
    });
    this.statement.follow(tx, 'chargebackId', dispute.id, 'completed', now);
  }
}
