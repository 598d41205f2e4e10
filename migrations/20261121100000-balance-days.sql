-- How pending and available moved, by day of Douala and category: a report of a year reads some thousand sums and not every
-- posting of the year. Each journal notes its moves in its own transaction; a job folds the notes, and whoever reads adds
-- both together. Moves are signed as their owner sees them: less is negative.
CREATE TABLE balance_days (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  currency        currency NOT NULL,
  day             date NOT NULL,
  category        text NOT NULL,
  pending         numeric(38, 4) NOT NULL,
  available       numeric(38, 4) NOT NULL,
  CONSTRAINT balance_days_pkey PRIMARY KEY (organization_id, mode, currency, day, category)
) WITH (fillfactor = 70);

-- Only ever added to, so that payments of one merchant do not wait for each other.
CREATE TABLE balance_day_changes (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  currency        currency NOT NULL,
  day             date NOT NULL,
  category        text NOT NULL,
  pending         numeric(38, 4) NOT NULL,
  available       numeric(38, 4) NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_analyze_threshold = 2000000000);
CREATE INDEX balance_day_changes_tenant_idx ON balance_day_changes (organization_id, mode, currency);

-- What each journal moves in the columns of its owner. A movement belongs to the category of the statement line that it
-- moves; releases to `settlement`.
--
-- A settled payment posts its net to pending and its fee to the platform: gross and fee are told apart by the latter. A
-- refund posts its cost, amount less the fee that comes back, and takes both back when it fails; which share of the fee an
-- attempt gave back is what its cost lacks to the amount. The fee is told in the column that the cost was taken from.
CREATE VIEW balance_moves AS
  SELECT m.journal_id, m.organization_id, m.mode, m.currency, douala_day(m.posted_at) AS day, told.category, told.pending, told.available
  FROM (
    SELECT p.journal_id, p.organization_id, p.mode, p.currency, p.posted_at, j.cause_type AS cause,
      coalesce(-sum(p.amount) FILTER (WHERE p.account = 'merchant.pending'), 0) AS pending,
      coalesce(-sum(p.amount) FILTER (WHERE p.account = 'merchant.available'), 0) AS available,
      coalesce(sum(p.amount) FILTER (WHERE p.account = 'platform.fees'), 0) AS platform_fee,
      CASE WHEN j.step LIKE 'failed:%' THEN -r.amount ELSE r.amount END AS refunded
    FROM ledger_postings p
    JOIN ledger_journals j ON j.id = p.journal_id
    LEFT JOIN refunds r ON j.cause_type = 'refund' AND r.id = j.cause_id
    WHERE p.account IN ('merchant.pending', 'merchant.available', 'platform.fees')
    GROUP BY p.journal_id, p.organization_id, p.mode, p.currency, p.posted_at, j.cause_type, j.step, r.amount
    HAVING j.cause_type = 'payment' OR bool_or(p.account <> 'platform.fees')
  ) AS m
  CROSS JOIN LATERAL (SELECT
    CASE m.cause WHEN 'payment' THEN m.platform_fee WHEN 'refund' THEN m.pending + m.available + m.refunded ELSE 0 END AS fee,
    m.cause = 'payment' OR m.pending <> 0 AS in_pending
  ) AS f
  CROSS JOIN LATERAL (VALUES
    (m.cause, m.pending - CASE WHEN f.in_pending THEN f.fee ELSE 0 END, m.available - CASE WHEN f.in_pending THEN 0 ELSE f.fee END),
    ('fee', CASE WHEN f.in_pending THEN f.fee ELSE 0 END, CASE WHEN f.in_pending THEN 0 ELSE f.fee END)
  ) AS told (category, pending, available)
  WHERE told.pending <> 0 OR told.available <> 0;

-- One journal at a time, found by its key: a join with what was inserted may become a walk through all postings.
CREATE FUNCTION note_balance_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  posted uuid;
BEGIN
  FOR posted IN SELECT DISTINCT journal_id FROM inserted LOOP
    INSERT INTO balance_day_changes (organization_id, mode, currency, day, category, pending, available)
    SELECT organization_id, mode, currency, day, category, pending, available FROM balance_moves WHERE journal_id = posted;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_postings_summed AFTER INSERT ON ledger_postings
  REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION note_balance_moves();

-- What is kept and noted beyond what the ledger says; no rows when all is well.
CREATE VIEW balance_days_off AS
  SELECT organization_id, mode, currency, day, category, sum(pending) AS pending, sum(available) AS available FROM (
    SELECT * FROM balance_days
    UNION ALL SELECT * FROM balance_day_changes
    UNION ALL SELECT organization_id, mode, currency, day, category, -pending, -available FROM balance_moves
  ) AS sums GROUP BY 1, 2, 3, 4, 5 HAVING sum(pending) <> 0 OR sum(available) <> 0;

-- Sums up all days anew and returns how many sums there are; nobody posts meanwhile.
CREATE FUNCTION recount_balance_days() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  sums integer;
BEGIN
  LOCK TABLE ledger_postings IN SHARE MODE;
  LOCK TABLE balance_days, balance_day_changes IN EXCLUSIVE MODE;
  DELETE FROM balance_day_changes;
  DELETE FROM balance_days;
  INSERT INTO balance_days (organization_id, mode, currency, day, category, pending, available)
    SELECT organization_id, mode, currency, day, category, sum(pending), sum(available) FROM balance_moves
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5;
  GET DIAGNOSTICS sums = ROW_COUNT;
  RETURN sums;
END $$;
SELECT recount_balance_days();
