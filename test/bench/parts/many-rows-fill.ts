import pg from 'pg';

const SMALL_MERCHANTS = 1000;
const SMALL_PAYMENTS = 50;

/** An identifier like those of the platform: in the order of its time, the rest at random but the same each time. */
const idOf = (
  instant: string,
  seed: string,
): string => `(lpad(to_hex((extract(epoch FROM ${instant}) * 1000)::bigint), 12, '0')
    || '7' || substr(md5(${seed}), 1, 3) || '8' || substr(md5(${seed}), 4, 15))::uuid`;

/** Names that share their parts, as those of people do: thirty first names, two each, and four hundred last ones. */
const FIRST_NAMES = `ARRAY['Aminatou', 'Jean', 'Marie', 'Paul', 'Brigitte', 'Samuel', 'Esther', 'Ibrahim', 'Chantal', 'Emmanuel', 'Fadimatou',
  'Georges', 'Hortense', 'Joseph', 'Clarisse', 'Martin', 'Nadège', 'Oumarou', 'Pauline', 'Roger', 'Solange', 'Thierry', 'Ursule', 'Vincent',
  'Yvonne', 'Alain', 'Bernadette', 'Célestin', 'Danielle', 'Éric']`;
const LAST_NAMES = `ARRAY['Mba', 'Ngo', 'Fot', 'Kam', 'Nke', 'Tcho', 'Abe', 'Biy', 'Esso', 'Djou', 'Eto', 'Fou', 'Hama', 'Koua', 'Mvo', 'Nan', 'Ndo', 'Ona',
  'Sad', 'Tal', 'Wan', 'Yay', 'Zam', 'Ata', 'Bel', 'Man', 'Owo', 'Pen', 'Lek', 'Gue']`;
const ENDINGS = `ARRAY['rga', 'mba', 'so', 'nga', 'ndo', 'kou', 'wa', 'ssi', 'tang', 'lle', 'mo', 'ya', 'bena', 'oumi']`;
const NAMES = 365_400;
const nameOf = (n: string): string => `concat_ws(' ', first[1 + ${n} % 30], first[1 + ${n} / 30 % 29],
    last[1 + ${n} / 870 % 30] || ending[1 + ${n} / 26100 % 14])`;
const emailOf = (payer: string): string => `lower(first[1 + ${payer} % 30]) || ${payer} || '@gmail.com'`;
/** Each payer has one of his own, as he has a name; those of neighbours are far apart. */
const phoneOf = (payer: string): string => `'+23767' || lpad((${payer} * 6180339::bigint % 10000000)::text, 7, '0')`;

/**
 * Payments of a year, evenly, twenty of each payer: of twenty, sixteen are settled, two failed, one expired and one was
 * cancelled. What was paid was released at six the next morning, as by default, a thousand at a time.
 */
const PAYMENTS = `INSERT INTO payments (id, organization_id, mode, status, amount, currency, provider, payer_msisdn, payer_name,
    payer_email, description, metadata, provider_reference, provider_amount, provider_currency, exchange_rate, fee, fee_percent,
    settled_at, available_at, released_at, settlement_id, pending_net, refunded_amount, refunding_amount, fee_returned, dispute_state,
    accepted_at, closed_at, expires_at, checks, created_at, updated_at)
  SELECT ${idOf('at', 'organization::text || n')}, organization, 'sandbox', status, amount, 'XAF', 'mtn-momo',
    ${phoneOf('payer')}, ${nameOf(`(payer * 7654321::bigint % ${NAMES})`)}, ${emailOf('payer')},
    'Basket ' || n, '{}', ${idOf('at', `'reference' || organization || n`)}, amount, 'XAF', 1,
    CASE status WHEN 'settled' THEN fee ELSE 0 END, CASE status WHEN 'settled' THEN 2.5 END,
    CASE status WHEN 'settled' THEN at + interval '20 seconds' END, CASE status WHEN 'settled' THEN due END,
    CASE WHEN released THEN due END,
    CASE WHEN released THEN md5(organization::text || douala_day(due) || n % batches)::uuid END,
    CASE WHEN status = 'settled' AND NOT released THEN amount - fee - refunded ELSE 0 END, refunded, 0, 0,
    (CASE n % 100 WHEN 30 THEN 'won' ELSE 'none' END)::dispute_state, at, at, at, 1, at, at
  FROM (
    SELECT *, status = 'settled' AND due <= now() AS released FROM (
      SELECT organization, n, at, date_trunc('day', at) + interval '1 day 5 hours' AS due, batches, n % greatest(payments / 20, 1) AS payer,
        1000 + n * 7919::bigint % 90000 AS amount, round((1000 + n * 7919::bigint % 90000) * 0.025) AS fee,
        (CASE n % 20 WHEN 0 THEN 'expired' WHEN 1 THEN 'cancelled' WHEN 2 THEN 'failed' WHEN 3 THEN 'failed' ELSE 'settled' END)::payment_status AS status,
        CASE n % 50 WHEN 10 THEN 500 ELSE 0 END AS refunded
      FROM (
        SELECT organization, payments, n, 1 + payments / 360 / 1000 AS batches, date_trunc('milliseconds', now() - n * (interval '360 days' / payments)) AS at
        FROM filled_merchants, generate_series(1, payments) AS n
      ) AS one
    ) AS made
  ) AS due, (SELECT ${FIRST_NAMES} AS first, ${LAST_NAMES} AS last, ${ENDINGS} AS ending) AS names ORDER BY at`;

