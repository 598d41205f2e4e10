CREATE TYPE notification_type AS ENUM ('primary', 'notification');
CREATE TYPE notification_category AS ENUM ('success', 'info', 'warning', 'error');

-- What somebody is told in the dashboard, in the words of the time.
CREATE TABLE notifications (
  id              uuid NOT NULL CONSTRAINT notifications_pkey PRIMARY KEY,
  event_id        uuid NOT NULL,
  organization_id uuid NOT NULL CONSTRAINT notifications_organization_fkey REFERENCES organizations,
  user_id         uuid NOT NULL CONSTRAINT notifications_user_fkey REFERENCES users,
  type            notification_type NOT NULL,
  category        notification_category NOT NULL,
  title           text NOT NULL,
  message         text NOT NULL,
  action_url      text,
  read_at         timestamptz,
  created_at      timestamptz NOT NULL,
  search_text     text GENERATED ALWAYS AS (lower(title || E'\n' || message)) STORED,
  CONSTRAINT notifications_event_key UNIQUE (event_id, user_id)
);
CREATE INDEX notifications_list_idx ON notifications (organization_id, user_id, created_at DESC, id DESC);
CREATE INDEX notifications_type_idx ON notifications (organization_id, user_id, type, created_at DESC, id DESC);
CREATE INDEX notifications_unread_idx ON notifications (organization_id, user_id, type, created_at DESC, id DESC) WHERE read_at IS NULL;
CREATE INDEX notifications_search_idx ON notifications USING gin (user_id, search_text gin_trgm_ops);
-- Rows come in the order of their age, so that this costs next to nothing.
CREATE INDEX notifications_created_at_idx ON notifications USING brin (created_at);

-- How many notifications there are, kept beside them by the statements that make, read and remove them.
CREATE TABLE notification_counts (
  organization_id uuid NOT NULL,
  user_id         uuid NOT NULL CONSTRAINT notification_counts_user_fkey REFERENCES users,
  type            notification_type NOT NULL,
  total           integer NOT NULL CONSTRAINT notification_counts_total CHECK (total >= 0),
  unread          integer NOT NULL CONSTRAINT notification_counts_unread CHECK (unread BETWEEN 0 AND total),
  CONSTRAINT notification_counts_pkey PRIMARY KEY (organization_id, user_id, type)
) WITH (fillfactor = 70);

-- Mails that must not be lost, until a mail server has taken them.
CREATE TABLE owed_mails (
  id            uuid NOT NULL CONSTRAINT owed_mails_pkey PRIMARY KEY,
  message       jsonb NOT NULL,
  owed_at       timestamptz NOT NULL,
  -- When it is tried next; whoever takes it puts that off.
  due_at        timestamptz NOT NULL,
  -- Since when the mail server puts it off.
  postponed_since timestamptz
);
CREATE INDEX owed_mails_due_at_idx ON owed_mails (due_at);

CREATE TYPE ticket_priority AS ENUM ('low', 'medium', 'high');

CREATE TABLE support_tickets (
  id              uuid NOT NULL CONSTRAINT support_tickets_pkey PRIMARY KEY,
  -- What people quote: SUP-100001.
  number          bigint GENERATED ALWAYS AS IDENTITY (START WITH 100001) CONSTRAINT support_tickets_number_key UNIQUE,
  organization_id uuid NOT NULL CONSTRAINT support_tickets_organization_fkey REFERENCES organizations,
  user_id         uuid NOT NULL CONSTRAINT support_tickets_user_fkey REFERENCES users,
  subject         text NOT NULL,
  category        text NOT NULL,
  message         text NOT NULL,
  priority        ticket_priority NOT NULL,
  created_at      timestamptz NOT NULL
);

CREATE TYPE feedback_type AS ENUM ('feature', 'bug', 'improvement', 'other');

CREATE TABLE feedback (
  id              uuid NOT NULL CONSTRAINT feedback_pkey PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT feedback_organization_fkey REFERENCES organizations,
  user_id         uuid NOT NULL CONSTRAINT feedback_user_fkey REFERENCES users,
  type            feedback_type NOT NULL,
  rating          smallint NOT NULL CONSTRAINT feedback_rating CHECK (rating BETWEEN 1 AND 5),
  title           text NOT NULL,
  message         text NOT NULL,
  -- Null: no answer is wished for.
  contact_email   text,
  created_at      timestamptz NOT NULL
);
