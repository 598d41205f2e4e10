import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, type Tenant } from '#kernel';
import { Database } from '#platform';
import { PaymentNotFound } from './payment.errors.js';
import { PAYMENT_VIEW_COLUMNS, paymentView, type PaymentView } from './payment-view.js';

/** Throws PaymentNotFound, also for a payment of another tenant. */
export class GetPayment extends Query<PaymentView> {
  constructor(
    readonly tenant: Tenant,
    readonly paymentId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${PAYMENT_VIEW_COLUMNS} FROM payments WHERE id = $1 AND organization_id = $2 AND mode = $3`;

@QueryHandler(GetPayment)
export class GetPaymentHandler implements IQueryHandler<GetPayment> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, paymentId }: GetPayment): Promise<PaymentView> {
    if (!isUuid(paymentId)) throw new PaymentNotFound();
    const row = await this.database.first<PaymentView>(READ, [paymentId, tenant.organizationId, tenant.mode]);
    if (!row) throw new PaymentNotFound();
    return paymentView(row);
  }
}
