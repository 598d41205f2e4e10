import { Money, type Currency, type Tenant } from '#kernel';
import type { Read } from '#platform';

/** In this order. Which movement belongs to which, the view balance_moves says. */
export const BALANCE_CATEGORIES = ['payment', 'fee', 'refund', 'chargeback', 'payout', 'settlement'] as const;
export type BalanceCategory = (typeof BALANCE_CATEGORIES)[number];

/** Decimal text in major units, negative where money leaves. */
export interface BalanceParts {
  readonly pending: string;
  readonly available: string;
}

/** How a balance moved between two days. Opening and all categories sum to closing, in both columns. */
export interface BalanceMovement {
  readonly currency: Currency;
  readonly opening: BalanceParts;
  readonly categories: readonly (BalanceParts & { readonly category: BalanceCategory })[];
  readonly closing: BalanceParts;
}

export interface BalanceRequest {
  readonly tenant: Tenant;
  readonly currency: Currency;
  /** In Douala, both included. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/**
 * Sums by day, kept and noted. One statement and so one moment. Closing is what is held now less what moved since; opening
 * is closing less what moved in between.
 */
const READ = `WITH days AS (
  SELECT day, category, pending, available FROM balance_days WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND day >= $4
  UNION ALL
  SELECT day, category, pending, available FROM balance_day_changes
    WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND day >= $4
), closing AS (
  SELECT -balance AS held, account = 'merchant.pending' AS is_pending FROM ledger_balances
    WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND account IN ('merchant.pending', 'merchant.available')
  UNION ALL
  SELECT -moved.held, moved.is_pending FROM days, LATERAL (VALUES (pending, true), (available, false)) AS moved (held, is_pending)
    WHERE day > $5
)
SELECT category, sum(pending) AS pending, sum(available) AS available FROM days WHERE day <= $5 GROUP BY category
UNION ALL
SELECT 'closing', sum(held) FILTER (WHERE is_pending), sum(held) FILTER (WHERE NOT is_pending) FROM closing`;

interface Row {
  readonly category: BalanceCategory | 'closing';
  readonly pending: string | null;
  readonly available: string | null;
}

/** Reads the movement of whatever days. */
export async function balanceMovement(read: Read, request: BalanceRequest): Promise<BalanceMovement> {
  const { tenant, currency, firstDay, lastDay } = request;
  const rows = await read<Row>(READ, [tenant.organizationId, tenant.mode, currency, firstDay, lastDay]);
  const partsOf = (category: Row['category']): MoneyParts => {
    const row = rows.find((candidate) => candidate.category === category);
    return {
      pending: Money.ofSum(row?.pending ?? '0', currency),
      available: Money.ofSum(row?.available ?? '0', currency),
    };
  };
  const closing = partsOf('closing');
  const moved = BALANCE_CATEGORIES.map((category) => ({ category, parts: partsOf(category) }));
  const opening = moved.reduce((left, { parts }) => less(left, parts), closing);
  return {
    currency,
    opening: decimals(opening),
    categories: moved.map(({ category, parts }) => ({ category, ...decimals(parts) })),
    closing: decimals(closing),
  };
}

interface MoneyParts {
  readonly pending: Money;
  readonly available: Money;
}

const less = (from: MoneyParts, what: MoneyParts): MoneyParts => ({
  pending: from.pending.minus(what.pending),
  available: from.available.minus(what.available),
});

const decimals = ({ pending, available }: MoneyParts): BalanceParts => ({
  pending: pending.toDecimal(),
  available: available.toDecimal(),
});
