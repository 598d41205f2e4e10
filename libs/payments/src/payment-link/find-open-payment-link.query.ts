import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { PaymentLinkCopies, type PublicPaymentLink } from './payment-link-copies.service.js';
import { PaymentLinkClosed, PaymentLinkUnavailable } from './payment-link.errors.js';

/**
 * A payment link for whoever has its address, while it takes payments. Throws PaymentLinkNotFound, PaymentLinkClosed and,
 * when no operator is left to pay it through, PaymentLinkUnavailable.
 */
export class FindOpenPaymentLink extends Query<PublicPaymentLink> {
  constructor(readonly slug: string) {
    super();
  }
}

@QueryHandler(FindOpenPaymentLink)
export class FindOpenPaymentLinkHandler implements IQueryHandler<FindOpenPaymentLink> {
  constructor(private readonly copies: PaymentLinkCopies) {}

  async execute({ slug }: FindOpenPaymentLink): Promise<PublicPaymentLink> {
    const found = await this.copies.read(slug);
    const { status, maxUses } = found.link;
    if (status !== 'active') throw new PaymentLinkClosed(status, maxUses);
    if (found.providers.length === 0) throw new PaymentLinkUnavailable();
    return found;
  }
}
