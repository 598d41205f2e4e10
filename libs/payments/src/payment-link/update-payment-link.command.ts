import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid, type Tenant } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { PaymentLinkViews } from './payment-link-views.service.js';
import { PaymentLink, type PaymentLinkChanges } from './payment-link.aggregate.js';
import { PaymentLinkNotFound } from './payment-link.errors.js';
import type { PaymentLinkView } from './payment-link-view.js';

/**
 * Changes what a payment link says and how long and how often it can be paid. Throws PaymentLinkNotFound and what
 * PaymentLink.change() throws. Safe to repeat, except that what it closed is refused then.
 */
export class UpdatePaymentLink extends Command<PaymentLinkView> {
  constructor(
    readonly tenant: Tenant,
    readonly linkId: string,
    readonly changes: PaymentLinkChanges,
    readonly actorId: string | null,
  ) {
    super();
  }
}

@CommandHandler(UpdatePaymentLink)
export class UpdatePaymentLinkHandler implements ICommandHandler<UpdatePaymentLink> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly views: PaymentLinkViews,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ tenant, linkId, changes, actorId }: UpdatePaymentLink): Promise<PaymentLinkView> {
    return this.unitOfWork.run(async (tx) => {
      const link = isUuid(linkId) ? await tx.load(PaymentLink, { id: linkId, ...tenant }) : null;
      if (!link) throw new PaymentLinkNotFound();
      link.change(changes, this.clock.now());
      tx.save(link);
      const { organizationId } = tenant;
      const action = changes.status === 'cancelled' ? 'payment_link.cancelled' : 'payment_link.updated';
      const fields = Object.keys(changes).join(' ');
      this.audit.record(tx, { action, organizationId, actorId, recordId: link.id, details: { fields } });
      return this.views.of(link);
    });
  }
}
