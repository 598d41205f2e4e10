import { Command, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '#platform';
import { GetPayment } from '../payment/get-payment.query.js';
import { PaymentChecks } from '../payment/payment-checks.service.js';
import { PaymentNotFound } from '../payment/payment.errors.js';
import type { PaymentView } from '../payment/payment-view.js';
import { PaymentLinkCopies } from './payment-link-copies.service.js';
import { PaymentLinkUses } from './payment-link-uses.service.js';
import type { PaymentLinkView } from './payment-link-view.js';

export interface LinkPayment {
  readonly link: PaymentLinkView;
  readonly payment: PaymentView;
  readonly merchantName: string;
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
    private readonly unitOfWork: UnitOfWork,
    private readonly uses: PaymentLinkUses,
  ) {}

  async execute({ slug, paymentId }: RefreshLinkPayment): Promise<LinkPayment> {
    const { link, merchantName } = await this.copies.read(slug);
    if (paymentId === null) throw new PaymentNotFound();
    const found = await this.queries.execute(new GetPayment(link, paymentId));
    if (found.paymentLinkId !== link.id) throw new PaymentNotFound();
    const payment = found.status === 'settled' ? found : await this.checks.check(found.id, 'if due');
    if (link.status === 'used') await this.giveBack(link, payment);
    return { link, payment, merchantName };
  }

  /** The worker would do it a moment later; the payer who is told that it failed may try again at once. */
  private async giveBack(link: PaymentLinkView, payment: PaymentView): Promise<void> {
    if (payment.status === 'pending' || payment.status === 'settled') return;
    await this.unitOfWork.run((tx) => this.uses.end(tx, link.id, [{ payment, paid: false }]));
  }
}
