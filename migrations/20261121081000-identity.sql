CREATE TYPE user_role AS ENUM ('customer', 'admin');
CREATE TYPE membership_role AS ENUM ('owner');
CREATE TYPE language AS ENUM ('en', 'fr', 'de', 'nl', 'es');

CREATE TABLE users (
  id                uuid NOT NULL CONSTRAINT users_pkey PRIMARY KEY,
  -- Lower case by constraint, so that a plain unique index compares without regard to case.
  email             text NOT NULL CONSTRAINT users_email_key UNIQUE CONSTRAINT users_email_lower_case CHECK (email = lower(email)),
  username          text NOT NULL,
  password_hash     text NOT NULL,
  first_name        text NOT NULL,
  last_name         text NOT NULL,
  phone             text CONSTRAINT users_phone_e164 CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
  language          language NOT NULL,
  role              user_role NOT NULL,
  email_verified_at timestamptz,
  suspended_at      timestamptz,
  last_sign_in_at   timestamptz,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_username_key ON users (lower(username));

CREATE TABLE organizations (
  id           uuid NOT NULL CONSTRAINT organizations_pkey PRIMARY KEY,
  name         text NOT NULL,
  country      char(2) NOT NULL CONSTRAINT organizations_country CHECK (country ~ '^[A-Z]{2}$'),
  test_mode    boolean NOT NULL,
  -- Null: may act in sandbox mode only.
  live_at      timestamptz,
  suspended_at timestamptz,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL
);

CREATE TABLE memberships (
  user_id         uuid NOT NULL CONSTRAINT memberships_user_fkey REFERENCES users,
  organization_id uuid NOT NULL CONSTRAINT memberships_organization_fkey REFERENCES organizations,
  role            membership_role NOT NULL,
  created_at      timestamptz NOT NULL,
  CONSTRAINT memberships_pkey PRIMARY KEY (user_id, organization_id)
);
CREATE INDEX memberships_organization_idx ON memberships (organization_id);

-- A row for each file: what was replaced stays while something that was given out shows it.
CREATE TABLE organization_logos (
  id              uuid NOT NULL CONSTRAINT organization_logos_pkey PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT organization_logos_organization_fkey REFERENCES organizations,
  content_type    text NOT NULL,
  is_shown        boolean NOT NULL,
  uploaded_by     uuid NOT NULL,
  uploaded_at     timestamptz NOT NULL,
  replaced_at     timestamptz,
  CONSTRAINT organization_logos_kept CHECK (replaced_at IS NULL OR is_shown)
);
CREATE UNIQUE INDEX organization_logos_one ON organization_logos (organization_id) WHERE replaced_at IS NULL;

CREATE TYPE session_end AS ENUM (
  'signed_out', 'password_changed', 'password_reset', 'second_factor_enabled', 'refresh_token_reused'
);

-- One sign-in and all the tokens that came of it.
CREATE TABLE sessions (
  id              uuid NOT NULL CONSTRAINT sessions_pkey PRIMARY KEY,
  user_id         uuid NOT NULL CONSTRAINT sessions_user_fkey REFERENCES users,
  organization_id uuid NOT NULL CONSTRAINT sessions_organization_fkey REFERENCES organizations,
  started_at      timestamptz NOT NULL,
  ends_at         timestamptz NOT NULL,
  revoked_at      timestamptz,
  revoked_because session_end,
  CONSTRAINT sessions_revocation CHECK ((revoked_at IS NULL) = (revoked_because IS NULL))
);
CREATE INDEX sessions_user_idx ON sessions (user_id) WHERE revoked_at IS NULL;
CREATE INDEX sessions_ends_at_idx ON sessions (ends_at);

CREATE TABLE refresh_tokens (
  token_hash bytea NOT NULL CONSTRAINT refresh_tokens_pkey PRIMARY KEY,
  session_id uuid NOT NULL CONSTRAINT refresh_tokens_session_fkey REFERENCES sessions ON DELETE CASCADE,
  issued_at  timestamptz NOT NULL,
  -- Used tokens stay until their session ends: a second use gives a thief away.
  used_at    timestamptz
);
CREATE INDEX refresh_tokens_session_idx ON refresh_tokens (session_id);

CREATE TYPE one_time_code_purpose AS ENUM ('verify_email');

-- The newest code of each address. Addresses without account have one too, which nothing matches.
CREATE TABLE one_time_codes (
  id         uuid NOT NULL CONSTRAINT one_time_codes_pkey PRIMARY KEY,
  purpose    one_time_code_purpose NOT NULL,
  address    text NOT NULL,
  code_hash  bytea,
  attempts   smallint NOT NULL,
  issued_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT one_time_codes_address_key UNIQUE (address, purpose)
);
CREATE INDEX one_time_codes_expires_at_idx ON one_time_codes (expires_at);

-- The newest reset of each account; it takes the place of the one before.
CREATE TABLE password_resets (
  user_id      uuid NOT NULL CONSTRAINT password_resets_pkey PRIMARY KEY CONSTRAINT password_resets_user_fkey REFERENCES users,
  token_hash   bytea NOT NULL CONSTRAINT password_resets_token_key UNIQUE,
  requested_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX password_resets_expires_at_idx ON password_resets (expires_at);

-- Wrong guesses of passwords (by address, with or without account) and of second factors (by account).
CREATE TABLE guess_limits (
  subject      text NOT NULL CONSTRAINT guess_limits_pkey PRIMARY KEY,
  guessed_at   timestamptz[] NOT NULL,
  locked_until timestamptz,
  updated_at   timestamptz NOT NULL
);
CREATE INDEX guess_limits_updated_at_idx ON guess_limits (updated_at);

CREATE TABLE second_factors (
  user_id        uuid NOT NULL CONSTRAINT second_factors_pkey PRIMARY KEY CONSTRAINT second_factors_user_fkey REFERENCES users,
  -- Encrypted at rest.
  sealed_secret  bytea NOT NULL,
  enrolled_at    timestamptz NOT NULL,
  -- Null: enrolled and not yet confirmed, so not asked for.
  confirmed_at   timestamptz,
  -- Step of 30 seconds whose code was taken last; neither it nor an earlier one is taken again.
  last_used_step bigint
);

CREATE TABLE recovery_codes (
  user_id   uuid NOT NULL CONSTRAINT recovery_codes_second_factor_fkey REFERENCES second_factors ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  used_at   timestamptz,
  CONSTRAINT recovery_codes_pkey PRIMARY KEY (user_id, code_hash)
);

-- Sign-ins whose password was right and whose second factor is awaited.
CREATE TABLE sign_in_challenges (
  token_hash bytea NOT NULL CONSTRAINT sign_in_challenges_pkey PRIMARY KEY,
  user_id    uuid NOT NULL CONSTRAINT sign_in_challenges_user_fkey REFERENCES users,
  attempts   smallint NOT NULL,
  issued_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX sign_in_challenges_user_idx ON sign_in_challenges (user_id);
CREATE INDEX sign_in_challenges_expires_at_idx ON sign_in_challenges (expires_at);

-- Mails about the safety of an account that are owed to its holder, one per event, whose id they have.
CREATE TABLE security_notices (
  id              uuid NOT NULL CONSTRAINT security_notices_pkey PRIMARY KEY,
  user_id         uuid NOT NULL CONSTRAINT security_notices_user_fkey REFERENCES users,
  kind            text NOT NULL,
  -- What it is about, where the kind does not say it all.
  detail          text,
  occurred_at     timestamptz NOT NULL,
  -- When its mail is tried next. Null when it was paid: it is kept a while, so that an event told again owes no second.
  due_at          timestamptz,
  postponed_since timestamptz
);
CREATE INDEX security_notices_due_at_idx ON security_notices (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE applications (
  id              uuid NOT NULL CONSTRAINT applications_pkey PRIMARY KEY,
  -- One per organisation for now.
  organization_id uuid NOT NULL CONSTRAINT applications_organization_key UNIQUE
                  CONSTRAINT applications_organization_fkey REFERENCES organizations,
  name            text NOT NULL,
  disabled_at     timestamptz,
  created_at      timestamptz NOT NULL
);

CREATE TABLE api_keys (
  id              uuid NOT NULL CONSTRAINT api_keys_pkey PRIMARY KEY,
  application_id  uuid NOT NULL CONSTRAINT api_keys_application_fkey REFERENCES applications,
  organization_id uuid NOT NULL CONSTRAINT api_keys_organization_fkey REFERENCES organizations,
  mode            mode NOT NULL,
  key_hash        bytea NOT NULL CONSTRAINT api_keys_key_hash_key UNIQUE,
  last_four       char(4) NOT NULL,
  created_at      timestamptz NOT NULL,
  last_used_at    timestamptz,
  revoked_at      timestamptz
);
CREATE UNIQUE INDEX api_keys_one_per_mode ON api_keys (application_id, mode) WHERE revoked_at IS NULL;
CREATE INDEX api_keys_organization_idx ON api_keys (organization_id);

-- Calls made with keys, kept for 30 days. Without foreign keys: written in batches, beside the calls.
CREATE TABLE api_calls (
  id              uuid NOT NULL CONSTRAINT api_calls_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  api_key_id      uuid NOT NULL,
  mode            mode NOT NULL,
  created_at      timestamptz NOT NULL,
  method          text NOT NULL,
  endpoint        text NOT NULL,
  status          smallint NOT NULL,
  duration_ms     integer NOT NULL,
  request_id      text NOT NULL,
  ip_address      text NOT NULL,
  user_agent      text,
  error_message   text
);
CREATE INDEX api_calls_organization_idx ON api_calls (organization_id, created_at DESC, id DESC);
CREATE INDEX api_calls_created_at_idx ON api_calls (created_at);