const SETTLEMENTS = `INSERT INTO settlements (id, organization_id, mode, currency, settled_on, amount, payment_count, created_at, gross_amount, fees)
  SELECT settlement_id, organization_id, mode, currency, douala_day(available_at), sum(amount - fee - refunded_amount), count(*),
    max(released_at), sum(amount), sum(fee)
  FROM payments WHERE released_at IS NOT NULL GROUP BY 1, 2, 3, 4, 5`;

const PAYMENT_LINES = `INSERT INTO statement_lines (id, organization_id, mode, type, direction, amount, currency, status, description,
    payment_id, created_at, updated_at)
  SELECT CASE kind WHEN 'fee' THEN overlay(id::text PLACING '9' FROM 20)::uuid ELSE id END, organization_id, mode,
    kind::statement_line_type, (CASE kind WHEN 'fee' THEN 'debit' ELSE 'credit' END)::statement_direction,
    CASE kind WHEN 'fee' THEN fee ELSE amount END, currency, 'completed', description, id, settled_at, settled_at
  FROM payments, (VALUES ('payment'), ('fee')) AS kinds (kind) WHERE status = 'settled' ORDER BY settled_at`;

const REFUNDS = `INSERT INTO refunds (id, organization_id, mode, payment_id, status, amount, currency, fee_returned, from_own_pending,
    from_available, from_other_pending, provider, provider_reference, provider_amount, provider_currency, attempt, completed_at, checks,
    created_at, updated_at)
  SELECT id, organization_id, mode, id, 'completed', refunded_amount, currency, 0, refunded_amount, 0, 0, provider,
    md5('refund' || id)::uuid, refunded_amount, currency, 1, created_at + interval '1 hour', 1, created_at + interval '1 hour',
    created_at + interval '1 hour'
  FROM payments WHERE refunded_amount > 0 ORDER BY created_at`;

const REFUND_LINES = `INSERT INTO statement_lines (id, organization_id, mode, type, direction, amount, currency, status, description,
    payment_id, refund_id, created_at, updated_at)
  SELECT overlay(id::text PLACING 'a' FROM 20)::uuid, organization_id, mode, 'refund', 'debit', amount, currency, 'completed', 'Refund',
    payment_id, id, created_at, created_at
  FROM refunds ORDER BY created_at`;

const JOURNALS = `INSERT INTO ledger_journals (id, organization_id, mode, cause_type, cause_id, step, posted_at)
  SELECT id, organization_id, mode, 'payment', id, 'settled', settled_at FROM payments WHERE status = 'settled'
  UNION ALL
  SELECT overlay(id::text PLACING 'a' FROM 20)::uuid, organization_id, mode, 'refund', id, 'completed:1', created_at FROM refunds
  UNION ALL
  SELECT id, organization_id, mode, 'settlement', id, 'released', created_at FROM settlements`;

