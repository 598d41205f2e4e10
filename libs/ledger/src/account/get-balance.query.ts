import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Money, type Currency, type Tenant } from '#kernel';
import { Database } from '#platform';

/** What an organisation has in one currency. */
export interface BalanceView {
  readonly currency: Currency;
  readonly available: string;
  readonly pending: string;
  readonly reserved: string;
  /** Last movement, or null when there never was one. */
  readonly lastUpdated: string | null;
}

/** Reads a balance from the ledger itself, not from a projection: decisions may rest on it under a lock only. */
export class GetBalance extends Query<BalanceView> {
  constructor(
    readonly tenant: Tenant,
    readonly currency: Currency,
  ) {
    super();
  }
}

const READ = `SELECT account, sum(balance) AS balance, max(updated_at) AS updated_at FROM ledger_balances
  WHERE organization_id = $1 AND mode = $2 AND currency = $3
    AND account IN ('merchant.available', 'merchant.pending', 'merchant.reserved') GROUP BY account`;

@QueryHandler(GetBalance)
export class GetBalanceHandler implements IQueryHandler<GetBalance> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, currency }: GetBalance): Promise<BalanceView> {
    const rows = await this.database.query<{ account: string; balance: string; updated_at: Date }>(READ, [
      tenant.organizationId,
      tenant.mode,
      currency,
    ]);
    const owed = (account: string): string => {
      const row = rows.find((candidate) => candidate.account === account);
      return Money.ofSum(row?.balance ?? '0', currency)
        .negated()
        .toDecimal();
    };
    const movements = rows.map((row) => row.updated_at.getTime());
    return {
      currency,
      available: owed('merchant.available'),
      pending: owed('merchant.pending'),
      reserved: owed('merchant.reserved'),
      lastUpdated: movements.length > 0 ? new Date(Math.max(...movements)).toISOString() : null,
    };
  }
}
