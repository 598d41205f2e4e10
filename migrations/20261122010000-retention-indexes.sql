-- For the jobs that forget. Written with each payment, so that a B-tree would cost more than it spares: what is old lies
-- together, for what is older is gone.
CREATE INDEX payment_intents_guarded_until_idx ON payment_intents USING brin (guarded_until);
CREATE INDEX security_notices_occurred_at_idx ON security_notices (occurred_at) WHERE due_at IS NULL;
CREATE INDEX second_factors_unconfirmed_idx ON second_factors (enrolled_at) WHERE confirmed_at IS NULL;
