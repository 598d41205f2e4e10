CREATE TYPE dispute_status AS ENUM ('open', 'under_review', 'won', 'lost');

-- Charges that a payer contests. The money is held until the end.
CREATE TABLE disputes (
  id                 uuid NOT NULL CONSTRAINT disputes_pkey PRIMARY KEY,
  organization_id    uuid NOT NULL,
  mode               mode NOT NULL,
  payment_id         uuid NOT NULL CONSTRAINT disputes_payment_fkey REFERENCES payments (id),
  status             dispute_status NOT NULL,
  amount             numeric(19, 4) NOT NULL CONSTRAINT disputes_amount_positive CHECK (amount > 0),
  currency           currency NOT NULL,
  reason             text NOT NULL,
  provider           text NOT NULL,
  provider_reference text,
  from_own_pending   numeric(19, 4) NOT NULL,
  from_available     numeric(19, 4) NOT NULL,
  evidence_due_by    timestamptz NOT NULL,
  resolved_at        timestamptz,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  -- One per payment: none is opened while one is open, and none after one was decided.
  CONSTRAINT disputes_payment_key UNIQUE (payment_id)
);
CREATE INDEX disputes_list_idx ON disputes (organization_id, mode, created_at DESC, id DESC);
CREATE INDEX disputes_due_idx ON disputes (evidence_due_by) WHERE status IN ('open', 'under_review');
