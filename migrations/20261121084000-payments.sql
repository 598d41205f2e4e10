CREATE TYPE payment_status AS ENUM ('pending', 'settled', 'failed', 'expired', 'cancelled');
CREATE TYPE refund_status AS ENUM ('pending', 'processing', 'completed', 'failed', 'cancelled');
CREATE TYPE payout_status AS ENUM ('pending', 'processing', 'completed', 'failed', 'queued', 'cancelled');
CREATE TYPE dispute_state AS ENUM ('none', 'open', 'won', 'lost');

CREATE TABLE payments (
  id                      uuid NOT NULL CONSTRAINT payments_pkey PRIMARY KEY,
  organization_id         uuid NOT NULL,
  mode                    mode NOT NULL,
  status                  payment_status NOT NULL,
  amount                  numeric(19, 4) NOT NULL CONSTRAINT payments_amount_positive CHECK (amount > 0),
  currency                currency NOT NULL,
  provider                text NOT NULL,
  payer_msisdn            text NOT NULL,
  payer_name              text,
  payer_email             text,
  description             text NOT NULL,
  metadata                jsonb NOT NULL,
  customer_id             uuid,
  order_id                uuid,
  invoice_id              uuid,
  payment_link_id         uuid,
  -- Under this reference the operator knows the payment. Stored before the operator is called for the first time.
  provider_reference      uuid NOT NULL CONSTRAINT payments_provider_reference_key UNIQUE,
  provider_amount         numeric(19, 4) NOT NULL,
  provider_currency       currency NOT NULL,
  exchange_rate           numeric(12, 4) NOT NULL,
  operator_transaction_id text,
  -- Null: it is not known whether the operator has the request.
  accepted_at             timestamptz,
  fee                     numeric(19, 4) NOT NULL,
  fee_percent             numeric(7, 4),
  settled_at              timestamptz,
  available_at            timestamptz,
  released_at             timestamptz,
  settlement_id           uuid,
  -- Of this payment's net what still lies in merchant.pending.
  pending_net             numeric(19, 4) NOT NULL,
  refunded_amount         numeric(19, 4) NOT NULL,
  refunding_amount        numeric(19, 4) NOT NULL,
  fee_returned            numeric(19, 4) NOT NULL,
  dispute_state           dispute_state NOT NULL,
  dispute_id              uuid,
  failure_reason          text,
  failure_message         text,
  cancelled_by            text,
  closed_at               timestamptz,
  expires_at              timestamptz NOT NULL,
  last_checked_at         timestamptz,
  checks                  smallint NOT NULL,
  created_at              timestamptz NOT NULL,
  updated_at              timestamptz NOT NULL,
  CONSTRAINT payments_never_refunded_beyond_amount CHECK (refunded_amount + refunding_amount <= amount)
) WITH (fillfactor = 80);
-- With the amount, by which the walk through a month is narrowed without a look at the payments.
CREATE INDEX payments_list_idx ON payments (organization_id, mode, created_at DESC, id DESC) INCLUDE (amount);
CREATE INDEX payments_status_idx ON payments (organization_id, mode, status, created_at DESC, id DESC);
CREATE INDEX payments_amount_idx ON payments (organization_id, mode, amount);
CREATE INDEX payments_release_idx ON payments (available_at) WHERE released_at IS NULL AND available_at IS NOT NULL;

-- What the payment list is searched for. Beside the payments and not in them: indexes of trigrams are the dearest there are, and
-- each change of a status would be written into them, and be swept out of them again.
CREATE TABLE payment_texts (
  id                 uuid NOT NULL CONSTRAINT payment_texts_pkey PRIMARY KEY,
  organization_id    uuid NOT NULL,
  mode               mode NOT NULL,
  created_at         timestamptz NOT NULL,
  provider_reference uuid NOT NULL,
  search_text        text NOT NULL
);
CREATE INDEX payment_texts_list_idx ON payment_texts (organization_id, mode, created_at DESC, id DESC);
-- It begins with no merchant: the rows of a large one are most of the table, and a search would go through the entries of all.
CREATE INDEX payment_texts_search_idx ON payment_texts USING gin (search_text gin_trgm_ops);
-- Ids have most trigrams of digits: in an index of their own they are in the way of no search but for a part of an id.
CREATE INDEX payment_texts_ids_idx ON payment_texts USING gin ((id::text || ' ' || provider_reference::text) gin_trgm_ops);

