import { endOfDoualaDay, Money, startOfDoualaDay, type Currency, type Tenant } from '#kernel';
import type { Read } from '#platform';

/** In this order. A movement belongs to the category of the statement line that it moves; releases to `settlement`. */
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
 * One statement and so one moment. Closing is what is held now less what was posted since; opening is closing less what
 * moved in between.
 *
 * A settled payment posts its net to pending and its fee to the platform: gross and fee are told apart by the latter. A
 * refund posts its cost, amount less the fee that comes back, and takes both back when it fails; which share of the fee an
 * attempt gave back is what its cost lacks to the amount. The fee is told in the column that the cost was taken from.
 */
const READ = `WITH postings AS (
  SELECT j.cause_type AS cause, CASE j.cause_type WHEN 'refund' THEN j.id END AS journal_id,
    CASE j.cause_type WHEN 'refund' THEN j.cause_id END AS refund_id,
    coalesce(-sum(p.amount) FILTER (WHERE p.account = 'merchant.pending'), 0) AS pending,
    coalesce(-sum(p.amount) FILTER (WHERE p.account = 'merchant.available'), 0) AS available,
    coalesce(-sum(p.amount) FILTER (WHERE p.account = 'platform.fees'), 0) AS platform_fees,
    bool_or(p.account <> 'platform.fees') AS is_own, bool_or(j.step LIKE 'failed:%') AS is_return
  FROM ledger_postings p JOIN ledger_journals j ON j.id = p.journal_id
  WHERE p.organization_id = $1 AND p.mode = $2 AND p.currency = $3 AND p.posted_at >= $4 AND p.posted_at < $5
    AND p.account IN ('merchant.pending', 'merchant.available', 'platform.fees')
  GROUP BY 1, 2, 3
), moves AS (
  SELECT m.cause, m.pending, m.available, m.cause = 'payment' OR m.pending <> 0 AS fee_in_pending,
    CASE m.cause WHEN 'payment' THEN -m.platform_fees
      WHEN 'refund' THEN m.pending + m.available + CASE WHEN m.is_return THEN -r.amount ELSE r.amount END
      ELSE 0 END AS fee
  FROM postings m LEFT JOIN refunds r ON r.id = m.refund_id WHERE m.is_own
), categories AS (
  SELECT told.* FROM moves CROSS JOIN LATERAL (VALUES
    (cause, pending - CASE WHEN fee_in_pending THEN fee ELSE 0 END, available - CASE WHEN fee_in_pending THEN 0 ELSE fee END),
    ('fee', CASE WHEN fee_in_pending THEN fee ELSE 0 END, CASE WHEN fee_in_pending THEN 0 ELSE fee END)
  ) AS told (category, pending, available)
), closing AS (
  SELECT account, -sum(amount) AS held FROM (
    SELECT account, balance AS amount FROM ledger_balances
      WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND account IN ('merchant.pending', 'merchant.available')
    UNION ALL
    SELECT account, -amount FROM ledger_postings
      WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND account IN ('merchant.pending', 'merchant.available')
        AND posted_at >= $5
  ) AS held GROUP BY account
)
SELECT category, sum(pending) AS pending, sum(available) AS available FROM categories GROUP BY category
UNION ALL
SELECT 'closing', sum(held) FILTER (WHERE account = 'merchant.pending'), sum(held) FILTER (WHERE account = 'merchant.available')
  FROM closing`;

interface Row {
  readonly category: BalanceCategory | 'closing';
  readonly pending: string | null;
  readonly available: string | null;
}

/** Reads the movement from the ledger, as it was on whatever days. */
export async function balanceMovement(read: Read, request: BalanceRequest): Promise<BalanceMovement> {
  const { tenant, currency, firstDay, lastDay } = request;
  const [from, to] = [startOfDoualaDay(firstDay), new Date(endOfDoualaDay(lastDay).getTime() + 1)];
  const rows = await read<Row>(READ, [tenant.organizationId, tenant.mode, currency, from, to]);
  const partsOf = (category: Row['category']): MoneyParts => {
    const row = rows.find((candidate) => candidate.category === category);
    return { pending: Money.of(row?.pending ?? '0', currency), available: Money.of(row?.available ?? '0', currency) };
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
