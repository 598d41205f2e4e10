import pg from 'pg';
import type { PaymentStatus } from '#payments';
import type { Finding } from '#platform';
import type { Records } from './mix/records.js';
import type { Operator } from './mix/payer-rows.js';
import type { OperatorBooks } from './operator-books.js';
import type { Footprint } from './footprint.js';
import type { Quiet } from './quiescence.js';
import type { Taken } from './receivers/receiver.js';
import type { Verification } from './verification.js';

interface Moved {
  readonly id: string;
  readonly amount: string;
  readonly provider: Operator;
  readonly reference: string;
  /** What the operator moves. */
  readonly moved: string;
}

export interface PaymentRow extends Moved {
  readonly status: PaymentStatus;
  readonly failureReason: string | null;
  readonly linkId: string | null;
}

export interface RefundRow extends Moved {
  readonly status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';
  readonly paymentId: string;
}

export interface PayoutRow extends Moved {
  readonly status: 'pending' | 'processing' | 'completed' | 'failed';
}

export interface KeyRow {
  readonly key: string;
  readonly operation: string;
  readonly answered: boolean;
  /** What the call made. */
  readonly madeId: string | null;
}

export interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly subjectId: string;
  readonly organizationId: string;
}

export interface DeliveryRow {
  readonly messageId: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly status: 'pending' | 'delivered' | 'dead' | 'dropped';
}

/** Everything that is known after a run, by each of those who know something. */
export interface Evidence {
  /** Merchants' own systems and payers. */
  readonly records: Records;
  /** The operators. */
  readonly operator: OperatorBooks;
  /** The merchants' receivers of webhooks: what they took of each message. */
  readonly received: ReadonlyMap<string, Taken>;
  /** How often a worker may have forgotten what it had sent. */
  readonly forgetful: number;
  /** How the platform came to rest. */
  readonly quiet: Quiet;
  /** What the platform held before the storm and when it had come to rest. */
  readonly footprints: { readonly before: Footprint; readonly after: Footprint };
  /** What processes said that somebody has to act on. */
  readonly alarms: readonly string[];
  /** The platform's database. */
  readonly platform: PlatformEvidence;
}

export interface PlatformEvidence {
  readonly payments: readonly PaymentRow[];
  readonly refunds: readonly RefundRow[];
  readonly payouts: readonly PayoutRow[];
  readonly links: readonly { readonly id: string; readonly maxUses: number | null }[];
  readonly keys: readonly KeyRow[];
  readonly events: readonly EventRow[];
  readonly deliveries: readonly DeliveryRow[];
  readonly endpoints: readonly { readonly id: string; readonly organizationId: string }[];
  readonly parkedEvents: number;
  /** What the ledger says that each operator holds for us. */
  readonly held: readonly { readonly account: string; readonly balance: string }[];
  readonly bookFindings: readonly Finding[];
  /** Figures of statistics that a recount does not bear out. */
  readonly wrongFigures: readonly string[];
}

const PAYMENTS = `SELECT id, status, amount, provider, provider_reference AS reference, provider_amount AS moved,
  failure_reason AS "failureReason", payment_link_id AS "linkId" FROM payments`;
const REFUNDS = `SELECT id, status, amount, provider, provider_reference AS reference, provider_amount AS moved,
  payment_id AS "paymentId" FROM refunds`;
const PAYOUTS = `SELECT id, status, amount, provider, provider_reference AS reference, amount AS moved FROM payouts`;
const LINKS = `SELECT id, max_uses AS "maxUses" FROM payment_links`;
const KEYS = `SELECT key, operation, answered, coalesce(resource_id::text, answer ->> 'id') AS "madeId" FROM idempotency_keys`;
const EVENTS = `SELECT id, type, subject_id AS "subjectId", organization_id AS "organizationId" FROM outbox_events`;
const DELIVERIES = `SELECT message_id AS "messageId", event_id AS "eventId", endpoint_id AS "endpointId", status
  FROM webhook_deliveries`;
const ENDPOINTS = 'SELECT id, organization_id AS "organizationId" FROM webhook_endpoints WHERE deleted_at IS NULL';
const HELD = `SELECT account, sum(balance) AS balance FROM ledger_balances WHERE account LIKE 'provider.%' GROUP BY account`;

/** Reads a platform's database, or a copy of one, that nobody works on any more. */
export async function readPlatform(databaseUrl: string, { books, figures }: Verification): Promise<PlatformEvidence> {
  const [bookFindings, wrongFigures] = await Promise.all([books(databaseUrl), figures(databaseUrl)]);
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return { ...(await readRows(client)), bookFindings, wrongFigures };
  } finally {
    await client.end();
  }
}

/** What takes no core: the rows, as the client's transaction sees them. */
export async function readRows(client: pg.Client): Promise<PlatformEvidence> {
  const rows = async <Row extends object>(text: string): Promise<Row[]> =>
    (await client.query<Row & pg.QueryResultRow>(text)).rows;
  return {
    bookFindings: [],
    wrongFigures: [],
    payments: await rows(PAYMENTS),
    refunds: await rows(REFUNDS),
    payouts: await rows(PAYOUTS),
    links: await rows(LINKS),
    keys: await rows(KEYS),
    events: await rows(EVENTS),
    deliveries: await rows(DELIVERIES),
    endpoints: await rows(ENDPOINTS),
    parkedEvents: (await rows('SELECT 1 FROM outbox_parked')).length,
    held: await rows(HELD),
  };
}
