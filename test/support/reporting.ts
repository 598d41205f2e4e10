import { uuidv4, uuidv7, type Currency, type Mode, type Tenant } from '#kernel';
import type { Database } from '#platform';

/** Something that shows in the figures of a merchant. */
export interface Happening {
  readonly kind: 'payment' | 'refund' | 'chargeback';
  readonly tenant: Tenant;
  readonly currency: Currency;
  /** Decimal text in major units. */
  readonly amount: string;
  readonly at: Date;
}

/** A happening that is in the tables of payments, refunds and disputes. */
export interface Happened extends Happening {
  readonly id: string;
}

const INSERT_PAYMENT = `INSERT INTO payments (id, organization_id, mode, status, amount, currency, provider, payer_msisdn, payer_name,
    description, metadata, provider_reference, provider_amount, provider_currency, exchange_rate, fee, settled_at, pending_net,
    refunded_amount, refunding_amount, fee_returned, dispute_state, expires_at, checks, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'mtn-momo', $7, $8, $9, '{}', $10, $5, $6, 1, $11, $12, 0, 0, 0, 0, 'none', $13, 0, $13, $13)`;
const INSERT_REFUND = `INSERT INTO refunds (id, organization_id, mode, payment_id, status, amount, currency, fee_returned,
    from_own_pending, from_available, from_other_pending, provider, provider_reference, provider_amount, provider_currency, attempt,
    completed_at, checks, created_at, updated_at)
  VALUES ($1, $2, $3, $4, 'completed', $5, $6, 0, 0, $5, 0, 'mtn-momo', $7, $5, $6, 1, $8, 0, $8, $8)`;
const INSERT_DISPUTE = `INSERT INTO disputes (id, organization_id, mode, payment_id, status, amount, currency, reason, provider,
    from_own_pending, from_available, evidence_due_by, created_at, updated_at)
  VALUES ($1, $2, $3, $4, 'open', $5, $6, 'Not received', 'mtn-momo', 0, $5, $7, $7, $7)`;

export interface PaymentDetails {
  readonly tenant: Tenant;
  readonly amount: string;
  readonly currency?: Currency;
  readonly fee?: string;
  readonly createdAt: Date;
  /** Null: it was never paid. */
  readonly settledAt: Date | null;
  readonly payerName?: string | null;
  readonly payerMsisdn?: string;
  readonly description?: string;
}

/** Writes a payment into its table and nowhere else. */
export async function insertPayment(database: Database, details: PaymentDetails): Promise<string> {
  const { tenant, amount, currency = 'XAF', fee = '0', createdAt, settledAt, description = 'Basket' } = details;
  const id = uuidv7(createdAt);
  await database.query(INSERT_PAYMENT, [
    id,
    tenant.organizationId,
    tenant.mode,
    settledAt ? 'settled' : 'expired',
    amount,
    currency,
    details.payerMsisdn ?? '+237671234587',
    details.payerName ?? null,
    description,
    uuidv4(),
    fee,
    settledAt,
    createdAt,
  ]);
  return id;
}

const INSERT_PAYMENTS = `INSERT INTO payments (id, organization_id, mode, status, amount, currency, provider, payer_msisdn,
    payer_name, description, metadata, provider_reference, provider_amount, provider_currency, exchange_rate, fee, settled_at,
    pending_net, refunded_amount, refunding_amount, fee_returned, dispute_state, expires_at, checks, created_at, updated_at)
  SELECT gen_random_uuid(), $1, $2, 'settled', 100 + n % 90000, 'XAF', 'mtn-momo', '+23767' || lpad(n::text, 7, '0'),
    'Payer ' || n, 'Basket ' || n, '{}', gen_random_uuid(), 100 + n % 90000, 'XAF', 1, 5, $4::timestamptz, 0, 0, 0, 0, 'none',
    $4, 1, $4::timestamptz + n * interval '1 millisecond', $4
  FROM generate_series(1, $3::int) AS n`;

/** Writes so many paid payments into their table and nowhere else, a millisecond apart. */
export async function insertPayments(database: Database, tenant: Tenant, count: number, from: Date): Promise<void> {
  await database.query(INSERT_PAYMENTS, [tenant.organizationId, tenant.mode, count, from]);
}

/** Writes what happened into its table, with the payment that it is about. */
export async function insertHappening(database: Database, happening: Happening): Promise<Happened> {
  const { kind, tenant, currency, amount, at } = happening;
  const settledAt = kind === 'payment' ? at : null;
  const paymentId = await insertPayment(database, { tenant, currency, amount, createdAt: at, settledAt });
  const own = [tenant.organizationId, tenant.mode, paymentId, amount, currency];
  const id = uuidv7(at);
  if (kind === 'refund') await database.query(INSERT_REFUND, [id, ...own, uuidv4(), at]);
  if (kind === 'chargeback') await database.query(INSERT_DISPUTE, [id, ...own, at]);
  return { ...happening, id: kind === 'payment' ? paymentId : id };
}

export const newTenant = (mode: Mode = 'sandbox'): Tenant => ({ organizationId: uuidv7(), mode });
