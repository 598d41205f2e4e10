/**
 * What a payment costs when nobody but the rows is served: written by hand, each once. The rows are those that the platform
 * writes (the bench counts both sides), which is what makes its rate comparable.
 */
export const ACCEPT = {
  name: 'floor-accept',
  text: `WITH intent AS (
      INSERT INTO payment_intents (organization_id, mode, fingerprint, payment_id, guarded_until, guard, started_at)
      VALUES ($1, 'sandbox', $2, $3, $4, false, $5)
      ON CONFLICT (organization_id, mode, fingerprint) DO UPDATE SET payment_id = excluded.payment_id,
        guarded_until = excluded.guarded_until, guard = excluded.guard, started_at = excluded.started_at
    ), idempotency AS (
      INSERT INTO idempotency_keys (organization_id, mode, operation, key, fingerprint, answered, resource_id, started_at, expires_at)
      VALUES ($1, 'sandbox', 'dashboard.makePayment', $6, $7, false, $3, $5, $8)
    ), payment AS (
      INSERT INTO payments (id, organization_id, mode, status, amount, currency, provider, payer_msisdn, description,
        metadata, provider_reference, provider_amount, provider_currency, exchange_rate, fee, pending_net, refunded_amount,
        refunding_amount, fee_returned, dispute_state, expires_at, checks, created_at, updated_at)
      VALUES ($3, $1, 'sandbox', 'pending', $9, 'XAF', 'mtn-momo', $10, $11, $12, $13, $9, 'XAF', 1, 0, 0, 0, 0, 0, 'none',
        $14, 0, $5, $5)
    ), due AS (
      INSERT INTO due_checks (subject_id, kind, provider, due_at) VALUES ($3, 'payment', 'mtn-momo', $15)
    ), audit AS (
      INSERT INTO audit_entries (id, action, organization_id, actor_id, record_id, ip_address, request_id, details, occurred_at)
      VALUES ($16, 'payment.created', $1, $1, $3::uuid::text, '127.0.0.1', $17, '{}', $5)
    )
    INSERT INTO outbox_events (id, type, version, organization_id, mode, subject_id, occurred_at, payload, request_id)
    VALUES ($18, 'payment.initiated', 1, $1, 'sandbox', $3::uuid::text, $5, $19, $17)`,
};

export const ANSWER = {
  name: 'floor-answer',
  text: `WITH accepted AS (
      UPDATE payments SET accepted_at = $2, updated_at = $2 WHERE id = $1
    ), exchange AS (
      INSERT INTO provider_exchanges (id, provider, operation, subject_id, reference, http_status, duration_ms, body, created_at)
      VALUES ($3, 'mtn-momo', 'collect', $1, $4, $5, $6, $7, $2)
    )
    UPDATE idempotency_keys SET answered = true, answer = $8
    WHERE organization_id = $9 AND mode = 'sandbox' AND operation = 'dashboard.makePayment' AND key = $10`,
};

export const CALLED_BACK = {
  name: 'floor-called-back',
  text: `WITH kept AS (
      INSERT INTO provider_callbacks (id, provider, accepted, ip_address, request_id, mentions, body, received_at)
      VALUES ($1, 'mtn-momo', true, '127.0.0.1', $2, $3, $4, $5)
    )
    INSERT INTO audit_entries (id, action, organization_id, actor_id, record_id, ip_address, request_id, details, occurred_at)
    VALUES ($6, 'callback.received', null, null, null, '127.0.0.1', $2, '{"provider":"mtn-momo","mentions":1}', $5)`,
};

const BALANCED = `ON CONFLICT (organization_id, mode, currency, account, shard) DO UPDATE SET
      balance = b.balance + excluded.balance, updated_at = excluded.updated_at`;

export const SETTLE = {
  name: 'floor-settle',
  text: `WITH payment AS (
      UPDATE payments SET status = 'settled', operator_transaction_id = '1', fee = $5, pending_net = $6, settled_at = $3,
        available_at = $3::timestamptz + interval '2 days', last_checked_at = $3, checks = 1, updated_at = $3
      WHERE id = $1
    ), due AS (
      DELETE FROM due_checks WHERE subject_id = $1
    ), exchange AS (
      INSERT INTO provider_exchanges (id, provider, operation, subject_id, reference, http_status, duration_ms, body, created_at)
      VALUES ($16, 'mtn-momo', 'collectionStatus', $1, $12, $13, $14, $15, $3)
    ), journal AS (
      INSERT INTO ledger_journals (id, organization_id, mode, cause_type, cause_id, step, posted_at)
      VALUES ($17, $2, 'sandbox', 'payment', $1, 'settled', $3)
    ), postings AS (
      INSERT INTO ledger_postings (journal_id, organization_id, mode, currency, account, amount, posted_at)
      VALUES ($17, $2, 'sandbox', 'XAF', 'provider.mtn-momo', $4, $3),
        ($17, $2, 'sandbox', 'XAF', 'merchant.pending', $8, $3),
        ($17, $2, 'sandbox', 'XAF', 'platform.fees', $7, $3)
    ), balances AS (
      INSERT INTO ledger_balances AS b (organization_id, mode, currency, account, shard, balance, guarded, updated_at)
      VALUES ($2, 'sandbox', 'XAF', 'merchant.pending', $22, $8, false, $3),
        ($2, 'sandbox', 'XAF', 'platform.fees', $22, $7, false, $3),
        ($2, 'sandbox', 'XAF', 'provider.mtn-momo', $22, $4, false, $3) ${BALANCED}
    ), lines AS (
      INSERT INTO statement_lines (id, organization_id, mode, type, direction, amount, currency, status, description,
        payment_id, available_on, created_at, updated_at)
      VALUES ($18, $2, 'sandbox', 'payment', 'credit', $4, 'XAF', 'completed', $9, $1, $3::timestamptz::date, $3, $3),
        ($19, $2, 'sandbox', 'fee', 'debit', $5, 'XAF', 'completed', $10, $1, null, $3, $3)
    ), audit AS (
      INSERT INTO audit_entries (id, action, organization_id, actor_id, record_id, ip_address, request_id, details, occurred_at)
      VALUES ($20, 'payment.completed', $2, null, $1::uuid::text, null, null, '{}', $3)
    )
    INSERT INTO outbox_events (id, type, version, organization_id, mode, subject_id, occurred_at, payload, request_id)
    VALUES ($21, 'payment.settled', 1, $2, 'sandbox', $1::uuid::text, $3, $11, null)`,
};

const LISTED = `id, payment_link_id, amount, currency, description, status, provider, payer_name, payer_email, payer_msisdn,
  created_at, settled_at, mode, refunded_amount, refunding_amount`;
const OF_TENANT = `organization_id = $1 AND mode = 'sandbox'`;

const page = (table: string, condition: string): string => `SELECT ${LISTED} FROM payments WHERE id IN (
    SELECT id FROM ${table} WHERE ${OF_TENANT} ${condition} ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3
  ) ORDER BY created_at DESC, id DESC`;

export const PAGE = { name: 'floor-page', text: page('payments', '') };
export const FOUND_PAGE = { name: 'floor-found-page', text: page('payment_texts', 'AND search_text LIKE $4') };
export const COUNT = { name: 'floor-count', text: `SELECT count(*)::int AS total FROM payments WHERE ${OF_TENANT}` };
export const FOUND_COUNT = {
  name: 'floor-found-count',
  text: `SELECT count(*)::int AS total FROM payment_texts WHERE ${OF_TENANT} AND search_text LIKE $2`,
};
