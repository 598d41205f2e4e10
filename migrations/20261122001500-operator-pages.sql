-- How the payer is asked: by a prompt on the telephone, or on a page of the operator's own.
CREATE TYPE payment_channel AS ENUM ('prompt', 'page');
ALTER TABLE payments ADD COLUMN channel payment_channel NOT NULL DEFAULT 'prompt';

-- Pages of operators on which payments are paid. A row is written before the page is asked for; one without a page is being
-- asked for, or its page was lost on the way, and then nobody can pay it.
CREATE TABLE operator_pages (
  -- Ours: provider_reference of a payment.
  reference     uuid NOT NULL CONSTRAINT operator_pages_pkey PRIMARY KEY,
  provider      text NOT NULL,
  -- What was asked for. The operator tells of a payment only to whoever names its amount.
  amount        numeric(19, 4) NOT NULL,
  currency      currency NOT NULL,
  asked_at      timestamptz NOT NULL,
  -- The operator's name of it, where the payer goes, and a digest of what its notices prove themselves with.
  pay_token     text,
  url           text,
  notice_digest bytea,
  CONSTRAINT operator_pages_whole CHECK (num_nulls(pay_token, url, notice_digest) IN (0, 3)),
  CONSTRAINT operator_pages_notice_key UNIQUE (provider, notice_digest)
);
-- What is old enough to be forgotten is looked for once an hour.
CREATE INDEX operator_pages_asked_idx ON operator_pages (asked_at);
