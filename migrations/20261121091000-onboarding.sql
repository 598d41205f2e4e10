-- Stored files that no record names: those being taken in, and those that were let go. Each is removed once it is due.
CREATE TABLE loose_objects (
  key       text NOT NULL CONSTRAINT loose_objects_pkey PRIMARY KEY,
  remove_at timestamptz NOT NULL,
  -- Being removed: no record may name it any more.
  condemned boolean NOT NULL DEFAULT false
);
CREATE INDEX loose_objects_remove_at_idx ON loose_objects (remove_at);

ALTER TABLE users
  ADD COLUMN email_notifications boolean NOT NULL DEFAULT true,
  ADD COLUMN push_notifications  boolean NOT NULL DEFAULT true,
  ADD COLUMN marketing_emails    boolean NOT NULL DEFAULT false;

CREATE TYPE legal_form AS ENUM ('sole_proprietorship', 'sarl', 'sa', 'snc', 'association', 'other');

ALTER TABLE organizations
  ADD COLUMN legal_form          legal_form,
  ADD COLUMN registration_number text,
  ADD COLUMN vat_number          text,
  ADD COLUMN address             text,
  ADD COLUMN city                text,
  ADD COLUMN region              text;

CREATE TYPE onboarding_status AS ENUM ('not_submitted', 'under_review', 'approved', 'rejected');

-- How far an organisation is on its way to live mode. No row: nothing was submitted yet.
CREATE TABLE onboardings (
  organization_id  uuid NOT NULL CONSTRAINT onboardings_pkey PRIMARY KEY
                   CONSTRAINT onboardings_organization_fkey REFERENCES organizations,
  status           onboarding_status NOT NULL,
  -- Counts what was submitted, so that nobody decides on what he has not seen.
  revision         integer NOT NULL,
  stakeholder_at   timestamptz,
  business_at      timestamptz,
  payment_at       timestamptz,
  document_at      timestamptz,
  submitted_at     timestamptz,
  decided_at       timestamptz,
  -- Null with a decision: by an operations command.
  decided_by       uuid,
  rejection_reason text,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  CONSTRAINT onboardings_decided CHECK ((status IN ('approved', 'rejected')) = (decided_at IS NOT NULL)),
  CONSTRAINT onboardings_reason CHECK ((status = 'rejected') = (rejection_reason IS NOT NULL)),
  CONSTRAINT onboardings_reviewed_whole CHECK (status NOT IN ('under_review', 'rejected')
    OR num_nulls(stakeholder_at, business_at, payment_at, document_at, submitted_at) = 0)
);
CREATE INDEX onboardings_review_idx ON onboardings (status, submitted_at, organization_id) WHERE submitted_at IS NOT NULL;

-- Who is live already was approved before anybody could apply.
INSERT INTO onboardings (organization_id, status, revision, decided_at, created_at, updated_at)
  SELECT id, 'approved', 0, live_at, live_at, live_at FROM organizations WHERE live_at IS NOT NULL;

CREATE TABLE onboarding_stakeholders (
  organization_id uuid NOT NULL CONSTRAINT onboarding_stakeholders_pkey PRIMARY KEY
                  CONSTRAINT onboarding_stakeholders_onboarding_fkey REFERENCES onboardings,
  first_name      text NOT NULL,
  last_name       text NOT NULL,
  email           text NOT NULL,
  phone           text NOT NULL CONSTRAINT onboarding_stakeholders_phone_e164 CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
  date_of_birth   date NOT NULL,
  nationality     char(2) NOT NULL,
  address         text NOT NULL,
  city            text NOT NULL,
  region          text,
  country         char(2) NOT NULL
);

CREATE TABLE onboarding_businesses (
  organization_id     uuid NOT NULL CONSTRAINT onboarding_businesses_pkey PRIMARY KEY
                      CONSTRAINT onboarding_businesses_onboarding_fkey REFERENCES onboardings,
  name                text NOT NULL,
  legal_form          legal_form NOT NULL,
  industry            text NOT NULL,
  registration_number text NOT NULL,
  vat_number          text,
  website             text,
  description         text NOT NULL
);
-- Not unique: a number that another organisation has is a question for staff, and no answer for whoever typed it.
CREATE INDEX onboarding_businesses_registration_idx ON onboarding_businesses (registration_number);

CREATE TYPE identity_document_type AS ENUM ('passport', 'national_id', 'driving_licence');

-- The identity document that a review looks at; a later upload takes its place. The files lie encrypted in the storage.
CREATE TABLE identity_documents (
  organization_id uuid NOT NULL CONSTRAINT identity_documents_pkey PRIMARY KEY
                  CONSTRAINT identity_documents_onboarding_fkey REFERENCES onboardings,
  id              uuid NOT NULL CONSTRAINT identity_documents_id_key UNIQUE,
  type            identity_document_type NOT NULL,
  -- side, name, content type and size of each file
  files           jsonb NOT NULL CONSTRAINT identity_documents_files CHECK (jsonb_array_length(files) BETWEEN 1 AND 2),
  uploaded_by     uuid NOT NULL,
  uploaded_at     timestamptz NOT NULL
);

CREATE TYPE bank_account_type AS ENUM ('checking', 'savings');
CREATE TYPE bank_account_status AS ENUM ('pending', 'verified', 'failed');

CREATE TABLE bank_accounts (
  id                    uuid NOT NULL CONSTRAINT bank_accounts_pkey PRIMARY KEY,
  organization_id       uuid NOT NULL CONSTRAINT bank_accounts_organization_fkey REFERENCES organizations,
  mode                  mode NOT NULL,
  holder_name           text NOT NULL,
  bank_name             text NOT NULL,
  type                  bank_account_type NOT NULL,
  country               char(2) NOT NULL,
  currency              currency NOT NULL,
  -- Account and routing number, encrypted at rest.
  sealed_account_number bytea NOT NULL,
  sealed_routing_number bytea NOT NULL,
  last_four             text NOT NULL,
  status                bank_account_status NOT NULL,
  -- Payouts on their way to it, which keep it from being removed. Moved by the transactions of the payouts.
  open_payouts          integer NOT NULL DEFAULT 0 CONSTRAINT bank_accounts_open_payouts CHECK (open_payouts >= 0),
  -- When the sandbox verifies it by itself; null where staff do.
  verify_at             timestamptz,
  decided_at            timestamptz,
  deleted_at            timestamptz,
  created_at            timestamptz NOT NULL,
  updated_at            timestamptz NOT NULL,
  CONSTRAINT bank_accounts_decided CHECK ((status = 'pending') = (decided_at IS NULL)),
  CONSTRAINT bank_accounts_deleted_unused CHECK (deleted_at IS NULL OR open_payouts = 0)
);
CREATE INDEX bank_accounts_list_idx ON bank_accounts (organization_id, mode, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX bank_accounts_default_idx ON bank_accounts (organization_id, mode, currency, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX bank_accounts_verify_at_idx ON bank_accounts (verify_at) WHERE verify_at IS NOT NULL;
-- What waits for staff.
CREATE INDEX bank_accounts_pending_idx ON bank_accounts (created_at, id) WHERE status = 'pending' AND mode = 'live' AND deleted_at IS NULL;

-- Payouts that a bank has to carry out, found by staff.
CREATE INDEX payouts_at_bank_idx ON payouts (hand_over_at, id) WHERE status = 'processing' AND provider IS NULL;
