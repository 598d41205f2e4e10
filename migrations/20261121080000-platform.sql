CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE TYPE mode AS ENUM ('live', 'sandbox');
CREATE TYPE currency AS ENUM ('XAF', 'MGA', 'NGN', 'USD', 'EUR');

-- Facts, written by the transaction that made them true.
CREATE TABLE outbox_events (
  position        bigint GENERATED ALWAYS AS IDENTITY,
  -- The reader stays below the oldest running transaction, so that a late commit is waited for and not skipped.
  transaction_id  bigint NOT NULL DEFAULT txid_current(),
  id              uuid NOT NULL,
  type            text NOT NULL,
  version         smallint NOT NULL,
  organization_id uuid,
  mode            mode,
  subject_id      text NOT NULL,
  occurred_at     timestamptz NOT NULL,
  payload         jsonb NOT NULL,
  request_id      text,
  CONSTRAINT outbox_events_pkey PRIMARY KEY (transaction_id, position),
  CONSTRAINT outbox_events_id_key UNIQUE (id)
);
CREATE INDEX outbox_events_occurred_at_idx ON outbox_events (occurred_at);

CREATE TABLE outbox_checkpoints (
  subscriber     text NOT NULL CONSTRAINT outbox_checkpoints_pkey PRIMARY KEY,
  transaction_id bigint NOT NULL DEFAULT 0,
  position       bigint NOT NULL DEFAULT 0,
  moved_at       timestamptz NOT NULL DEFAULT now()
);

-- Events that a subscriber could not take, for a person to look at.
CREATE TABLE outbox_parked (
  subscriber     text NOT NULL,
  event_position bigint NOT NULL,
  error          text NOT NULL,
  parked_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT outbox_parked_pkey PRIMARY KEY (subscriber, event_position)
);

CREATE TABLE idempotency_keys (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  operation       text NOT NULL,
  key             text NOT NULL,
  fingerprint     bytea NOT NULL,
  answered        boolean NOT NULL,
  answer          jsonb,
  resource_id     uuid,
  started_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (organization_id, mode, operation, key)
);
CREATE INDEX idempotency_keys_expires_at_idx ON idempotency_keys (expires_at);

-- Time of the sandbox: how far tests and demonstrations have moved the clock. One row.
CREATE TABLE clock_offset (
  "only"    boolean NOT NULL DEFAULT true CONSTRAINT clock_offset_pkey PRIMARY KEY CONSTRAINT clock_offset_only_one CHECK ("only"),
  offset_ms bigint NOT NULL DEFAULT 0
);
INSERT INTO clock_offset DEFAULT VALUES;

-- Who did what. Rows are only ever added.
CREATE TABLE audit_entries (
  id              uuid NOT NULL CONSTRAINT audit_entries_pkey PRIMARY KEY,
  action          text NOT NULL,
  organization_id uuid,
  actor_id        uuid,
  record_id       text,
  ip_address      text,
  request_id      text,
  details         jsonb NOT NULL,
  occurred_at     timestamptz NOT NULL,
  -- Entries are sealed in this order, below the oldest running transaction, as events are read.
  transaction_id  bigint NOT NULL DEFAULT txid_current()
);
-- Knows blocks of pages and no rows, which come in this order anyway: a payment does not feel it.
CREATE INDEX audit_entries_transaction_idx ON audit_entries USING brin (transaction_id) WITH (autosummarize = on);
CREATE INDEX audit_entries_organization_idx ON audit_entries (organization_id, occurred_at DESC);
CREATE INDEX audit_entries_action_idx ON audit_entries (action, occurred_at DESC);

-- The chain over the log. A seal stands for entries that are next to each other in it, and for the seal before.
CREATE TABLE audit_seals (
  number              integer NOT NULL CONSTRAINT audit_seals_pkey PRIMARY KEY CONSTRAINT audit_seals_number_positive CHECK (number > 0),
  last_transaction_id bigint NOT NULL,
  entry_ids           uuid[] NOT NULL,
  digests             bytea[] NOT NULL,
  hash                text NOT NULL
);

-- The key of the chain, and what its latest verification found, whichever worker made it: one row, or none before the first seal.
CREATE TABLE audit_chain (
  id          uuid NOT NULL CONSTRAINT audit_chain_pkey PRIMARY KEY,
  sealed_key  bytea NOT NULL,
  verified_at timestamptz,
  findings    integer NOT NULL DEFAULT 0,
  only_one    boolean NOT NULL DEFAULT true CONSTRAINT audit_chain_only_one_key UNIQUE CONSTRAINT audit_chain_only_one CHECK (only_one)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON audit_seals
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
