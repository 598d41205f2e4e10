import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, type Tenant } from '#kernel';
import { Database } from '#platform';
import { PaymentLinkViews } from './payment-link-views.service.js';
import { PaymentLinkNotFound } from './payment-link.errors.js';
import { PAYMENT_LINK_COLUMNS, type PaymentLinkView } from './payment-link-view.js';

/** A payment link of the tenant, in whatever state. Throws PaymentLinkNotFound, also for a link of another tenant. */
export class GetPaymentLink extends Query<PaymentLinkView> {
  constructor(
    readonly tenant: Tenant,
    readonly linkId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${PAYMENT_LINK_COLUMNS} FROM payment_links WHERE id = $1 AND organization_id = $2 AND mode = $3`;

@QueryHandler(GetPaymentLink)
export class GetPaymentLinkHandler implements IQueryHandler<GetPaymentLink> {
  constructor(
    private readonly database: Database,
    private readonly views: PaymentLinkViews,
  ) {}

  async execute({ tenant, linkId }: GetPaymentLink): Promise<PaymentLinkView> {
    if (!isUuid(linkId)) throw new PaymentLinkNotFound();
    const row = await this.database.first(READ, [linkId, tenant.organizationId, tenant.mode]);
    if (!row) throw new PaymentLinkNotFound();
    return this.views.of(row);
  }
}
