import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { PaymentLinkIssuing, type PaymentEvent, type PaymentView } from '#payments';
import { OutboxSubscriber, type OutboxEvent, type Subscriber, type Transaction } from '#platform';
import { Invoice } from './invoice.aggregate.js';
import { InvoiceViews } from './invoice-views.service.js';

/** A link whose invoice is paid, and whether by a payment of its own. */
interface Ended {
  readonly linkId: string;
  readonly byItself: boolean;
}

/** An invoice is paid with the first payment of its link that is paid. */
@Injectable()
@OutboxSubscriber()
export class PayInvoicesWhenPaymentsArePaid implements Subscriber {
  readonly name = 'pay-invoices-when-payments-are-paid';
  readonly types = ['payment.settled'] as const satisfies readonly PaymentEvent['type'][];

  constructor(
    private readonly links: PaymentLinkIssuing,
    private readonly views: InvoiceViews,
    private readonly clock: Clock,
  ) {}

  concerns(event: OutboxEvent): boolean {
    return paymentOf(event).invoiceId !== null;
  }

  handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    return this.handleAll([event], tx);
  }

  /** The first payment of each invoice counts. All invoices before all links, each sorted, so that two cannot deadlock. */
  async handleAll(events: readonly OutboxEvent[], tx: Transaction): Promise<void> {
    const firstOf = new Map<string, PaymentView>();
    for (const payment of events.map(paymentOf)) {
      if (payment.invoiceId !== null && !firstOf.has(payment.invoiceId)) firstOf.set(payment.invoiceId, payment);
    }
    const sorted = [...firstOf].sort(([left], [right]) => (left < right ? -1 : 1));
    const ended: Ended[] = [];
    for (const [invoiceId, payment] of sorted) ended.push(...(await this.pay(tx, invoiceId, payment)));
    ended.sort((left, right) => (left.linkId < right.linkId ? -1 : 1));
    for (const { linkId, byItself } of ended) {
      // Its use may have been given back, or be one of several. That of a link before leaves the later one open.
      if (byItself) await this.links.retire(tx, linkId);
      else await this.links.withdraw(tx, linkId);
    }
  }

  private async pay(tx: Transaction, invoiceId: string, payment: PaymentView): Promise<Ended[]> {
    const invoice = await tx.load(Invoice, { id: invoiceId });
    const now = this.clock.now();
    if (!invoice?.pay(payment, now)) return [];
    invoice.tellPaid(await this.views.changed(tx, invoice), payment, now);
    tx.save(invoice);
    const { paymentLinkId } = invoice;
    return paymentLinkId === null ? [] : [{ linkId: paymentLinkId, byItself: paymentLinkId === payment.paymentLinkId }];
  }
}

const paymentOf = ({ payload }: OutboxEvent): PaymentView => (payload as PaymentEvent['payload']).payment;
