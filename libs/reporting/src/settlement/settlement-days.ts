import { addDays, atDoualaTime, doualaDay, Money, type Currency, type Tenant } from '#kernel';
import { RELEASE_TIME } from '#payments';

/** What is released into available on one settlement day in one currency. Amounts are decimal text in major units. */
export interface SettlementDay {
  readonly id: string;
  readonly day: string;
  readonly currency: Currency;
  readonly status: SettlementDayStatus;
  readonly gross: string;
  readonly fees: string;
  /** Refunds and chargebacks that were taken before the release. */
  readonly deductions: string;
  /** Gross less fees less deductions: what is released, or will be. */
  readonly net: string;
  readonly payments: number;
}

export type SettlementDayStatus = 'pending' | 'paid';

export interface SettlementFilters {
  readonly status?: SettlementDayStatus;
  /** First settlement day, included. */
  readonly from?: string;
  /** Last settlement day, included. */
  readonly to?: string;
}

export interface SettlementDayRow {
  readonly id: string;
  readonly day: string;
  readonly currency: Currency;
  readonly status: SettlementDayStatus;
  readonly gross: string;
  readonly fees: string;
  readonly net: string;
  readonly payments: number;
}

/**
 * Settlement days of a tenant ($1, $2) as a table expression: what was released, and what waits for its release. $3 is
 * the last day whose time of release has come; $4 and $5 are the first and the last day wanted, $6 the status; null
 * wants all. Payments of a day become available at one instant, so that those that wait are summed up as the index has
 * them. An id follows from what it stands for, because a day has one before anything is released on it.
 */
export const SETTLEMENT_DAYS = `WITH parts AS (
  SELECT currency, settled_on AS day, gross_amount AS gross, fees, amount AS net, payment_count AS payments, false AS waiting
    FROM settlements WHERE organization_id = $1 AND mode = $2
      AND ($4::date IS NULL OR settled_on >= $4) AND ($5::date IS NULL OR settled_on <= $5)
  UNION ALL
  SELECT currency, douala_day(available_at), gross, fees, net, payments, true FROM (
    SELECT currency, available_at, sum(amount) AS gross, sum(fee) AS fees, sum(pending_net) AS net, count(*) AS payments
    FROM payments WHERE organization_id = $1 AND mode = $2 AND released_at IS NULL AND available_at IS NOT NULL
      AND ($4::date IS NULL OR douala_day(available_at) >= $4) AND ($5::date IS NULL OR douala_day(available_at) <= $5)
    GROUP BY currency, available_at
  ) AS waiting
), days AS (
  SELECT substr(encode(sha256(convert_to(concat_ws(' ', $1::uuid, $2::mode, currency, day), 'UTF8')), 'hex'), 1, 32)::uuid AS id,
    day, currency, CASE WHEN bool_or(waiting) AND day > $3::date THEN 'pending' ELSE 'paid' END AS status,
    sum(gross) AS gross, sum(fees) AS fees, sum(net) AS net, sum(payments)::int AS payments
  FROM parts GROUP BY currency, day
), settlement_days AS (
  SELECT * FROM days WHERE $6::text IS NULL OR status = $6
)`;

export function settlementDay({ gross, fees, net, ...row }: SettlementDayRow): SettlementDay {
  const { currency } = row;
  const [whole, fee, released] = [
    Money.ofSum(gross, currency),
    Money.ofSum(fees, currency),
    Money.ofSum(net, currency),
  ];
  return {
    ...row,
    gross: whole.toDecimal(),
    fees: fee.toDecimal(),
    deductions: whole.minus(fee).minus(released).toDecimal(),
    net: released.toDecimal(),
  };
}

/** The values of SETTLEMENT_DAYS. No day waits whose time of release has come: those before need not be summed up. */
export function settlementDayValues(tenant: Tenant, { from, to, status }: SettlementFilters, now: Date): unknown[] {
  const released = lastReleaseDay(now);
  const waitingFrom = status === 'pending' ? addDays(released, 1) : undefined;
  const first = from && waitingFrom && from > waitingFrom ? from : (waitingFrom ?? from);
  return [tenant.organizationId, tenant.mode, released, first ?? null, to ?? null, status ?? null];
}

/** The last day whose time of release has come. */
function lastReleaseDay(now: Date): string {
  const today = doualaDay(now);
  return atDoualaTime(today, RELEASE_TIME) <= now ? today : addDays(today, -1);
}
