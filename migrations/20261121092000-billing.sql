-- Whom an organisation sells to. Customers and products belong to no mode; what is sold to them does.
CREATE TABLE customers (
  id              uuid NOT NULL CONSTRAINT customers_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  name            text NOT NULL,
  -- Lower case by constraint, so that a plain unique index compares without regard to case.
  email           text NOT NULL CONSTRAINT customers_email_lower_case CHECK (email = lower(email)),
  phone           text CONSTRAINT customers_phone_e164 CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
  address         jsonb,
  tax_id          text,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  -- A trigram index over this answers the search of the customer list.
  search_text     text GENERATED ALWAYS AS (lower(name || ' ' || email || ' ' || coalesce(phone, ''))) STORED,
  CONSTRAINT customers_email_key UNIQUE (organization_id, email)
);
CREATE INDEX customers_list_idx ON customers (organization_id, created_at DESC, id DESC);
CREATE INDEX customers_search_idx ON customers USING gin (search_text gin_trgm_ops);

CREATE TABLE products (
  id              uuid NOT NULL CONSTRAINT products_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  name            text NOT NULL,
  description     text,
  price           numeric(19, 4) NOT NULL CONSTRAINT products_price_not_negative CHECK (price >= 0),
  currency        currency NOT NULL,
  vat_rate        numeric(5, 2) NOT NULL CONSTRAINT products_vat_rate CHECK (vat_rate BETWEEN 0 AND 100),
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL
);
CREATE INDEX products_list_idx ON products (organization_id, created_at DESC, id DESC);

CREATE TYPE order_status AS ENUM ('pending', 'paid', 'shipped', 'cancelled');

CREATE TABLE orders (
  id              uuid NOT NULL CONSTRAINT orders_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  customer_id     uuid NOT NULL CONSTRAINT orders_customer_fkey REFERENCES customers (id),
  status          order_status NOT NULL,
  amount          numeric(19, 4) NOT NULL CONSTRAINT orders_amount_positive CHECK (amount > 0),
  currency        currency NOT NULL,
  -- What was ordered, at the prices of then: never read but with its order, and never changed.
  items           jsonb NOT NULL,
  description     text,
  metadata        jsonb NOT NULL,
  -- The payment that paid it.
  payment_id      uuid CONSTRAINT orders_payment_fkey REFERENCES payments (id),
  paid_at         timestamptz,
  shipped_at      timestamptz,
  cancelled_at    timestamptz,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  CONSTRAINT orders_paid_by_a_payment CHECK ((payment_id IS NULL) = (paid_at IS NULL)),
  CONSTRAINT orders_dated CHECK (CASE status
    WHEN 'pending' THEN paid_at IS NULL AND cancelled_at IS NULL
    WHEN 'paid' THEN paid_at IS NOT NULL AND shipped_at IS NULL AND cancelled_at IS NULL
    WHEN 'shipped' THEN paid_at IS NOT NULL AND shipped_at IS NOT NULL AND cancelled_at IS NULL
    ELSE cancelled_at IS NOT NULL AND shipped_at IS NULL END)
);
CREATE INDEX orders_list_idx ON orders (organization_id, mode, created_at DESC, id DESC);
CREATE INDEX orders_status_idx ON orders (organization_id, mode, status, created_at DESC, id DESC);
CREATE INDEX orders_customer_idx ON orders (customer_id, mode, created_at DESC, id DESC);

ALTER TABLE payments
  ADD CONSTRAINT payments_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id),
  ADD CONSTRAINT payments_order_fkey FOREIGN KEY (order_id) REFERENCES orders (id);
CREATE INDEX payments_order_idx ON payments (order_id, created_at DESC, id DESC) WHERE order_id IS NOT NULL;

CREATE TYPE invoice_status AS ENUM ('draft', 'sent', 'paid', 'overdue');

-- What figures of customers and products are made of; how an invoice comes to be is told by later migrations.
CREATE TABLE invoices (
  id              uuid NOT NULL CONSTRAINT invoices_pkey PRIMARY KEY,
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  customer_id     uuid NOT NULL CONSTRAINT invoices_customer_fkey REFERENCES customers (id),
  number          text NOT NULL,
  status          invoice_status NOT NULL,
  amount          numeric(19, 4) NOT NULL,
  credited_amount numeric(19, 4) NOT NULL,
  amount_paid     numeric(19, 4) NOT NULL,
  balance_due     numeric(19, 4) GENERATED ALWAYS AS (amount - credited_amount - amount_paid) STORED,
  currency        currency NOT NULL,
  issued_on       date NOT NULL,
  due_at          timestamptz NOT NULL,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  CONSTRAINT invoices_number_key UNIQUE (organization_id, mode, number)
);
CREATE INDEX invoices_customer_idx ON invoices (customer_id, mode, created_at DESC, id DESC);

CREATE TABLE invoice_lines (
  invoice_id uuid NOT NULL CONSTRAINT invoice_lines_invoice_fkey REFERENCES invoices (id),
  position   smallint NOT NULL,
  product_id uuid CONSTRAINT invoice_lines_product_fkey REFERENCES products (id),
  CONSTRAINT invoice_lines_pkey PRIMARY KEY (invoice_id, position)
);
CREATE INDEX invoice_lines_product_idx ON invoice_lines (product_id, invoice_id) WHERE product_id IS NOT NULL;