const POSTINGS = `INSERT INTO ledger_postings (journal_id, organization_id, mode, currency, account, amount, posted_at)
  SELECT id, organization_id, mode, currency, account, CASE account WHEN 'provider.mtn-momo' THEN amount
      WHEN 'platform.fees' THEN -fee ELSE fee - amount END, settled_at
    FROM payments, (VALUES ('provider.mtn-momo'), ('platform.fees'), ('merchant.pending')) AS accounts (account)
    WHERE status = 'settled'
  UNION ALL
  SELECT overlay(id::text PLACING 'a' FROM 20)::uuid, organization_id, mode, currency, account,
      CASE account WHEN 'merchant.pending' THEN amount ELSE -amount END, created_at
    FROM refunds, (VALUES ('provider.mtn-momo'), ('merchant.pending')) AS accounts (account)
  UNION ALL
  SELECT id, organization_id, mode, currency, account, CASE account WHEN 'merchant.pending' THEN amount ELSE -amount END, created_at
    FROM settlements, (VALUES ('merchant.pending'), ('merchant.available')) AS accounts (account)`;

const BALANCES = `INSERT INTO ledger_balances (organization_id, mode, currency, account, shard, balance, guarded, updated_at)
  SELECT organization_id, mode, currency, account, 0, sum(amount), false, max(posted_at) FROM ledger_postings GROUP BY 1, 2, 3, 4`;

const DAYS = `INSERT INTO daily_statistics (organization_id, mode, currency, day, revenue, transactions, refunds, chargebacks)
  SELECT organization_id, mode, currency, day, sum(revenue), sum(transactions), sum(refunds), sum(chargebacks) FROM (
    SELECT organization_id, mode, currency, douala_day(settled_at) AS day, amount AS revenue, 1 AS transactions, 0 AS refunds,
        0 AS chargebacks FROM payments WHERE status = 'settled'
    UNION ALL
    SELECT organization_id, mode, currency, douala_day(completed_at), 0, 0, amount, 0 FROM refunds
    UNION ALL
    SELECT organization_id, mode, currency, douala_day(created_at), 0, 0, 0, amount FROM disputes
  ) AS figures GROUP BY 1, 2, 3, 4`;

/** What else has lists: a customer for each payer, and a tenth as many orders, links and payouts as payments. */
const DISPUTES = `INSERT INTO disputes (id, organization_id, mode, payment_id, status, amount, currency, reason, provider, from_own_pending,
    from_available, evidence_due_by, resolved_at, resolved_by, created_at, updated_at)
  SELECT id, organization_id, mode, id, 'won', amount, currency, 'Not received', provider, 0, 0, settled_at, settled_at, 'staff',
    settled_at, settled_at FROM payments WHERE dispute_state = 'won' ORDER BY created_at`;
const PAYOUTS = `INSERT INTO payouts (id, organization_id, mode, status, amount, currency, destination_type, destination_label, hand_over_at,
    estimated_arrival, provider, provider_reference, checks, created_at, updated_at)
  SELECT id, organization_id, mode, (CASE WHEN right(description, 2) = '05' THEN 'cancelled' ELSE 'failed' END)::payout_status, amount, currency,
    'mobile_money', payer_msisdn, created_at, created_at, provider, provider_reference, 1, created_at, created_at
  FROM payments WHERE right(description, 1) = '5' ORDER BY created_at`;
const CUSTOMERS = `INSERT INTO customers (id, organization_id, name, email, phone, created_at, updated_at)
  SELECT DISTINCT ON (organization_id, payer_email) id, organization_id, payer_name, lower(payer_email), payer_msisdn, created_at, created_at
  FROM payments ORDER BY organization_id, payer_email, created_at`;
const ORDERS = `INSERT INTO orders (id, organization_id, mode, customer_id, status, amount, currency, items, metadata, cancelled_at, created_at, updated_at)
  SELECT p.id, p.organization_id, p.mode, c.id, (CASE p.status WHEN 'settled' THEN 'pending' ELSE 'cancelled' END)::order_status, p.amount,
    p.currency, '[]', '{}', CASE WHEN p.status <> 'settled' THEN p.created_at END, p.created_at, p.created_at
  FROM payments p JOIN customers c ON c.organization_id = p.organization_id AND c.email = lower(p.payer_email)
  WHERE right(p.description, 1) IN ('1', '4') AND substr(p.id::text, 36) < '8' ORDER BY p.created_at`;
