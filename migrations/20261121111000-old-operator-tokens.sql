-- What is old enough to be forgotten is looked for once an hour.
CREATE INDEX operator_tokens_created_idx ON operator_tokens (created_at);
