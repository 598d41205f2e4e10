import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { CONFIG, UnitOfWork, type Config } from '#platform';

/** A delivery that this process alone may send until `claimedUntil`. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly endpointId: string;
  readonly organizationId: string;
  readonly dialect: string;
  readonly eventId: string;
  readonly event: string;
  readonly occurredAt: Date;
  readonly data: string;
  /** Made so far. */
  readonly attempts: number;
  readonly claimedUntil: Date;
  readonly url: string;
  readonly sealedKey: Buffer;
  readonly sealedPreviousKey: Buffer | null;
  readonly previousKeyUntil: Date | null;
  readonly failingSince: Date | null;
}

/** What one process may have in its hands at once. */
export interface Capacity {
  readonly free: number;
  readonly perEndpoint: number;
  /** For an endpoint whose latest attempt failed: enough to find out that it works again. */
  readonly perFailingEndpoint: number;
  /** For all endpoints of one together. */
  readonly perOrganization: number;
  /** Endpoints that something is being sent to, with the number of those. */
  readonly busy: ReadonlyMap<string, number>;
}

/** An answer takes up to the time-out; the rest is for writing down what came of it. */
const LEASE_MARGIN_MS = 30_000;

// `target` hops from endpoint to endpoint over the index (a loose index scan), and sees of each what is due first: one
// with a million deliveries that wait costs as much as one with a single delivery. Each endpoint with something due
// then gives as much as there is room for it, and for its organisation: what an endpoint has in hand still waits here.
// What is found is named in an array and not joined: a join with a table that PostgreSQL takes for empty goes through all of it.
const CLAIM = `WITH RECURSIVE target AS (
    (SELECT endpoint_id, next_attempt_at FROM webhook_waiting ORDER BY endpoint_id, next_attempt_at LIMIT 1)
    UNION ALL
    SELECT n.endpoint_id, n.next_attempt_at FROM target t CROSS JOIN LATERAL (
      SELECT w.endpoint_id, w.next_attempt_at FROM webhook_waiting w
      WHERE w.endpoint_id > t.endpoint_id ORDER BY w.endpoint_id, w.next_attempt_at LIMIT 1
    ) n
  ), served AS (
    SELECT e.id, e.url, e.sealed_key, e.sealed_previous_key, e.previous_key_until, e.failing_since,
      e.organization_id, $8::int - sum(coalesce(b.count, 0)) OVER (PARTITION BY e.organization_id) AS share,
      CASE WHEN e.failing_since IS NULL THEN $5::int ELSE $6::int END - coalesce(b.count, 0) AS room
    FROM target t
    JOIN webhook_endpoints e ON e.id = t.endpoint_id AND e.status = 'active' AND e.deleted_at IS NULL
    LEFT JOIN unnest($3::uuid[], $4::int[]) AS b (endpoint_id, count) ON b.endpoint_id = e.id
    WHERE t.next_attempt_at <= $1
  ), found AS (
    SELECT w.delivery_id, w.endpoint_id, w.next_attempt_at, s.share,
      row_number() OVER (PARTITION BY s.organization_id ORDER BY w.next_attempt_at) AS turn FROM served s
    CROSS JOIN LATERAL (
      SELECT delivery_id, endpoint_id, next_attempt_at FROM webhook_waiting
      WHERE endpoint_id = s.id AND next_attempt_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1)
      ORDER BY next_attempt_at LIMIT greatest(s.room, 0) FOR UPDATE SKIP LOCKED
    ) w
  ), claimed AS (
    UPDATE webhook_waiting SET claimed_until = $2 WHERE delivery_id = ANY(ARRAY(
      SELECT delivery_id FROM found WHERE turn <= share ORDER BY next_attempt_at LIMIT $7
    ))
    RETURNING delivery_id, endpoint_id, claimed_until
  )
  SELECT d.id, d.message_id AS "messageId", d.endpoint_id AS "endpointId", d.organization_id AS "organizationId",
    d.dialect, d.event_id AS "eventId", d.event, p.occurred_at AS "occurredAt", p.data, d.attempts,
    c.claimed_until AS "claimedUntil", s.url, s.sealed_key AS "sealedKey", s.sealed_previous_key AS "sealedPreviousKey",
    s.previous_key_until AS "previousKeyUntil", s.failing_since AS "failingSince"
  FROM claimed c
  JOIN served s ON s.id = c.endpoint_id
  JOIN webhook_deliveries d ON d.id = c.delivery_id
  JOIN webhook_payloads p ON p.event_id = d.event_id AND p.dialect = d.dialect`;

/** Hands out deliveries that are due, each to one process at a time. */
@Injectable()
export class DeliveryClaims {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Takes what is due, the longest waiting first, as far as there is room. A claim that nobody ends lapses by itself. */
  async take({ free, perEndpoint, perFailingEndpoint, perOrganization, busy }: Capacity): Promise<ClaimedDelivery[]> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + this.config.webhookTimeoutMs + LEASE_MARGIN_MS);
    const hands = [[...busy.keys()], [...busy.values()], perEndpoint, perFailingEndpoint, free, perOrganization];
    return this.unitOfWork.run((tx) => {
      tx.byIndex();
      return tx.query<ClaimedDelivery>(CLAIM, [now, until, ...hands]);
    });
  }
}
