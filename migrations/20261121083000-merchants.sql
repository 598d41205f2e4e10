-- What was agreed with an organisation where it differs from the platform's defaults. No row: the defaults hold.
CREATE TABLE merchant_terms (
  organization_id       uuid NOT NULL CONSTRAINT merchant_terms_pkey PRIMARY KEY,
  fee_percent           numeric(7, 4) CONSTRAINT merchant_terms_fee_percent CHECK (fee_percent BETWEEN 0 AND 100),
  settlement_delay_days smallint CONSTRAINT merchant_terms_delay CHECK (settlement_delay_days BETWEEN 0 AND 30),
  -- Null: has not chosen yet and may use every operator that the deployment has.
  payment_methods       text[],
  -- The stakeholder's wallet, where payouts go that name no bank account.
  payout_msisdn         text,
  created_at            timestamptz NOT NULL DEFAULT now(),
  updated_at            timestamptz NOT NULL DEFAULT now()
);
