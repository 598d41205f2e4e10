import { Injectable } from '@nestjs/common';
import { Money } from '#kernel';
import { Payment, type PaymentDisputed } from '#payments';
import { OutboxSubscriber, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { DisputeOpening } from './dispute-opening.service.js';
import { PaymentNotDisputable } from './dispute.errors.js';

type Notice = PaymentDisputed['payload'];

/** Opens a dispute when an operator passes on that a payer contests a charge. */
@Injectable()
@OutboxSubscriber()
export class OpenDisputeWhenPaymentDisputed implements Subscriber {
  readonly name = 'open-dispute-when-payment-disputed';
  readonly types = ['payment.disputed'];
  /** Of one merchant they move the same balances. */
  readonly oneAtATime = true;

  constructor(private readonly opening: DisputeOpening) {}

  async handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    const payment = await tx.load(Payment, { id: event.subjectId });
    if (!payment) return;
    const { reason, disputedAmount } = event.payload as Notice;
    const amount = disputedAmount === null ? null : Money.of(disputedAmount, payment.currency);
    try {
      await this.opening.open(tx, payment, { reason, amount, providerReference: null, actorId: null });
    } catch (error) {
      // A repeated notice finds the dispute there; a payment that was given back in full has nothing left to contest.
      if (!(error instanceof PaymentNotDisputable)) throw error;
    }
  }
}
