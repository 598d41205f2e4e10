import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database, findings, type Finding } from '#platform';

/** Recomputes the ledger from its postings and compares. Reads one snapshot; safe at any time, also under load. */
export class VerifyLedger extends Query<Finding[]> {}

const CHECKS: Readonly<Record<string, string>> = {
  'every journal sums to zero': `SELECT journal_id::text AS "where", currency || ' ' || sum(amount) AS detail
    FROM ledger_postings GROUP BY journal_id, currency HAVING sum(amount) <> 0`,
  'a balance is the sum of its postings': `SELECT concat_ws(' ', organization_id, mode, currency, account) AS "where",
      'stored ' || coalesce(stored, 0) || ', postings ' || coalesce(posted, 0) AS detail
    FROM (SELECT organization_id, mode, currency, account, sum(balance) AS stored FROM ledger_balances GROUP BY 1, 2, 3, 4) b
    FULL JOIN (SELECT organization_id, mode, currency, account, sum(amount) AS posted FROM ledger_postings GROUP BY 1, 2, 3, 4) p
      USING (organization_id, mode, currency, account)
    WHERE coalesce(stored, 0) <> coalesce(posted, 0)`,
  'a guarded account is not below zero but by a chargeback': `SELECT concat_ws(' ', organization_id, mode, currency, account) AS "where",
      'balance ' || -balance || ', overdraft ' || overdraft AS detail
    FROM ledger_balances WHERE guarded AND balance > overdraft`,
  'available and pending are what the statement says': `SELECT concat_ws(' ', organization_id, mode, currency) AS "where",
      'ledger ' || coalesce(held, 0) || ', statement ' || coalesce(stated, 0) AS detail
    FROM (SELECT organization_id, mode, currency, -sum(balance) AS held FROM ledger_balances
      WHERE account IN ('merchant.available', 'merchant.pending') GROUP BY 1, 2, 3) b
    FULL JOIN (SELECT organization_id, mode, currency,
        sum(CASE direction WHEN 'credit' THEN amount ELSE -amount END) FILTER (WHERE status NOT IN ('failed', 'reversed')) AS stated
      FROM statement_lines GROUP BY 1, 2, 3) s USING (organization_id, mode, currency)
    WHERE coalesce(held, 0) <> coalesce(stated, 0)`,
};

@QueryHandler(VerifyLedger)
export class VerifyLedgerHandler implements IQueryHandler<VerifyLedger> {
  constructor(private readonly database: Database) {}

  execute(): Promise<Finding[]> {
    return findings(this.database, CHECKS);
  }
}
