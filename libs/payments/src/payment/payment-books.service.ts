import { Injectable } from '@nestjs/common';
import { doualaDay } from '#kernel';
import { credit, debit, Ledger, providerAccount, Statement, type Journal } from '#ledger';
import type { Transaction } from '#platform';
import type { Payment } from './payment.aggregate.js';

/** The postings and statement lines of payments (money.md, "Postings"). */
@Injectable()
export class PaymentBooks {
  constructor(
    private readonly ledger: Ledger,
    private readonly statement: Statement,
  ) {}

  /** The money that came in; under a settlement of its own when the operator makes it available at once. */
  settled(tx: Transaction, payment: Payment, settlementId: string | null, now: Date): void {
    const { tenant, money, net } = payment;
    const fee = payment.read('fee');
    const settled: Journal = {
      tenant,
      cause: { type: 'payment', id: payment.id, step: 'settled' },
      postedAt: now,
      postings: [
        debit(providerAccount(payment.provider), money),
        credit('merchant.pending', net),
        credit('platform.fees', fee),
      ],
    };
    this.ledger.post(tx, settled, ...(settlementId ? [released(payment, settlementId, now)] : []));
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
}

const released = ({ tenant, net }: Payment, settlementId: string, now: Date): Journal => ({
  tenant,
  cause: { type: 'settlement', id: settlementId, step: 'released' },
  postedAt: now,
  postings: [debit('merchant.pending', net), credit('merchant.available', net)],
});
