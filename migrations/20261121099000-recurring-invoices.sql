CREATE TYPE invoice_frequency AS ENUM ('weekly', 'monthly', 'quarterly', 'yearly');

-- Schedules of invoices.
CREATE TABLE recurring_invoices (
  id              uuid NOT NULL CONSTRAINT recurring_invoices_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  customer_id     uuid NOT NULL CONSTRAINT recurring_invoices_customer_fkey REFERENCES customers (id),
  frequency       invoice_frequency NOT NULL,
  -- Days of Douala, both included. No end date: without end.
  start_date      date NOT NULL,
  end_date        date CONSTRAINT recurring_invoices_ends_after_it_starts CHECK (end_date >= start_date),
  -- What each invoice asks for: never read but with its schedule, and never changed.
  items           jsonb NOT NULL,
  memo            text,
  payment_term    text NOT NULL,
  discount        jsonb,
  vat_display     text NOT NULL CONSTRAINT recurring_invoices_vat_display CHECK (vat_display IN ('including', 'excluding')),
  currency        currency NOT NULL,
  amount          numeric(19, 4) NOT NULL CONSTRAINT recurring_invoices_amount_positive CHECK (amount > 0),
  invoices_issued integer NOT NULL CONSTRAINT recurring_invoices_issued CHECK (invoices_issued >= 0),
  last_run_date   date,
  -- The due day that comes next; null when none does.
  next_run_date   date,
  -- When the invoice of that day is made: later when making it has failed.
  run_after       timestamptz,
  cancelled_at    timestamptz,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  CONSTRAINT recurring_invoices_run_after CHECK ((next_run_date IS NULL) = (run_after IS NULL)),
  CONSTRAINT recurring_invoices_cancelled_runs_no_more CHECK (cancelled_at IS NULL OR next_run_date IS NULL)
);
CREATE INDEX recurring_invoices_list_idx ON recurring_invoices (organization_id, mode, created_at DESC, id DESC);
CREATE INDEX recurring_invoices_due_idx ON recurring_invoices (run_after) WHERE run_after IS NOT NULL;

-- The due day of the schedule that an invoice is for. The key is what makes a second one impossible, whoever tries.
ALTER TABLE invoices
  ADD COLUMN recurring_due_date date,
  ADD CONSTRAINT invoices_schedule_fkey FOREIGN KEY (recurring_invoice_id) REFERENCES recurring_invoices (id),
  ADD CONSTRAINT invoices_schedule_day CHECK ((recurring_invoice_id IS NULL) = (recurring_due_date IS NULL)),
  ADD CONSTRAINT invoices_schedule_day_key UNIQUE (recurring_invoice_id, recurring_due_date);
