-- What an operator calls a request of ours, where it does not take our own reference: it is given out before the call that
-- moves money, and kept before that call is made, so that whatever happens the money can be asked for.
CREATE TABLE operator_tokens (
  -- Ours: provider_reference of a payment, an attempt of a refund, or a payout.
  reference  uuid NOT NULL CONSTRAINT operator_tokens_pkey PRIMARY KEY,
  provider   text NOT NULL,
  token      text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT operator_tokens_token_key UNIQUE (provider, token)
);
