import pg from 'pg';
import type { PaymentStatus } from '#payments';
import type { Finding } from '#platform';
import type { VerifyBooks } from '../support/platform-processes/verify-books.js';
import type { MerchantRecords } from './merchant-client.js';
import type { OperatorBooks } from './operator-books.js';
import type { Quiet } from './quiescence.js';

export interface PaymentRow {
  readonly id: string;
  readonly status: PaymentStatus;
  readonly amount: string;
  readonly reference: string;
  readonly collected: string;
}

export interface DeliveryRow {
  readonly messageId: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly status: 'pending' | 'delivered' | 'dead' | 'dropped';
}

/** Everything that is known after a run, by each of those who know something. */
export interface Evidence {
  /** The merchant's own system. */
  readonly merchant: MerchantRecords;
  /** The operator. */
  readonly operator: OperatorBooks;
  /** The merchant's receiver of webhooks: how often it took each message. */
  readonly received: ReadonlyMap<string, number>;
  readonly kills: number;
  /** How the platform came to rest. */
  readonly quiet: Quiet;
  /** The platform's database. */
  readonly platform: PlatformEvidence;
}

export interface PlatformEvidence {
  readonly payments: readonly PaymentRow[];
  readonly keys: readonly { readonly key: string; readonly paymentId: string }[];
  readonly events: readonly { readonly id: string; readonly type: string; readonly subjectId: string }[];
  readonly deliveries: readonly DeliveryRow[];
  readonly endpoints: readonly string[];
  readonly parkedEvents: number;
  /** What the ledger says that the operator holds for us. */
  readonly heldByOperator: string;
  readonly bookFindings: readonly Finding[];
}

const PAYMENTS = `SELECT id, status, amount, provider_reference AS reference, provider_amount AS collected FROM payments`;
const KEYS = `SELECT key, resource_id AS "paymentId" FROM idempotency_keys WHERE operation = 'dashboard.makePayment'`;
const EVENTS = `SELECT id, type, subject_id AS "subjectId" FROM outbox_events WHERE type LIKE 'payment.%'`;
const DELIVERIES = `SELECT message_id AS "messageId", event_id AS "eventId", endpoint_id AS "endpointId", status
  FROM webhook_deliveries`;
const ENDPOINTS = 'SELECT id FROM webhook_endpoints WHERE deleted_at IS NULL';
const HELD = `SELECT coalesce(sum(balance), 0) AS held FROM ledger_balances WHERE account = 'provider.mtn-momo'`;

/** Reads a platform's database, or a copy of one, that nobody works on any more; the books are verified by `verify`. */
export async function readPlatform(databaseUrl: string, verify: VerifyBooks): Promise<PlatformEvidence> {
  const bookFindings = await verify(databaseUrl);
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const rows = async <Row extends object>(text: string): Promise<Row[]> =>
      (await client.query<Row & pg.QueryResultRow>(text)).rows;
    return {
      bookFindings,
      payments: await rows(PAYMENTS),
      keys: await rows(KEYS),
      events: await rows(EVENTS),
      deliveries: await rows(DELIVERIES),
      endpoints: (await rows<{ id: string }>(ENDPOINTS)).map(({ id }) => id),
      parkedEvents: (await rows('SELECT 1 FROM outbox_parked')).length,
      heldByOperator: (await rows<{ held: string }>(HELD))[0]?.held ?? '0',
    };
  } finally {
    await client.end();
  }
}
