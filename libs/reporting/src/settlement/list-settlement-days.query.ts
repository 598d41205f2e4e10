import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock, offsetOf, pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database } from '#platform';
import {
  lastReleaseDay,
  SETTLEMENT_DAYS,
  settlementDay,
  type SettlementDay,
  type SettlementDayRow,
  type SettlementFilters,
} from './settlement-days.js';

/** Lists what is released into available by day and currency, latest first. */
export class ListSettlementDays extends Query<Page<SettlementDay>> {
  constructor(
    readonly tenant: Tenant,
    readonly filters: SettlementFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const LIST = `${SETTLEMENT_DAYS} SELECT * FROM settlement_days ORDER BY day DESC, id DESC LIMIT $7 OFFSET $8`;
const COUNT = `${SETTLEMENT_DAYS} SELECT count(*)::int AS total FROM settlement_days`;

@QueryHandler(ListSettlementDays)
export class ListSettlementDaysHandler implements IQueryHandler<ListSettlementDays> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ tenant, filters, page }: ListSettlementDays): Promise<Page<SettlementDay>> {
    const { from = null, to = null, status = null } = filters;
    const wanted = [tenant.organizationId, tenant.mode, lastReleaseDay(this.clock.now()), from, to, status];
    const [rows, counted] = await Promise.all([
      this.database.query<SettlementDayRow>(LIST, [...wanted, page.limit, offsetOf(page)]),
      this.database.first<{ total: number }>(COUNT, wanted),
    ]);
    return pageOf(rows.map(settlementDay), page, counted?.total ?? 0);
  }
}
