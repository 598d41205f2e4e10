import { Injectable } from '@nestjs/common';
import { OutboxSubscriber, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import type { PaymentEvent } from '../payment/payment.events.js';
import { PaymentLinkUses, type EndedPayment } from './payment-link-uses.service.js';

/** Gives a payment link its use back when the payment that took it ends without money, and confirms it when it is paid. */
@Injectable()
@OutboxSubscriber()
export class EndUsesWhenPaymentsEnd implements Subscriber {
  readonly name = 'end-uses-when-payments-end';
  readonly types = [
    'payment.settled',
    'payment.failed',
    'payment.expired',
    'payment.cancelled',
  ] as const satisfies readonly PaymentEvent['type'][];

  constructor(private readonly uses: PaymentLinkUses) {}

  concerns(event: OutboxEvent): boolean {
    return paymentOf(event).paymentLinkId !== null;
  }

  handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    return this.handleAll([event], tx);
  }

  /** Link by link, because one transaction may load and save each of them once; sorted, so that two cannot deadlock. */
  async handleAll(events: readonly OutboxEvent[], tx: Transaction): Promise<void> {
    const endedOf = new Map<string, EndedPayment[]>();
    for (const event of events) {
      const payment = paymentOf(event);
      if (payment.paymentLinkId === null) continue;
      const ended = { payment, paid: event.type === 'payment.settled' };
      endedOf.set(payment.paymentLinkId, [...(endedOf.get(payment.paymentLinkId) ?? []), ended]);
    }
    for (const linkId of [...endedOf.keys()].sort()) await this.uses.end(tx, linkId, endedOf.get(linkId) ?? []);
  }
}

const paymentOf = ({ payload }: OutboxEvent): PaymentEvent['payload']['payment'] =>
  (payload as PaymentEvent['payload']).payment;
