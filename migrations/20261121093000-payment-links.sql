CREATE TYPE payment_link_type AS ENUM ('fixed', 'subscription', 'donation');

-- Addresses that payers open to pay.
CREATE TABLE payment_links (
  id              uuid NOT NULL CONSTRAINT payment_links_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  -- All that a payer needs to know: it cannot be guessed.
  slug            text NOT NULL CONSTRAINT payment_links_slug_key UNIQUE,
  type            payment_link_type NOT NULL,
  -- 0: the payer names the amount.
  amount          numeric(19, 4) NOT NULL CONSTRAINT payment_links_amount CHECK (amount > 0 OR amount = 0 AND type = 'donation'),
  currency        currency NOT NULL,
  description     text,
  metadata        jsonb NOT NULL,
  -- Operators that the payer may choose. Null: all that the organisation takes.
  providers       text[] CONSTRAINT payment_links_providers_some CHECK (cardinality(providers) > 0),
  redirect_url    text,
  -- Null: any number.
  max_uses        integer CONSTRAINT payment_links_max_uses CHECK (max_uses > 0),
  -- Taken by payments that have not ended.
  reserved_uses   integer NOT NULL CONSTRAINT payment_links_reserved_uses CHECK (reserved_uses >= 0),
  -- May pass max_uses together with the reserved ones: money that was confirmed late is not refused.
  paid_uses       integer NOT NULL CONSTRAINT payment_links_paid_uses CHECK (paid_uses >= 0),
  -- Last instant at which it can be paid.
  expires_at      timestamptz,
  cancelled_at    timestamptz,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  -- When a job noticed that it had expired; no more than a memory when the expiry was put off since.
  expiry_seen_at  timestamptz,
  -- What lists and counts know it by: its status, but for an expiry that nobody has noticed yet.
  listed_as       text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN cancelled_at IS NOT NULL THEN 'cancelled' WHEN reserved_uses + paid_uses >= max_uses THEN 'used'
      WHEN expires_at < expiry_seen_at THEN 'expired' ELSE 'active' END
  ) STORED,
  -- A trigram index over this answers the search of the list.
  search_text     text GENERATED ALWAYS AS (lower(id::text || ' ' || slug || ' ' || coalesce(description, ''))) STORED
) WITH (fillfactor = 80);
CREATE INDEX payment_links_list_idx ON payment_links (organization_id, mode, created_at DESC, id DESC);
CREATE INDEX payment_links_listed_as_idx ON payment_links (organization_id, mode, listed_as, created_at DESC, id DESC);
-- Expiries that are to be noticed: of everybody, and of one merchant.
CREATE INDEX payment_links_expiry_idx ON payment_links (expires_at) WHERE listed_as = 'active';
CREATE INDEX payment_links_merchant_expiry_idx ON payment_links (organization_id, mode, expires_at) WHERE listed_as = 'active';
CREATE INDEX payment_links_search_idx ON payment_links USING gin (search_text gin_trgm_ops);

CREATE TYPE payment_link_use_state AS ENUM ('reserved', 'released', 'paid');

-- What became of each use, so that an event that comes twice is counted once.
CREATE TABLE payment_link_uses (
  payment_id      uuid NOT NULL CONSTRAINT payment_link_uses_pkey PRIMARY KEY
    CONSTRAINT payment_link_uses_payment_fkey REFERENCES payments (id),
  payment_link_id uuid NOT NULL CONSTRAINT payment_link_uses_link_fkey REFERENCES payment_links (id),
  state           payment_link_use_state NOT NULL,
  updated_at      timestamptz NOT NULL
);
CREATE INDEX payment_link_uses_link_idx ON payment_link_uses (payment_link_id);

ALTER TABLE payments ADD CONSTRAINT payments_link_fkey FOREIGN KEY (payment_link_id) REFERENCES payment_links (id);
CREATE INDEX payments_link_idx ON payments (payment_link_id, created_at DESC, id DESC) WHERE payment_link_id IS NOT NULL;

-- What new links get that say nothing of it.
CREATE TABLE payment_link_defaults (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  redirect_url    text,
  updated_at      timestamptz NOT NULL,
  CONSTRAINT payment_link_defaults_pkey PRIMARY KEY (organization_id, mode)
);
