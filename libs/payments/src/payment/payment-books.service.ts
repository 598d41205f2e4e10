import { Injectable } from '@nestjs/common';
import { doualaDay, type Money } from '#kernel';
import { credit, debit, Ledger, providerAccount, Statement } from '#ledger';
import type { Transaction } from '#platform';
import type { Payment } from './payment.aggregate.js';

/** The postings and statement lines of payments (money.md, "Postings"). */
@Injectable()
export class PaymentBooks {
  constructor(
    private readonly ledger: Ledger,
    private readonly statement: Statement,
  ) {}

  settled(tx: Transaction, payment: Payment, now: Date): void {
    const { tenant, money, net } = payment;
    const fee = payment.read('fee');
    this.ledger.post(tx, {
      tenant,
      cause: { type: 'payment', id: payment.id, step: 'settled' },
      postedAt: now,
      postings: [
        debit(providerAccount(payment.provider), money),
        credit('merchant.pending', net),
        credit('platform.fees', fee),
      ],
    });
    const availableOn = payment.availableAt ? doualaDay(payment.availableAt) : null;
    const words = payment.description === '' ? payment.id : payment.description;
    this.statement.add(tx, tenant, now, {
      type: 'payment',
      direction: 'credit',
      amount: money,
      status: 'completed',
      description: `Payment: ${words}`,
      paymentId: payment.id,
      availableOn,
    });
    this.statement.add(tx, tenant, now, {
      type: 'fee',
      direction: 'debit',
      amount: fee,
      status: 'completed',
      description: `Fee of payment: ${words}`,
      paymentId: payment.id,
    });
  }

  /** Moves what one payment still has in pending into available, under a settlement. */
  released(tx: Transaction, payment: Payment, settlementId: string, amount: Money, now: Date): void {
    this.ledger.post(tx, {
      tenant: payment.tenant,
      cause: { type: 'settlement', id: settlementId, step: 'released' },
      postedAt: now,
      postings: [debit('merchant.pending', amount), credit('merchant.available', amount)],
    });
  }
}