CREATE FUNCTION payment_text(payment payments) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT lower(payment.description || ' ' || coalesce(payment.payer_name, '') || ' ' || coalesce(payment.payer_email, '') || ' ' || payment.payer_msisdn)
$$;

CREATE FUNCTION keep_payment_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO payment_texts (id, organization_id, mode, created_at, provider_reference, search_text)
      VALUES (NEW.id, NEW.organization_id, NEW.mode, NEW.created_at, NEW.provider_reference, payment_text(NEW));
  ELSIF TG_OP = 'UPDATE' THEN
    UPDATE payment_texts SET provider_reference = NEW.provider_reference, search_text = payment_text(NEW) WHERE id = NEW.id;
  ELSE
    DELETE FROM payment_texts WHERE id = OLD.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER payments_text_kept AFTER INSERT OR DELETE ON payments FOR EACH ROW EXECUTE FUNCTION keep_payment_text();
CREATE TRIGGER payments_text_changed
  AFTER UPDATE OF description, payer_name, payer_email, payer_msisdn, provider_reference ON payments
  FOR EACH ROW EXECUTE FUNCTION keep_payment_text();

-- The last payment of one payer over one amount: what a repeat without an Idempotency-Key would double.
CREATE TABLE payment_intents (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  fingerprint     bytea NOT NULL,
  payment_id      uuid NOT NULL,
  guarded_until   timestamptz NOT NULL,
  -- Whether the one who writes this row asks to be refused while an equal payment is open or paid.
  guard           boolean NOT NULL,
  started_at      timestamptz NOT NULL,
  CONSTRAINT payment_intents_pkey PRIMARY KEY (organization_id, mode, fingerprint)
);

-- The upsert locks the row of the earlier payment, so that of two equal payments at once one waits and is refused.
CREATE FUNCTION refuse_duplicate_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM payments WHERE id = OLD.payment_id AND status IN ('pending', 'settled')) THEN
    RAISE EXCEPTION 'an equal payment was started a moment ago'
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'payment_intents_no_duplicate', DETAIL = OLD.payment_id::text;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_intents_no_duplicate BEFORE UPDATE ON payment_intents
  FOR EACH ROW WHEN (NEW.guard AND OLD.guarded_until > NEW.started_at) EXECUTE FUNCTION refuse_duplicate_payment();

CREATE TABLE refunds (
  id                 uuid NOT NULL CONSTRAINT refunds_pkey PRIMARY KEY,
  organization_id    uuid NOT NULL,
  mode               mode NOT NULL,
  payment_id         uuid NOT NULL CONSTRAINT refunds_payment_fkey REFERENCES payments (id),
  status             refund_status NOT NULL,
  amount             numeric(19, 4) NOT NULL CONSTRAINT refunds_amount_positive CHECK (amount > 0),
  currency           currency NOT NULL,
  fee_returned       numeric(19, 4) NOT NULL,
  -- Where the money was taken from, to put it back there when the refund fails.
  from_own_pending   numeric(19, 4) NOT NULL,
  from_available     numeric(19, 4) NOT NULL,
  from_other_pending numeric(19, 4) NOT NULL,
  description        text,
  reason             text,
  provider           text NOT NULL,
  provider_reference uuid NOT NULL CONSTRAINT refunds_provider_reference_key UNIQUE,
  provider_amount    numeric(19, 4) NOT NULL,
  provider_currency  currency NOT NULL,
  attempt            smallint NOT NULL,
  failure_reason     text,
  failure_message    text,
  completed_at       timestamptz,
  last_checked_at    timestamptz,
  checks             smallint NOT NULL,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL
);
CREATE INDEX refunds_list_idx ON refunds (organization_id, mode, created_at DESC, id DESC);
CREATE INDEX refunds_status_idx ON refunds (organization_id, mode, status, created_at DESC, id DESC);
CREATE INDEX refunds_payment_idx ON refunds (payment_id);

