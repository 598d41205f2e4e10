// Rows of lists, for tests that count and page them: `$1` is the organisation, `$2` the mode and `$3` how many there are.

/** Statement lines, one every ten minutes back from noon, with a type and a currency by turns. */
export const ADD_LINES = `INSERT INTO statement_lines (id, organization_id, mode, type, direction, amount, currency, status,
    description, created_at, updated_at)
  SELECT gen_random_uuid(), $1, $2, (ARRAY['payment', 'fee', 'refund']::statement_line_type[])[1 + n % 3], 'credit', 1,
    CASE WHEN n % 5 = 0 THEN 'USD' ELSE 'XAF' END::currency, 'completed', 'Line ' || n,
    '2026-03-10T11:00:00Z'::timestamptz - n * interval '10 minutes', now()
  FROM generate_series(1, $3::int) AS n`;
export const ADD_PAYMENTS = `INSERT INTO payments (id, organization_id, mode, status, amount, currency, provider, payer_msisdn,
    description, metadata, provider_reference, provider_amount, provider_currency, exchange_rate, fee, pending_net,
    refunded_amount, refunding_amount, fee_returned, dispute_state, expires_at, checks, created_at, updated_at)
  SELECT gen_random_uuid(), $1, $2, 'pending', n, 'XAF', 'mtn-momo', '+237670000000', 'Basket ' || n, '{}',
    gen_random_uuid(), n, 'XAF', 1, 0, 0, 0, 0, 0, 'none', now(), 0, '2026-03-10T11:00:00Z'::timestamptz - n * interval '1 minute', now()
  FROM generate_series(1, $3::int) AS n`;
/** Orders of one customer, one every hour back from noon: of five, two are paid, one in francs and one in dollars by turns. */
export const ADD_ORDERS = `WITH customer AS (
    INSERT INTO customers (id, organization_id, name, email, created_at, updated_at)
    VALUES (gen_random_uuid(), $1, 'Awa', gen_random_uuid() || '@example.com', now(), now()) RETURNING id
  ), payment AS (
    SELECT id FROM payments WHERE organization_id = $1 LIMIT 1
  )
  INSERT INTO orders (id, organization_id, mode, customer_id, status, amount, currency, items, metadata, payment_id, paid_at,
    created_at, updated_at)
  SELECT gen_random_uuid(), $1, $2, customer.id, (CASE WHEN paid THEN 'paid' ELSE 'pending' END)::order_status, n + 0.25,
    (CASE WHEN n % 2 = 0 THEN 'USD' ELSE 'XAF' END)::currency, '[]', '{}', CASE WHEN paid THEN payment.id END,
    CASE WHEN paid THEN now() END, '2026-03-10T11:00:00Z'::timestamptz - n * interval '1 hour', now()
  FROM customer, payment, (SELECT n, n % 5 < 2 AS paid FROM generate_series(1, $3::int) AS n) AS ordered`;
/** Links, one every hour back from noon: of six, one each has no expiry or was cancelled, the others expire in the days after. */
export const ADD_LINKS = `INSERT INTO payment_links (id, organization_id, mode, slug, type, purpose, amount, currency, metadata, reserved_uses,
    paid_uses, expires_at, cancelled_at, created_at, updated_at)
  SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), 'fixed', 'collection', 100, 'XAF', '{}', 0, 0,
    CASE WHEN n % 6 <> 1 THEN '2026-03-10T11:00:00Z'::timestamptz + n * interval '1 hour' END, CASE WHEN n % 6 = 2 THEN now() END,
    '2026-03-10T11:00:00Z'::timestamptz - n * interval '1 hour', now()
  FROM generate_series(1, $3::int) AS n`;
/** Customers, one every minute back from noon. */
export const ADD_CUSTOMERS = `INSERT INTO customers (id, organization_id, name, email, created_at, updated_at)
  SELECT gen_random_uuid(), $1, 'Awa of ' || $2, gen_random_uuid() || '@example.com',
    '2026-03-10T11:00:00Z'::timestamptz - n * interval '1 minute', now()
  FROM generate_series(1, $3::int) AS n`;
/** Deliveries of as many events to one receiver, one every minute back from noon. */
export const ADD_DELIVERIES = `WITH endpoint AS (
    INSERT INTO webhook_endpoints (id, organization_id, dialect, url, patterns, status, sealed_key, created_at, updated_at)
    VALUES (gen_random_uuid(), $1, 'dashboard', 'https://example.com/' || $2, '{*}', 'active', '', now(), now()) RETURNING id
  ), payload AS (
    INSERT INTO webhook_payloads (event_id, dialect, occurred_at, data)
    SELECT gen_random_uuid(), 'dashboard', now(), '{}' FROM generate_series(1, $3::int) RETURNING event_id
  )
  INSERT INTO webhook_deliveries (id, message_id, endpoint_id, organization_id, dialect, event_id, event, status, attempts, created_at)
  SELECT event_id, 'msg', endpoint.id, $1, 'dashboard', event_id, 'payment.completed', 'pending', 0,
    '2026-03-10T11:00:00Z'::timestamptz - row_number() OVER () * interval '1 minute'
  FROM endpoint, payload`;
/** Delivers so many of them: `$2`. */
export const DELIVER = `UPDATE webhook_deliveries SET status = 'delivered', attempts = 1, completed_at = now()
  WHERE id IN (SELECT id FROM webhook_deliveries WHERE organization_id = $1 AND status = 'pending'
    ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)`;
