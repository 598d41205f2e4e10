-- How an invoice comes to be, and what becomes of it.
ALTER TABLE invoices
  ADD COLUMN type                 text NOT NULL CONSTRAINT invoices_type CHECK (type IN ('one-off', 'recurring')),
  ADD COLUMN profile_id           text NOT NULL,
  ADD COLUMN payment_term         text NOT NULL,
  -- As it was asked for: a percentage, or an amount.
  ADD COLUMN discount             jsonb,
  ADD COLUMN vat_display          text NOT NULL CONSTRAINT invoices_vat_display CHECK (vat_display IN ('including', 'excluding')),
  -- Base and VAT of each rate: never read but with its invoice, and never changed.
  ADD COLUMN vat_breakdown        jsonb NOT NULL,
  -- All credit notes. Those of an invoice that was paid already take nothing off what is due: credited_amount is the rest.
  ADD COLUMN credit_notes_amount  numeric(19, 4) NOT NULL,
  ADD COLUMN payment_link_id      uuid CONSTRAINT invoices_payment_link_fkey REFERENCES payment_links (id),
  -- The payment that paid it; null when credit notes did.
  ADD COLUMN payment_id           uuid CONSTRAINT invoices_payment_fkey REFERENCES payments (id),
  ADD COLUMN recurring_invoice_id uuid,
  ADD COLUMN sent_at              timestamptz,
  -- What it says of its seller, kept when it is sent: null for a draft, which says what is so now.
  ADD COLUMN letterhead           jsonb,
  ADD COLUMN paid_at              timestamptz,
  ALTER COLUMN subtotal SET NOT NULL,
  ALTER COLUMN discount_amount SET NOT NULL,
  ALTER COLUMN vat_amount SET NOT NULL,
  -- As they were when it was made: an invoice is found by the name that it was made out to.
  ADD COLUMN customer_name        text NOT NULL,
  ADD COLUMN customer_email       text NOT NULL,
  -- A trigram index over this answers the search of the list.
  ADD COLUMN search_text          text GENERATED ALWAYS AS (
    lower(number || E'\n' || customer_name || E'\n' || customer_email || E'\n' || coalesce(memo, ''))
  ) STORED,
  ADD CONSTRAINT invoices_amounts CHECK (amount > 0 AND amount_paid >= 0 AND credited_amount BETWEEN 0 AND credit_notes_amount),
  ADD CONSTRAINT invoices_nothing_overpaid CHECK (credited_amount + amount_paid <= amount),
  ADD CONSTRAINT invoices_credit_notes_within CHECK (credit_notes_amount <= amount),
  ADD CONSTRAINT invoices_dated CHECK (
    (status = 'draft') = (sent_at IS NULL) AND (status = 'draft') = (payment_link_id IS NULL) AND (status = 'paid') = (paid_at IS NOT NULL)
  ),
  ADD CONSTRAINT invoices_paid_when_nothing_is_due CHECK ((status = 'paid') = (credited_amount + amount_paid = amount));
CREATE INDEX invoices_list_idx ON invoices (organization_id, mode, created_at DESC, id DESC);
CREATE INDEX invoices_status_idx ON invoices (organization_id, mode, status, created_at DESC, id DESC);
CREATE INDEX invoices_search_idx ON invoices USING gin (search_text gin_trgm_ops);
-- What is to become overdue next: of everybody, and of one merchant.
CREATE INDEX invoices_due_idx ON invoices (due_at) WHERE status = 'sent';
CREATE INDEX invoices_merchant_due_idx ON invoices (organization_id, mode, due_at) WHERE status = 'sent';

-- A customer may be named instead of identified.
CREATE INDEX customers_name_idx ON customers (organization_id, lower(name));

ALTER TABLE invoice_lines
  ADD COLUMN name        text NOT NULL,
  ADD COLUMN quantity    numeric(10, 3) NOT NULL CONSTRAINT invoice_lines_quantity_positive CHECK (quantity > 0),
  -- Of one, with VAT when the invoice shows it so.
  ADD COLUMN price       numeric(19, 4) NOT NULL,
  ADD COLUMN vat_rate    numeric(5, 2) NOT NULL CONSTRAINT invoice_lines_vat_rate CHECK (vat_rate BETWEEN 0 AND 100),
  ADD COLUMN line_amount numeric(19, 4) NOT NULL;

