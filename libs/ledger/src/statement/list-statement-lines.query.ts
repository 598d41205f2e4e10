import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Currency, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filtered } from '#platform';
import type { StatementLineStatus, StatementLineType } from './statement.service.js';

export interface StatementLineView {
  readonly id: string;
  readonly type: StatementLineType;
  readonly direction: 'credit' | 'debit';
  readonly amount: string;
  readonly currency: Currency;
  readonly status: StatementLineStatus;
  readonly description: string;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  readonly payoutId: string | null;
  readonly chargebackId: string | null;
  readonly availableOn: string | null;
  readonly mode: Tenant['mode'];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface StatementFilters {
  readonly type?: StatementLineType;
  readonly currency?: Currency;
  /** First instant, included. */
  readonly from?: Date;
  /** Last instant, included. */
  readonly to?: Date;
}

/** Lists the account statement, newest first. */
export class ListStatementLines extends Query<Page<StatementLineView>> {
  constructor(
    readonly tenant: Tenant,
    readonly filters: StatementFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const COLUMNS = `id, type, direction, amount, currency, status, description, payment_id AS "paymentId",
  refund_id AS "refundId", payout_id AS "payoutId", chargeback_id AS "chargebackId", available_on AS "availableOn",
  mode, created_at AS "createdAt", updated_at AS "updatedAt"`;

@QueryHandler(ListStatementLines)
export class ListStatementLinesHandler implements IQueryHandler<ListStatementLines> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, filters, page }: ListStatementLines): Promise<Page<StatementLineView>> {
    const list = filtered('statement_lines', tenant)
      .among('type', 'statement_line_type', filters.type && [filters.type])
      .among('currency', 'currency', filters.currency && [filters.currency])
      .created(filters);
    const { items, total } = await list.newestFirst<StatementLineView>(this.database, COLUMNS, page);
    return pageOf(items, page, total);
  }
}