/** A link of three lapses after a week; a few are open without end. */
const LINKS = `INSERT INTO payment_links (id, organization_id, mode, slug, type, purpose, amount, currency, description, metadata, reserved_uses,
    paid_uses, expires_at, expiry_seen_at, cancelled_at, created_at, updated_at)
  SELECT id, organization_id, mode, md5(id::text), 'fixed', 'collection', amount, currency, description, '{}', 0, 0,
    CASE WHEN right(description, 2) < '30' THEN created_at + interval '7 days' END,
    CASE WHEN right(description, 2) < '30' AND created_at < now() - interval '7 days' THEN now() END,
    CASE WHEN status = 'cancelled' OR right(description, 2) > '60' THEN created_at END, created_at, created_at
  FROM payments WHERE right(description, 1) = '1' ORDER BY created_at`;
const PRODUCTS = `INSERT INTO products (id, organization_id, name, price, currency, vat_rate, created_at, updated_at)
  SELECT id, organization_id, description, amount, currency, 19.25, created_at, created_at FROM payments WHERE right(description, 2) = '04'
  ORDER BY created_at`;
/** Of ten invoices one is a draft, four are paid, two of them by a credit note, and five wait: sent, or overdue after a month. */
const INVOICES = `INSERT INTO invoices (id, organization_id, mode, customer_id, number, status, amount, credited_amount, amount_paid, currency,
    issued_on, due_at, type, profile_id, payment_term, vat_display, vat_breakdown, credit_notes_amount, payment_link_id, payment_id, sent_at, paid_at,
    subtotal, discount_amount, vat_amount, customer_name, customer_email, created_at, updated_at)
  SELECT id, organization_id, mode, customer, 'INV-' || id, status, amount, credited, CASE WHEN status = 'paid' THEN amount - credited ELSE 0 END,
    currency, douala_day(created_at), created_at + interval '30 days', 'one-off', 'default', 'net-30', 'including', '[]', credited,
    CASE WHEN status <> 'draft' THEN id END, CASE WHEN status = 'paid' AND credited = 0 THEN id END,
    CASE WHEN status <> 'draft' THEN created_at END, CASE WHEN status = 'paid' THEN created_at END, amount, 0, 0, name, email, created_at, created_at
  FROM (
    SELECT p.id, p.organization_id, p.mode, p.amount, p.currency, p.created_at, c.id AS customer, c.name, c.email, kind.status, CASE WHEN n IN (7, 8) THEN amount ELSE 0 END AS credited
    FROM payments p JOIN customers c ON c.organization_id = p.organization_id AND c.email = lower(p.payer_email),
      LATERAL (SELECT coalesce(substring(p.description FROM '([0-9])[0-9]$')::int, 0) AS n) AS tens,
      LATERAL (SELECT (CASE WHEN n = 0 THEN 'draft' WHEN n > 5 THEN 'paid'
        WHEN p.created_at < now() - interval '30 days' THEN 'overdue' ELSE 'sent' END)::invoice_status AS status) AS kind
    WHERE right(p.description, 1) = '1'
  ) AS made ORDER BY created_at`;
const INVOICE_LINES = `INSERT INTO invoice_lines (invoice_id, position, product_id, name, quantity, price, vat_rate, line_amount)
  SELECT i.id, 1, p.id, 'Basket', 1, i.amount, 0, i.amount
  FROM (SELECT *, row_number() OVER (PARTITION BY organization_id ORDER BY id) AS n FROM invoices) AS i
    JOIN (SELECT organization_id, count(*) AS some FROM products GROUP BY organization_id) AS counted USING (organization_id)
    JOIN (SELECT *, row_number() OVER (PARTITION BY organization_id ORDER BY id) AS n FROM products) AS p
      ON p.organization_id = i.organization_id AND p.n = 1 + i.n % counted.some`;
const PRODUCT_USES = `INSERT INTO product_uses (product_id, mode, invoices)
  SELECT l.product_id, i.mode, count(*) FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id GROUP BY 1, 2`;