-- How many invoices of a mode have a line of a product, which a best-seller is in by the ten thousand. Lines are only ever
-- added, in the order of their positions; the invoices of a mode take turns for their numbers, and so for these rows.
CREATE TABLE product_uses (
  product_id uuid NOT NULL CONSTRAINT product_uses_product_fkey REFERENCES products (id),
  mode       mode NOT NULL,
  invoices   integer NOT NULL,
  CONSTRAINT product_uses_pkey PRIMARY KEY (product_id, mode)
) WITH (fillfactor = 70);
CREATE FUNCTION count_product_use() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT FROM invoice_lines WHERE invoice_id = NEW.invoice_id AND product_id = NEW.product_id AND position < NEW.position) THEN
    INSERT INTO product_uses AS uses (product_id, mode, invoices)
      SELECT NEW.product_id, mode, 1 FROM invoices WHERE id = NEW.invoice_id
      ON CONFLICT (product_id, mode) DO UPDATE SET invoices = uses.invoices + 1;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER invoice_lines_use_product AFTER INSERT ON invoice_lines
  FOR EACH ROW WHEN (NEW.product_id IS NOT NULL) EXECUTE FUNCTION count_product_use();

-- The last number given in each series. The row is locked until the transaction that takes the next one ends, so that
-- numbers are neither skipped nor given twice.
CREATE TABLE invoice_counters (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  series          text NOT NULL CONSTRAINT invoice_counters_series CHECK (series IN ('INV', 'CN')),
  year            smallint NOT NULL,
  last_number     integer NOT NULL,
  CONSTRAINT invoice_counters_pkey PRIMARY KEY (organization_id, mode, series, year)
) WITH (fillfactor = 70);

CREATE TABLE credit_notes (
  id              uuid NOT NULL CONSTRAINT credit_notes_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  invoice_id      uuid NOT NULL CONSTRAINT credit_notes_invoice_fkey REFERENCES invoices (id),
  number          text NOT NULL,
  amount          numeric(19, 4) NOT NULL CONSTRAINT credit_notes_amount_positive CHECK (amount > 0),
  currency        currency NOT NULL,
  reason          text NOT NULL,
  -- What is credited, as it was reckoned: never read but with its note.
  items           jsonb NOT NULL,
  created_at      timestamptz NOT NULL,
  CONSTRAINT credit_notes_number_key UNIQUE (organization_id, mode, number)
);
CREATE INDEX credit_notes_list_idx ON credit_notes (organization_id, mode, created_at DESC, id DESC);
CREATE INDEX credit_notes_invoice_idx ON credit_notes (invoice_id, created_at, id);
CREATE TRIGGER credit_notes_append_only BEFORE UPDATE OR DELETE ON credit_notes
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The invoice that a link asks to pay.
ALTER TABLE payment_links ADD COLUMN invoice_id uuid CONSTRAINT payment_links_invoice_fkey REFERENCES invoices (id);
ALTER TABLE payments ADD CONSTRAINT payments_invoice_fkey FOREIGN KEY (invoice_id) REFERENCES invoices (id);

-- Invoices that are to be mailed, until a mail server has taken the mail. It is drawn up when its turn comes.
CREATE TABLE owed_invoice_mails (
  id            uuid NOT NULL CONSTRAINT owed_invoice_mails_pkey PRIMARY KEY,
  invoice_id    uuid NOT NULL CONSTRAINT owed_invoice_mails_invoice_fkey REFERENCES invoices (id),
  recipient     text NOT NULL,
  is_reminder   boolean NOT NULL,
  owed_at       timestamptz NOT NULL,
  -- When it is tried next; whoever takes it puts that off.
  due_at        timestamptz NOT NULL,
  -- Since when the mail server puts it off.
  postponed_since timestamptz
);
CREATE INDEX owed_invoice_mails_due_at_idx ON owed_invoice_mails (due_at);
