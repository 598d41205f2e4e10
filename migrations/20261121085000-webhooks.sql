CREATE TYPE webhook_endpoint_status AS ENUM ('active', 'inactive');
CREATE TYPE webhook_disabled_reason AS ENUM ('gone', 'failing', 'manual');
CREATE TYPE webhook_delivery_status AS ENUM ('pending', 'delivered', 'dead', 'dropped');

-- Addresses that events are sent to. They belong to no mode: a receiver gets the events of both.
CREATE TABLE webhook_endpoints (
  id                     uuid NOT NULL CONSTRAINT webhook_endpoints_pkey PRIMARY KEY,
  organization_id        uuid NOT NULL,
  -- The door whose words and signatures the receiver understands.
  dialect                text NOT NULL,
  url                    text NOT NULL,
  -- As they were asked for, other names of an event included.
  patterns               text[] NOT NULL CONSTRAINT webhook_endpoints_wants_something CHECK (cardinality(patterns) > 0),
  status                 webhook_endpoint_status NOT NULL,
  disabled_reason        webhook_disabled_reason,
  -- Encrypted at rest.
  sealed_key             bytea NOT NULL,
  -- The key before the last rotation still signs until then.
  sealed_previous_key    bytea,
  previous_key_until     timestamptz,
  -- First failure after the last success.
  failing_since          timestamptz,
  last_delivery_at       timestamptz,
  last_success_at        timestamptz,
  created_at             timestamptz NOT NULL,
  updated_at             timestamptz NOT NULL,
  deleted_at             timestamptz,
  CONSTRAINT webhook_endpoints_reason CHECK ((status = 'inactive') = (disabled_reason IS NOT NULL)),
  CONSTRAINT webhook_endpoints_previous_key CHECK ((sealed_previous_key IS NULL) = (previous_key_until IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX webhook_endpoints_list_idx ON webhook_endpoints (organization_id, dialect, created_at DESC, id DESC)
  WHERE deleted_at IS NULL;

-- Events in the words of a door. Written once, however many receivers an event has and however often they are tried.
CREATE TABLE webhook_payloads (
  event_id    uuid NOT NULL,
  dialect     text NOT NULL,
  occurred_at timestamptz NOT NULL,
  -- JSON as it is sent and signed. Text, because jsonb would not give back the same bytes.
  data        text NOT NULL,
  CONSTRAINT webhook_payloads_pkey PRIMARY KEY (event_id, dialect)
);

-- One event on its way to one receiver. No index has a column that changes when a delivery succeeds, so that the row is
-- changed in place (a heap-only update).
CREATE TABLE webhook_deliveries (
  id               uuid NOT NULL CONSTRAINT webhook_deliveries_pkey PRIMARY KEY,
  -- What receivers recognise a repeat by: the same at every attempt and in a replay.
  message_id       text NOT NULL,
  endpoint_id      uuid NOT NULL CONSTRAINT webhook_deliveries_endpoint_fkey REFERENCES webhook_endpoints,
  organization_id  uuid NOT NULL,
  dialect          text NOT NULL,
  event_id         uuid NOT NULL,
  event            text NOT NULL,
  status           webhook_delivery_status NOT NULL,
  attempts         smallint NOT NULL,
  replay_of        uuid CONSTRAINT webhook_deliveries_replay_of_fkey REFERENCES webhook_deliveries ON DELETE SET NULL,
  created_at       timestamptz NOT NULL,
  completed_at     timestamptz,
  dead_lettered_at timestamptz,
  CONSTRAINT webhook_deliveries_payload_fkey FOREIGN KEY (event_id, dialect) REFERENCES webhook_payloads,
  CONSTRAINT webhook_deliveries_completed CHECK ((status = 'pending') = (completed_at IS NULL)),
  CONSTRAINT webhook_deliveries_dead CHECK ((status = 'dead') = (dead_lettered_at IS NOT NULL))
) WITH (fillfactor = 60);
-- An event goes to an endpoint once, and each delivery is replayed once.
CREATE UNIQUE INDEX webhook_deliveries_event_key ON webhook_deliveries (event_id, endpoint_id, coalesce(replay_of, event_id));
CREATE INDEX webhook_deliveries_replay_of_idx ON webhook_deliveries (replay_of) WHERE replay_of IS NOT NULL;
CREATE INDEX webhook_deliveries_list_idx ON webhook_deliveries (organization_id, dialect, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_endpoint_idx ON webhook_deliveries (endpoint_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_dead_idx ON webhook_deliveries (organization_id, dialect, created_at DESC, id DESC)
  WHERE dead_lettered_at IS NOT NULL;
CREATE INDEX webhook_deliveries_created_idx ON webhook_deliveries USING brin (created_at);

-- What is still to be sent: a row for each pending delivery. This, and no job queue, is the record of it. Small and busy.
CREATE TABLE webhook_waiting (
  delivery_id     uuid NOT NULL CONSTRAINT webhook_waiting_pkey PRIMARY KEY
                  CONSTRAINT webhook_waiting_delivery_fkey REFERENCES webhook_deliveries ON DELETE CASCADE,
  endpoint_id     uuid NOT NULL,
  next_attempt_at timestamptz NOT NULL,
  -- A worker is sending it until then; whoever finds this moment past may take it over.
  claimed_until   timestamptz
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX webhook_waiting_due_idx ON webhook_waiting (endpoint_id, next_attempt_at);

CREATE TABLE webhook_attempts (
  id               uuid NOT NULL,
  delivery_id      uuid NOT NULL CONSTRAINT webhook_attempts_delivery_fkey REFERENCES webhook_deliveries ON DELETE CASCADE,
  number           smallint NOT NULL,
  attempted_at     timestamptz NOT NULL,
  duration_ms      integer NOT NULL,
  -- Null when no answer came.
  http_status      smallint,
  error            text,
  response_excerpt text,
  CONSTRAINT webhook_attempts_pkey PRIMARY KEY (delivery_id, id)
);