CREATE TABLE payouts (
  id                 uuid NOT NULL CONSTRAINT payouts_pkey PRIMARY KEY,
  organization_id    uuid NOT NULL,
  mode               mode NOT NULL,
  status             payout_status NOT NULL,
  amount             numeric(19, 4) NOT NULL CONSTRAINT payouts_amount_positive CHECK (amount > 0),
  currency           currency NOT NULL,
  description        text,
  destination_type   text NOT NULL,
  destination_label  text NOT NULL,
  destination_msisdn text,
  bank_account_id    uuid,
  hand_over_at       timestamptz NOT NULL,
  estimated_arrival  timestamptz NOT NULL,
  provider           text,
  provider_reference uuid NOT NULL CONSTRAINT payouts_provider_reference_key UNIQUE,
  operator_transaction_id text,
  failure_reason     text,
  failure_message    text,
  completed_at       timestamptz,
  last_checked_at    timestamptz,
  checks             smallint NOT NULL,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL
);
CREATE INDEX payouts_list_idx ON payouts (organization_id, mode, created_at DESC, id DESC);
CREATE INDEX payouts_status_idx ON payouts (organization_id, mode, status, created_at DESC, id DESC);

-- When an operator is asked next, of everything that it is still asked about. Beside the rows and not in them: a moment that
-- changes four times in the life of a payment would each time be written into every index of the widest table.
CREATE TABLE due_checks (
  subject_id uuid NOT NULL CONSTRAINT due_checks_pkey PRIMARY KEY,
  kind       text NOT NULL,
  -- Null for what staff or a bank carry out.
  provider   text,
  due_at     timestamptz NOT NULL
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX due_checks_due_idx ON due_checks (kind, due_at);

-- Releases of paid money into what can be used, one per organisation, currency, mode and run.
CREATE TABLE settlements (
  id              uuid NOT NULL CONSTRAINT settlements_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  currency        currency NOT NULL,
  settled_on      date NOT NULL,
  amount          numeric(38, 4) NOT NULL,
  payment_count   integer NOT NULL,
  created_at      timestamptz NOT NULL
);
CREATE INDEX settlements_list_idx ON settlements (organization_id, mode, created_at DESC, id DESC);

-- Every answer of an operator, redacted, for whoever must find out what happened.
CREATE TABLE provider_exchanges (
  id           uuid NOT NULL CONSTRAINT provider_exchanges_pkey PRIMARY KEY,
  provider     text NOT NULL,
  operation    text NOT NULL,
  subject_id   uuid,
  reference    text NOT NULL,
  http_status  smallint,
  duration_ms  integer NOT NULL,
  body         text NOT NULL,
  created_at   timestamptz NOT NULL
);
CREATE INDEX provider_exchanges_subject_idx ON provider_exchanges (subject_id, created_at);
CREATE INDEX provider_exchanges_created_idx ON provider_exchanges (created_at);

-- What operators told us unasked. A hint: nothing is done but to ask the operator.
CREATE TABLE provider_callbacks (
  id          uuid NOT NULL CONSTRAINT provider_callbacks_pkey PRIMARY KEY,
  provider    text NOT NULL,
  accepted    boolean NOT NULL,
  ip_address  text,
  request_id  text,
  mentions    text[] NOT NULL,
  body        text NOT NULL,
  received_at timestamptz NOT NULL
);
CREATE INDEX provider_callbacks_received_idx ON provider_callbacks (received_at);
