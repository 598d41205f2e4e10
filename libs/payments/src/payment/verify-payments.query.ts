import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database, findings, type Finding } from '#platform';

/**
 * Compares payments, refunds, payouts and disputes with the ledger and with each other, and counts that are kept with what
 * they count: uses of links, payouts to bank accounts, rows of lists, sums of days. Reads one snapshot.
 */
export class VerifyPayments extends Query<Finding[]> {}

const TENANT = `concat_ws(' ', organization_id, mode, currency)`;
const CHECKS: Readonly<Record<string, string>> = {
  'what came in less what went out is what is held': `SELECT ${TENANT} AS "where",
      'explained ' || coalesce(sum(moved) FILTER (WHERE kind <> 'held'), 0) || ', held ' || coalesce(sum(moved) FILTER (WHERE kind = 'held'), 0) AS detail
    FROM (
      SELECT organization_id, mode, currency, 'in' AS kind, sum(amount - fee) AS moved FROM payments WHERE status = 'settled' GROUP BY 1, 2, 3
      UNION ALL
      SELECT organization_id, mode, currency, 'refunded', -sum(amount - fee_returned) FROM refunds WHERE status = 'completed' GROUP BY 1, 2, 3
      UNION ALL
      SELECT organization_id, mode, currency, 'paid out', -sum(amount) FROM payouts WHERE status = 'completed' GROUP BY 1, 2, 3
      UNION ALL
      SELECT organization_id, mode, currency, 'charged back', -sum(amount) FROM disputes WHERE status = 'lost' GROUP BY 1, 2, 3
      UNION ALL
      SELECT organization_id, mode, currency, 'held', -sum(balance) FROM ledger_balances
        WHERE account IN ('merchant.pending', 'merchant.available', 'merchant.reserved') GROUP BY 1, 2, 3
    ) AS moves GROUP BY organization_id, mode, currency
    HAVING coalesce(sum(moved) FILTER (WHERE kind <> 'held'), 0) <> coalesce(sum(moved) FILTER (WHERE kind = 'held'), 0)`,
  'refunds never exceed their payment': `SELECT p.id::text AS "where", 'paid ' || p.amount || ', refunds ' || sum(r.amount) AS detail
    FROM payments p JOIN refunds r ON r.payment_id = p.id WHERE r.status IN ('pending', 'processing', 'completed')
    GROUP BY p.id HAVING sum(r.amount) > p.amount`,
  'a payment counts its refunds': `SELECT p.id::text AS "where",
      'counted ' || p.refunded_amount || ' and ' || p.refunding_amount AS detail
    FROM payments p LEFT JOIN refunds r ON r.payment_id = p.id GROUP BY p.id
    HAVING p.refunded_amount <> coalesce(sum(r.amount) FILTER (WHERE r.status = 'completed'), 0)
      OR p.refunding_amount <> coalesce(sum(r.amount) FILTER (WHERE r.status IN ('pending', 'processing')), 0)`,
  'a settled payment has exactly one settlement journal, any other none': `SELECT p.id::text AS "where", p.status || ', journals ' || count(j.id) AS detail
    FROM payments p LEFT JOIN ledger_journals j ON j.cause_id = p.id AND j.cause_type = 'payment' AND j.step = 'settled'
    GROUP BY p.id HAVING count(j.id) <> CASE WHEN p.status = 'settled' THEN 1 ELSE 0 END`,
  'a payment knows how its dispute stands': `SELECT p.id::text AS "where",
      'payment ' || p.dispute_state || ', dispute ' || coalesce(d.status::text, 'none') AS detail
    FROM payments p LEFT JOIN disputes d ON d.payment_id = p.id
    WHERE p.dispute_state::text <> CASE WHEN d.status IS NULL THEN 'none'
      WHEN d.status IN ('open', 'under_review') THEN 'open' ELSE d.status::text END`,
  'a payment link counts its uses': `SELECT l.id::text AS "where",
      'counted ' || l.reserved_uses || ' and ' || l.paid_uses || ', has ' || count(u.state) FILTER (WHERE u.state = 'reserved')
        || ' and ' || count(u.state) FILTER (WHERE u.state = 'paid') AS detail
    FROM payment_links l LEFT JOIN payment_link_uses u ON u.payment_link_id = l.id GROUP BY l.id
    HAVING l.reserved_uses <> count(u.state) FILTER (WHERE u.state = 'reserved')
      OR l.paid_uses <> count(u.state) FILTER (WHERE u.state = 'paid')`,
  'a bank account counts the payouts on their way to it': `SELECT a.id::text AS "where",
      'counted ' || a.open_payouts || ', under way ' || count(p.id) AS detail
    FROM bank_accounts a LEFT JOIN payouts p ON p.bank_account_id = a.id AND p.status IN ('pending', 'processing', 'queued')
    GROUP BY a.id HAVING a.open_payouts <> count(p.id)`,
  'lists are counted': `SELECT concat_ws(' ', organization_id, part, currency, list, facet, day) AS "where",
      'off by ' || rows || ' and ' || amount AS detail FROM list_counts_off`,
  'balances are summed up by day': `SELECT ${TENANT} || ' ' || category || ' ' || day AS "where",
      'off by ' || pending || ' and ' || available AS detail FROM balance_days_off`,
  'reserved is what is under way': `SELECT ${TENANT} AS "where", 'under way ' || coalesce(open, 0) || ', reserved ' || coalesce(reserved, 0) AS detail
    FROM (SELECT organization_id, mode, currency, sum(held) AS open FROM (
        SELECT organization_id, mode, currency, amount - fee_returned AS held FROM refunds WHERE status IN ('pending', 'processing')
        UNION ALL SELECT organization_id, mode, currency, amount FROM payouts WHERE status IN ('pending', 'processing', 'queued')
        UNION ALL SELECT organization_id, mode, currency, amount FROM disputes WHERE status IN ('open', 'under_review')
      ) AS holds GROUP BY 1, 2, 3) o
    FULL JOIN (SELECT organization_id, mode, currency, -sum(balance) AS reserved FROM ledger_balances
      WHERE account = 'merchant.reserved' GROUP BY 1, 2, 3) r USING (organization_id, mode, currency)
    WHERE coalesce(open, 0) <> coalesce(reserved, 0)`,
};

@QueryHandler(VerifyPayments)
export class VerifyPaymentsHandler implements IQueryHandler<VerifyPayments> {
  constructor(private readonly database: Database) {}

  execute(): Promise<Finding[]> {
    return findings(this.database, CHECKS);
  }
}
