-- Double entry. A positive amount is a debit, a negative one a credit; the postings of a journal sum to zero.
CREATE TABLE ledger_journals (
  id              uuid NOT NULL CONSTRAINT ledger_journals_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  cause_type      text NOT NULL,
  cause_id        uuid NOT NULL,
  step            text NOT NULL,
  posted_at       timestamptz NOT NULL,
  -- One cause posts each of its steps at most once: a replayed command is harmless here whatever happened above.
  CONSTRAINT ledger_journals_cause_key UNIQUE (cause_id, cause_type, step)
);

CREATE TABLE ledger_postings (
  journal_id      uuid NOT NULL CONSTRAINT ledger_postings_journal_fkey REFERENCES ledger_journals (id),
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  currency        currency NOT NULL,
  account         text NOT NULL,
  amount          numeric(19, 4) NOT NULL CONSTRAINT ledger_postings_moves CHECK (amount <> 0),
  posted_at       timestamptz NOT NULL,
  CONSTRAINT ledger_postings_pkey PRIMARY KEY (journal_id, account, currency)
);
CREATE INDEX ledger_postings_account_idx ON ledger_postings (organization_id, mode, currency, account, posted_at);

-- Balances beside the postings, in shards: a row that every payment of a merchant had to change would line them all up.
CREATE TABLE ledger_balances (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  currency        currency NOT NULL,
  account         text NOT NULL,
  shard           smallint NOT NULL,
  -- Wider than an amount, like every sum that is kept: there may be any number of them in it.
  balance         numeric(38, 4) NOT NULL,
  -- How far below zero a chargeback pushed a guarded account; nothing else may.
  overdraft       numeric(38, 4) NOT NULL DEFAULT 0,
  guarded         boolean NOT NULL,
  updated_at      timestamptz NOT NULL,
  CONSTRAINT ledger_balances_pkey PRIMARY KEY (organization_id, mode, currency, account, shard)
) WITH (fillfactor = 70);

-- A check constraint would judge the row that an upsert proposes and not the row that it leaves; a trigger judges the latter.
CREATE FUNCTION refuse_overdraft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'account % does not cover it', NEW.account
    USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balances_not_overdrawn';
END $$;
CREATE TRIGGER ledger_balances_not_overdrawn AFTER INSERT OR UPDATE ON ledger_balances
  FOR EACH ROW WHEN (NEW.guarded AND NEW.balance > NEW.overdraft) EXECUTE FUNCTION refuse_overdraft();

CREATE FUNCTION refuse_unbalanced_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ledger_postings p WHERE p.journal_id IN (SELECT journal_id FROM inserted)
    GROUP BY p.journal_id, p.currency HAVING sum(p.amount) <> 0
  ) THEN
    RAISE EXCEPTION 'a journal does not sum to zero'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_postings_sum_to_zero';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_postings_sum_to_zero AFTER INSERT ON ledger_postings
  REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced_journal();

CREATE TRIGGER ledger_journals_append_only BEFORE UPDATE OR DELETE ON ledger_journals
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_journals_no_truncate BEFORE TRUNCATE ON ledger_journals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_postings_append_only BEFORE UPDATE OR DELETE ON ledger_postings
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_postings_no_truncate BEFORE TRUNCATE ON ledger_postings
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The account as its owner reads it: a row per movement, whose status follows what it stands for.
CREATE TYPE statement_line_type AS ENUM ('payment', 'refund', 'payout', 'fee', 'chargeback');
CREATE TYPE statement_line_status AS ENUM ('pending', 'processing', 'completed', 'failed', 'reversed');
CREATE TYPE statement_direction AS ENUM ('credit', 'debit');

CREATE TABLE statement_lines (
  id              uuid NOT NULL CONSTRAINT statement_lines_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  type            statement_line_type NOT NULL,
  direction       statement_direction NOT NULL,
  amount          numeric(19, 4) NOT NULL CONSTRAINT statement_lines_not_negative CHECK (amount >= 0),
  currency        currency NOT NULL,
  status          statement_line_status NOT NULL,
  description     text NOT NULL,
  payment_id      uuid,
  refund_id       uuid,
  payout_id       uuid,
  chargeback_id   uuid,
  available_on    date,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL
);
CREATE INDEX statement_lines_list_idx ON statement_lines (organization_id, mode, created_at DESC, id DESC);
CREATE INDEX statement_lines_type_idx ON statement_lines (organization_id, mode, type, created_at DESC, id DESC);
CREATE INDEX statement_lines_currency_idx ON statement_lines (organization_id, mode, currency, created_at DESC, id DESC);
CREATE INDEX statement_lines_refund_idx ON statement_lines (refund_id) WHERE refund_id IS NOT NULL;
CREATE INDEX statement_lines_payout_idx ON statement_lines (payout_id) WHERE payout_id IS NOT NULL;
CREATE INDEX statement_lines_chargeback_idx ON statement_lines (chargeback_id) WHERE chargeback_id IS NOT NULL;
