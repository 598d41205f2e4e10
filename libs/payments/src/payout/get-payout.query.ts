import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, type Tenant } from '#kernel';
import { Database } from '#platform';
import { PayoutNotFound } from './payout.errors.js';
import { PAYOUT_VIEW_COLUMNS, payoutView, type PayoutView } from './payout-view.js';

/** Throws PayoutNotFound, also for a payout of another tenant. */
export class GetPayout extends Query<PayoutView> {
  constructor(
    readonly tenant: Tenant,
    readonly payoutId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${PAYOUT_VIEW_COLUMNS} FROM payouts WHERE id = $1 AND organization_id = $2 AND mode = $3`;

@QueryHandler(GetPayout)
export class GetPayoutHandler implements IQueryHandler<GetPayout> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, payoutId }: GetPayout): Promise<PayoutView> {
    const row = isUuid(payoutId)
      ? await this.database.first<PayoutView>(READ, [payoutId, tenant.organizationId, tenant.mode])
      : null;
    if (!row) throw new PayoutNotFound();
    return payoutView(row);
  }
}
