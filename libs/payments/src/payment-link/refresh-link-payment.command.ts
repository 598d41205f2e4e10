import { Command, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import { GetPayment } from '../payment/get-payment.query.js';
import { PaymentChecks } from '../payment/payment-checks.service.js';
import { PaymentNotFound } from '../payment/payment.errors.js';
import type { PaymentView } from '../payment/payment-view.js';
import { PaymentLinkCopies } from './payment-link-copies.service.js';
import type { PaymentLinkView } from './payment-link-view.js';

export interface LinkPayment {
  readonly link: PaymentLinkView;
  readonly payment: PaymentView;
}

/**
 * Reads a payment of a link, whatever state the link is in, after asking the operator, at most every five seconds. Safe
 * to repeat. Throws PaymentLinkNotFound and, also for a payment of another link, PaymentNotFound.
 */
export class RefreshLinkPayment extends Command<LinkPayment> {
  constructor(
    readonly slug: string,
    readonly paymentId: string | null,
  ) {
    super();
  }
}

@CommandHandler(RefreshLinkPayment)
export class RefreshLinkPaymentHandler implements ICommandHandler<RefreshLinkPayment> {
  constructor(
    private readonly queries: QueryBus,
    private readonly copies: PaymentLinkCopies,
    private readonly checks: PaymentChecks,
  ) {}

  async execute({ slug, paymentId }: RefreshLinkPayment): Promise<LinkPayment> {
    const { link } = await this.copies.read(slug);
    if (paymentId === null) throw new PaymentNotFound();
    const payment = await this.queries.execute(new GetPayment(link, paymentId));
    if (payment.paymentLinkId !== link.id) throw new PaymentNotFound();
    return { link, payment: payment.status === 'settled' ? payment : await this.checks.check(payment.id, 'if due') };
  }
}