const CREDIT_NOTES = `INSERT INTO credit_notes (id, organization_id, mode, invoice_id, number, amount, currency, reason, items, created_at)
  SELECT id, organization_id, mode, id, 'CN-' || id, amount, currency, 'Returned', '[]', created_at FROM invoices WHERE credited_amount > 0
  ORDER BY created_at`;
const SCHEDULES = `INSERT INTO recurring_invoices (id, organization_id, mode, customer_id, frequency, start_date, items, payment_term, vat_display,
    currency, amount, invoices_issued, created_at, updated_at)
  SELECT id, organization_id, mode, customer_id, 'monthly', issued_on, '[]', 'net-30', 'including', currency, amount, 0, created_at, created_at
  FROM invoices WHERE status = 'draft' ORDER BY created_at`;
/** A call for each payment, within the month that calls are kept. */
const API_CALLS = `INSERT INTO api_calls (id, organization_id, api_key_id, mode, created_at, method, endpoint, status, duration_ms, request_id, ip_address)
  SELECT id, organization_id, organization_id, mode, now() - (now() - created_at) / 13, 'POST', '/api/payments/initiate', 201, 20, id, '203.0.113.7'
  FROM payments ORDER BY created_at`;
const NOTIFICATIONS = `INSERT INTO notifications (id, event_id, organization_id, user_id, type, category, title, message, read_at, created_at)
  SELECT p.id, p.id, p.organization_id, m.user_id, 'primary', 'success', 'Payment received', p.description,
    CASE WHEN right(p.description, 1) <> '7' THEN p.created_at END, p.created_at
  FROM payments p JOIN memberships m ON m.organization_id = p.organization_id WHERE p.status = 'settled' ORDER BY p.created_at`;
const NOTIFICATION_COUNTS = `INSERT INTO notification_counts (organization_id, user_id, type, total, unread)
  SELECT organization_id, user_id, type, count(*), count(*) FILTER (WHERE read_at IS NULL) FROM notifications GROUP BY 1, 2, 3
  ON CONFLICT (organization_id, user_id, type) DO UPDATE SET total = excluded.total, unread = excluded.unread`;

const TEXTS = `INSERT INTO payment_texts (id, organization_id, mode, created_at, provider_reference, search_text)
  SELECT id, organization_id, mode, created_at, provider_reference, payment_text(p) FROM payments p ORDER BY created_at`;

const STATEMENTS = [PAYMENTS, TEXTS, SETTLEMENTS, PAYMENT_LINES, REFUNDS, REFUND_LINES, JOURNALS, POSTINGS, BALANCES];
const INVOICING = [PRODUCTS, INVOICES, INVOICE_LINES, PRODUCT_USES, CREDIT_NOTES, SCHEDULES];
const NOTICES = [API_CALLS, NOTIFICATIONS, NOTIFICATION_COUNTS];
const MORE_STATEMENTS = [DISPUTES, DAYS, PAYOUTS, CUSTOMERS, ORDERS, LINKS, ...INVOICING, ...NOTICES];

const INDEXES = `SELECT indexname AS name, indexdef AS text FROM pg_indexes WHERE indexname LIKE 'payment_texts_%_idx'`;

/**
 * Gives a merchant so many payments of the past year, beside a thousand small merchants, with all that settling and
 * refunding them leaves behind. Triggers and the largest indexes stand aside meanwhile.
 */
export async function fillWithPayments(databaseUrl: string, organizationId: string, payments: number): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    await client.query(
      `SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'`,
    );
    await client.query('CREATE TEMPORARY TABLE filled_merchants (organization uuid, payments integer)');
    await client.query(
      `INSERT INTO filled_merchants SELECT $1::uuid, $2::integer
        UNION ALL SELECT gen_random_uuid(), $4 FROM generate_series(1, $3::integer)`,
      [organizationId, payments, SMALL_MERCHANTS, SMALL_PAYMENTS],
    );
    const { rows: indexes } = await client.query<{ name: string; text: string }>(INDEXES);
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    for (const text of [...STATEMENTS, ...MORE_STATEMENTS]) {
      await client.query(text);
    }
    for (const { text } of indexes) await client.query(text);
    await client.query('SELECT recount_lists(), recount_balance_days()');
    await client.query('VACUUM (FREEZE, ANALYZE)');
  } finally {
    await client.end();
  }
}
