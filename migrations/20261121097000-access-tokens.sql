ALTER TABLE applications
  DROP CONSTRAINT applications_organization_key,
  ADD COLUMN description  text,
  ADD COLUMN redirect_uri text,
  -- Came with the account. There is always one, and it stays.
  ADD COLUMN is_default   boolean NOT NULL DEFAULT true,
  ADD COLUMN updated_at   timestamptz,
  ADD COLUMN deleted_at   timestamptz,
  ADD CONSTRAINT applications_default_stays CHECK (NOT is_default OR deleted_at IS NULL);
UPDATE applications SET updated_at = created_at;
ALTER TABLE applications ALTER COLUMN is_default DROP DEFAULT, ALTER COLUMN updated_at SET NOT NULL;
CREATE UNIQUE INDEX applications_default_key ON applications (organization_id) WHERE is_default;
CREATE INDEX applications_list_idx ON applications (organization_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;

-- What a program signs in with, for the account that made it and within its scopes.
CREATE TABLE personal_access_tokens (
  id              uuid NOT NULL CONSTRAINT personal_access_tokens_pkey PRIMARY KEY,
  user_id         uuid NOT NULL CONSTRAINT personal_access_tokens_user_fkey REFERENCES users,
  organization_id uuid NOT NULL CONSTRAINT personal_access_tokens_organization_fkey REFERENCES organizations,
  name            text NOT NULL,
  scopes          text[] NOT NULL CONSTRAINT personal_access_tokens_scopes CHECK (cardinality(scopes) > 0),
  token_hash      bytea NOT NULL CONSTRAINT personal_access_tokens_token_hash_key UNIQUE,
  last_four       char(4) NOT NULL,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  last_used_at    timestamptz,
  revoked_at      timestamptz
);
CREATE INDEX personal_access_tokens_list_idx ON personal_access_tokens (user_id, created_at DESC, id DESC) WHERE revoked_at IS NULL;
CREATE INDEX personal_access_tokens_expires_at_idx ON personal_access_tokens (expires_at);

ALTER TABLE api_calls
  ALTER COLUMN api_key_id DROP NOT NULL,
  ADD COLUMN access_token_id uuid,
  ADD CONSTRAINT api_calls_one_credential CHECK (num_nonnulls(api_key_id, access_token_id) = 1);
