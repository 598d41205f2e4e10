import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Clock, type Tenant } from '#kernel';
import { GetPayee } from '#merchants';
import { Audit, Idempotency, UnitOfWork, type IdempotencyRequest } from '#platform';
import type { Channel, ProviderName } from '#providers';
import { PaymentInitiation } from '../payment/payment-initiation.service.js';
import { PaymentMethods } from '../payment/payment-methods.service.js';
import { PaymentMethodNotEnabled } from '../payment/payment.errors.js';
import type { PaymentView } from '../payment/payment-view.js';
import { PaymentLinkViews } from './payment-link-views.service.js';
import { PaymentLink } from './payment-link.aggregate.js';
import { PaymentLinkNotFound, PaymentLinkUnavailable } from './payment-link.errors.js';
import { acceptedProviders, type PaymentLinkView } from './payment-link-view.js';
import { planCheck } from '../due/due-check.js';

export interface PaymentLinkRedemption {
  readonly slug: string;
  readonly provider: ProviderName;
  /** By prompt where nothing is said. */
  readonly channel?: Channel;
  /** E.164. */
  readonly payerMsisdn: string;
  /** In major units of the link's currency; null unless the payer names it. */
  readonly amount: number | null;
}

export interface RedeemedPaymentLink {
  /** As it stood when the use was taken. */
  readonly link: PaymentLinkView;
  readonly payment: PaymentView;
}

/** The first transaction of a redemption: the use and the payment that takes it, under the lock of the link. */
@Injectable()
export class PaymentLinkTaking {
  constructor(
    private readonly queries: QueryBus,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly methods: PaymentMethods,
    private readonly initiation: PaymentInitiation,
    private readonly views: PaymentLinkViews,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Our reference and the use are committed before the operator hears of it. */
  async take(
    tenant: Tenant,
    { slug, provider, channel = 'prompt', payerMsisdn, amount }: PaymentLinkRedemption,
    idempotency: IdempotencyRequest | null,
  ): Promise<RedeemedPaymentLink> {
    const [{ mayBePaid }, enabled] = await Promise.all([
      this.queries.execute(new GetPayee(tenant)),
      this.methods.enabledFor(tenant),
    ]);
    return this.unitOfWork.run(async (tx) => {
      const link = await tx.load(PaymentLink, { slug });
      if (!link) throw new PaymentLinkNotFound();
      link.requireOpen(this.clock.now());
      const accepted = acceptedProviders(link, enabled);
      if (!mayBePaid || accepted.length === 0) throw new PaymentLinkUnavailable();
      const pages = this.methods.pagesOf(accepted, tenant.mode);
      const payable = channel === 'page' ? pages.map((each) => each.provider) : accepted;
      if (!payable.includes(provider)) throw new PaymentMethodNotEnabled(payable);
      const request = {
        ...{ tenant, provider, channel, payerMsisdn, amount: link.priceFor(amount), paymentLinkId: link.id },
        ...{ description: link.description ?? '', metadata: {}, allowDuplicate: true, actorId: null },
      };
      const payment = await this.initiation.initiate(tx, request, link);
      const taken = { link: this.views.of(link), payment: payment.view };
      if (idempotency) this.idempotency.claim(tx, idempotency, payment.id, { link: taken.link });
      tx.save(payment);
      planCheck(tx, 'payment', payment);
      const { organizationId } = tenant;
      const entry = { organizationId, actorId: null };
      this.audit.record(tx, { ...entry, action: 'payment_link.redeemed', recordId: link.id });
      this.audit.record(tx, { ...entry, action: 'payment.created', recordId: payment.id });
      return taken;
    });
  }
}
