import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, type Tenant } from '#kernel';
import { Database } from '#platform';
import { PAYMENT_VIEW_COLUMNS, paymentView, type PaymentView } from '../payment/payment-view.js';
import { PaymentLinkViews } from './payment-link-views.service.js';
import { PaymentLinkNotFound } from './payment-link.errors.js';
import { PAYMENT_LINK_COLUMNS, type PaymentLinkView } from './payment-link-view.js';

export interface PaymentLinkHistory {
  readonly link: PaymentLinkView;
  /** The latest hundred, newest first. */
  readonly payments: readonly PaymentView[];
}

/** A payment link of the tenant with its payments. Throws PaymentLinkNotFound, also for a link of another tenant. */
export class GetPaymentLinkHistory extends Query<PaymentLinkHistory> {
  constructor(
    readonly tenant: Tenant,
    readonly linkId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${PAYMENT_LINK_COLUMNS} FROM payment_links WHERE id = $1 AND organization_id = $2 AND mode = $3`;
const READ_PAYMENTS = `SELECT ${PAYMENT_VIEW_COLUMNS} FROM payments WHERE payment_link_id = $1
  ORDER BY created_at DESC, id DESC LIMIT 100`;

@QueryHandler(GetPaymentLinkHistory)
export class GetPaymentLinkHistoryHandler implements IQueryHandler<GetPaymentLinkHistory> {
  constructor(
    private readonly database: Database,
    private readonly views: PaymentLinkViews,
  ) {}

  execute({ tenant, linkId }: GetPaymentLinkHistory): Promise<PaymentLinkHistory> {
    if (!isUuid(linkId)) return Promise.reject(new PaymentLinkNotFound());
    return this.database.snapshot(async (read) => {
      const [row] = await read(READ, [linkId, tenant.organizationId, tenant.mode]);
      if (!row) throw new PaymentLinkNotFound();
      const payments = await read<PaymentView>(READ_PAYMENTS, [linkId]);
      return { link: this.views.of(row), payments: payments.map(paymentView) };
    });
  }
}
