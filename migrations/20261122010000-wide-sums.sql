-- A hundred of the largest orders or payments of one account add up to more than the fifteen digits that an amount has, and the
-- folding of everybody's sums failed with theirs. A sum has room for any number of amounts; nothing of this rewrites a table.
DO $$
DECLARE
  balances text := pg_get_viewdef('balance_days_off'::regclass);
  counts text := pg_get_viewdef('list_counts_off'::regclass);
  wide record;
BEGIN
  -- Neither a view over a column nor a trigger that looks at one lets its type change.
  DROP VIEW balance_days_off, list_counts_off;
  DROP TRIGGER ledger_balances_not_overdrawn ON ledger_balances;
  FOR wide IN SELECT * FROM (VALUES
    ('ledger_balances', 'balance'), ('ledger_balances', 'overdraft'),
    ('balance_days', 'pending'), ('balance_days', 'available'),
    ('balance_day_changes', 'pending'), ('balance_day_changes', 'available'),
    ('list_counts', 'amount'), ('list_count_changes', 'amount'),
    ('settlements', 'amount'), ('settlements', 'gross_amount'), ('settlements', 'fees'),
    ('daily_statistics', 'revenue'), ('daily_statistics', 'refunds'), ('daily_statistics', 'chargebacks'),
    ('hourly_statistics', 'revenue'), ('hourly_statistics', 'refunds'), ('hourly_statistics', 'chargebacks')
  ) AS sums (relation, attribute) LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE numeric(38, 4)', wide.relation, wide.attribute);
  END LOOP;
  CREATE TRIGGER ledger_balances_not_overdrawn AFTER INSERT OR UPDATE ON ledger_balances
    FOR EACH ROW WHEN (NEW.guarded AND NEW.balance > NEW.overdraft) EXECUTE FUNCTION refuse_overdraft();
  EXECUTE 'CREATE VIEW balance_days_off AS ' || balances;
  EXECUTE 'CREATE VIEW list_counts_off AS ' || counts;
END $$;
