import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Audit, Idempotency, UnitOfWork, type IdempotencyRequest, type Once } from '#platform';
import { PaymentMethods } from '../payment/payment-methods.service.js';
import { PaymentMethodNotEnabled } from '../payment/payment.errors.js';
import { PaymentLinkIssuing, type PaymentLinkRequest } from './payment-link-issuing.service.js';
import { PaymentLink } from './payment-link.aggregate.js';
import type { PaymentLinkView } from './payment-link-view.js';

/**
 * Creates an address that payers open to pay. Throws InvalidInput, PaymentLinkExpiryPast, PaymentMethodNotEnabled and
 * the refusals of idempotency. With an idempotency request it is safe to repeat.
 */
export class CreatePaymentLink extends Command<Once<PaymentLinkView>> {
  constructor(
    readonly request: PaymentLinkRequest,
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

@CommandHandler(CreatePaymentLink)
export class CreatePaymentLinkHandler implements ICommandHandler<CreatePaymentLink> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly methods: PaymentMethods,
    private readonly links: PaymentLinkIssuing,
    private readonly audit: Audit,
  ) {}

  execute({ request, idempotency }: CreatePaymentLink): Promise<Once<PaymentLinkView>> {
    PaymentLink.requireSound(request);
    return this.idempotency.once<PaymentLinkView>(idempotency, async (record) => {
      // Only here: the expiry of what a repeat is answered with may be past by now.
      const link = this.links.draw(request);
      await this.requireEnabled(request);
      return this.unitOfWork.run(async (tx) => {
        const view = await this.links.issue(tx, request, link);
        const { tenant, actorId } = request;
        const { organizationId } = tenant;
        this.audit.record(tx, { action: 'payment_link.created', organizationId, actorId, recordId: link.id });
        record(tx, view);
        return view;
      });
    });
  }

  private async requireEnabled({ tenant, providers }: PaymentLinkRequest): Promise<void> {
    if (providers === null) return;
    const enabled = await this.methods.enabledFor(tenant);
    if (!providers.every((name) => enabled.includes(name))) throw new PaymentMethodNotEnabled(enabled);
  }
}
