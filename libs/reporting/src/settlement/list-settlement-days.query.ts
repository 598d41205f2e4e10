import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock, offsetOf, pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database } from '#platform';
import {
  SETTLEMENT_DAYS,
  settlementDay,
  settlementDayValues,
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

/** The count stands in every row, and alone in one where the page has none: the days are made once for both. */
const LIST = `${SETTLEMENT_DAYS}, page AS (SELECT * FROM settlement_days ORDER BY day DESC, id DESC LIMIT $7 OFFSET $8)
  SELECT total, page.* FROM (SELECT count(*)::int AS total FROM settlement_days) AS counted LEFT JOIN page ON true
  ORDER BY day DESC, id DESC`;

type ListedRow = { readonly total: number } & (SettlementDayRow | { readonly id: null });

@QueryHandler(ListSettlementDays)
export class ListSettlementDaysHandler implements IQueryHandler<ListSettlementDays> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ tenant, filters, page }: ListSettlementDays): Promise<Page<SettlementDay>> {
    const wanted = settlementDayValues(tenant, filters, this.clock.now());
    const rows = await this.database.query<ListedRow>(LIST, [...wanted, page.limit, offsetOf(page)]);
    const days = rows.flatMap(({ total: _total, ...row }) => (row.id === null ? [] : [settlementDay(row)]));
    return pageOf(days, page, rows[0]?.total ?? 0);
  }
}
