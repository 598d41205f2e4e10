import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid, type Tenant } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { PaymentLinkViews } from './payment-link-views.service.js';
import { PaymentLink } from './payment-link.aggregate.js';
import { PaymentLinkNotFound } from './payment-link.errors.js';
import type { PaymentLinkView } from './payment-link-view.js';

/**
 * Withdraws a payment link for good; payments of it that are under way go on. Throws PaymentLinkNotFound and
 * PaymentLinkNotCancellable; a second cancellation is refused as well.
 */
export class CancelPaymentLink extends Command<PaymentLinkView> {
  constructor(
    readonly tenant: Tenant,
    readonly linkId: string,
    readonly actorId: string | null,
  ) {
    super();
  }
}

@CommandHandler(CancelPaymentLink)
export class CancelPaymentLinkHandler implements ICommandHandler<CancelPaymentLink> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: PaymentLinkViews,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ tenant, linkId, actorId }: CancelPaymentLink): Promise<PaymentLinkView> {
    return this.unitOfWork.run(async (tx) => {
      const link = isUuid(linkId) ? await tx.load(PaymentLink, { id: linkId, ...tenant }) : null;
      if (!link) throw new PaymentLinkNotFound();
      link.cancel(this.clock.now());
      tx.save(link);
      const { organizationId } = tenant;
      this.audit.record(tx, { action: 'payment_link.cancelled', organizationId, actorId, recordId: link.id });
      return this.views.of(link);
    });
  }
}
