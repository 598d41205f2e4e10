-- What settlement days were made of, so that a report retraces the net without reading every payment.
ALTER TABLE settlements ADD COLUMN gross_amount numeric(38, 4), ADD COLUMN fees numeric(38, 4);
UPDATE settlements s SET gross_amount = p.gross_amount, fees = p.fees
  FROM (SELECT settlement_id, sum(amount) AS gross_amount, sum(fee) AS fees FROM payments GROUP BY settlement_id) p
  WHERE p.settlement_id = s.id;
ALTER TABLE settlements ALTER COLUMN gross_amount SET NOT NULL, ALTER COLUMN fees SET NOT NULL;
CREATE INDEX settlements_day_idx ON settlements (organization_id, mode, settled_on) INCLUDE (currency, gross_amount, fees, amount, payment_count);
-- Paid and not released yet, of one merchant: what its next settlements will be made of.
CREATE INDEX payments_unreleased_idx ON payments (organization_id, mode, currency, available_at) INCLUDE (amount, fee, pending_net)
  WHERE released_at IS NULL AND available_at IS NOT NULL;

-- Figures of merchants by day and by hour of Douala, kept by a subscriber of the outbox. Never decide from them.
CREATE TABLE daily_statistics (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  currency        currency NOT NULL,
  day             date NOT NULL,
  revenue         numeric(38, 4) NOT NULL,
  transactions    integer NOT NULL,
  refunds         numeric(38, 4) NOT NULL,
  chargebacks     numeric(38, 4) NOT NULL,
  CONSTRAINT daily_statistics_pkey PRIMARY KEY (organization_id, mode, currency, day)
) WITH (fillfactor = 70);

CREATE TABLE hourly_statistics (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  currency        currency NOT NULL,
  -- First instant of the hour.
  hour            timestamptz NOT NULL,
  revenue         numeric(38, 4) NOT NULL,
  transactions    integer NOT NULL,
  refunds         numeric(38, 4) NOT NULL,
  chargebacks     numeric(38, 4) NOT NULL,
  CONSTRAINT hourly_statistics_pkey PRIMARY KEY (organization_id, mode, currency, hour)
) WITH (fillfactor = 70);

-- Payments, refunds and disputes that the figures have in them: an event that comes again finds its subject here.
CREATE TABLE statistics_counted (
  subject_id uuid NOT NULL CONSTRAINT statistics_counted_pkey PRIMARY KEY
);

-- Events are forgotten after a week: what happened before this migration is counted here and nowhere else.
CREATE TEMPORARY TABLE figures_before ON COMMIT DROP AS
  SELECT id, organization_id, mode, currency, settled_at AS at, amount AS revenue, 1 AS transactions, 0.0 AS refunds, 0.0 AS chargebacks
    FROM payments WHERE settled_at IS NOT NULL
  UNION ALL
  SELECT id, organization_id, mode, currency, completed_at, 0, 0, amount, 0 FROM refunds WHERE status = 'completed'
  UNION ALL
  SELECT id, organization_id, mode, currency, created_at, 0, 0, 0, amount FROM disputes;
INSERT INTO statistics_counted SELECT id FROM figures_before;
INSERT INTO daily_statistics
  SELECT organization_id, mode, currency, (at AT TIME ZONE interval '1 hour')::date,
    sum(revenue), sum(transactions), sum(refunds), sum(chargebacks)
  FROM figures_before GROUP BY 1, 2, 3, 4;
INSERT INTO hourly_statistics
  SELECT organization_id, mode, currency, date_trunc('hour', at, 'UTC'), sum(revenue), sum(transactions), sum(refunds), sum(chargebacks)
  FROM figures_before GROUP BY 1, 2, 3, 4;

-- Files that organisations asked for. The file itself is in the object storage.
CREATE TYPE report_format AS ENUM ('csv', 'xlsx', 'pdf');
CREATE TYPE report_export_status AS ENUM ('queued', 'processing', 'completed', 'failed', 'expired');
CREATE TYPE report_export_failure AS ENUM ('row_limit_exceeded', 'internal');

CREATE TABLE report_exports (
  id                uuid NOT NULL CONSTRAINT report_exports_pkey PRIMARY KEY,
  organization_id   uuid NOT NULL,
  mode              mode NOT NULL,
  -- The door whose words the file speaks, and one of its reports.
  dialect           text NOT NULL,
  report            text NOT NULL,
  format            report_format NOT NULL,
  first_day         date NOT NULL,
  last_day          date NOT NULL,
  filters           jsonb NOT NULL,
  -- As they were when it was asked for.
  language          text NOT NULL,
  organization_name text NOT NULL,
  requested_by      uuid NOT NULL,
  status            report_export_status NOT NULL,
  -- How often a worker has begun. The number is in the key of the file, so that two who produce it never meet.
  attempt           smallint NOT NULL,
  -- How many of these ended because their worker did: they are not held against the file.
  handed_over       smallint NOT NULL,
  leased_until      timestamptz,
  rows              integer,
  size_bytes        bigint,
  failure           report_export_failure,
  created_at        timestamptz NOT NULL,
  started_at        timestamptz,
  completed_at      timestamptz,
  expires_at        timestamptz,
  updated_at        timestamptz NOT NULL,
  CONSTRAINT report_exports_kept_for_a_while CHECK ((status IN ('completed', 'expired')) = (expires_at IS NOT NULL)),
  CONSTRAINT report_exports_failed_for_a_reason CHECK ((status = 'failed') = (failure IS NOT NULL))
);
CREATE INDEX report_exports_due_idx ON report_exports (created_at) WHERE status IN ('queued', 'processing');
CREATE INDEX report_exports_expiry_idx ON report_exports (expires_at) WHERE status = 'completed';
-- Organisations take turns: who was served last waits longest.
CREATE INDEX report_exports_turn_idx ON report_exports (organization_id, started_at);

-- What the file of invoices shows beside their amounts.
ALTER TABLE invoices
  ADD COLUMN IF NOT EXISTS subtotal numeric(19, 4),
  ADD COLUMN IF NOT EXISTS discount_amount numeric(19, 4),
  ADD COLUMN IF NOT EXISTS vat_amount numeric(19, 4),
  ADD COLUMN IF NOT EXISTS memo text;
CREATE INDEX invoices_date_idx ON invoices (organization_id, mode, issued_on);
