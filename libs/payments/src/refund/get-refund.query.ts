import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, type Tenant } from '#kernel';
import { Database } from '#platform';
import { RefundNotFound } from './refund.errors.js';
import { REFUND_VIEW_COLUMNS, refundView, type RefundView } from './refund-view.js';

/** Throws RefundNotFound, also for a refund of another tenant. */
export class GetRefund extends Query<RefundView> {
  constructor(
    readonly tenant: Tenant,
    readonly refundId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${REFUND_VIEW_COLUMNS} FROM refunds WHERE id = $1 AND organization_id = $2 AND mode = $3`;

@QueryHandler(GetRefund)
export class GetRefundHandler implements IQueryHandler<GetRefund> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, refundId }: GetRefund): Promise<RefundView> {
    const row = isUuid(refundId)
      ? await this.database.first<RefundView>(READ, [refundId, tenant.organizationId, tenant.mode])
      : null;
    if (!row) throw new RefundNotFound();
    return refundView(row);
  }
}
