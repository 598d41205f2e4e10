import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';

export interface Quiet {
  /** From the last kill until no payment was open any more. */
  readonly paymentsEndedAfterMs: number;
  /** What did not come to rest in time. */
  readonly unrest: string[];
}

const LOOK_EVERY_MS = 200;
const DELIVERIES_PATIENCE_MS = 120_000;

const OPEN_PAYMENTS = `SELECT count(*)::int AS count FROM payments WHERE status = 'pending'`;
const UNREAD_EVENTS = `SELECT count(*)::int AS count FROM outbox_checkpoints c
  WHERE EXISTS (SELECT 1 FROM outbox_events e WHERE (e.transaction_id, e.position) > (c.transaction_id, c.position))`;
/** Deliveries that something can be done about now, by the clock of the deployment, and when the last of the others is. */
const DELIVERIES = `SELECT
    count(*) FILTER (WHERE greatest(next_attempt_at, claimed_until) <= app.now)::int AS due,
    ceil(extract(epoch FROM max(greatest(next_attempt_at, claimed_until)) - app.now) * 1000)::bigint AS wait_ms
  FROM webhook_waiting,
    (SELECT clock_timestamp() + offset_ms * interval '1 millisecond' AS now FROM clock_offset) AS app
  GROUP BY app.now`;

/**
 * Waits until a platform that is left in peace has done all that it owes. Deliveries wait for hours between attempts and
 * for the claims of workers that were killed: the clock of the deployment is moved over that, and only that.
 */
export async function waitForQuiet(databaseUrl: string, paymentsPatienceMs: number): Promise<Quiet> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const count = async (text: string): Promise<number> =>
      (await pool.query<{ count: number }>(text)).rows[0]?.count ?? 0;
    const startedAt = performance.now();
    const ended = await waitUntil(async () => (await count(OPEN_PAYMENTS)) === 0, paymentsPatienceMs);
    const paymentsEndedAfterMs = Math.round(performance.now() - startedAt);
    const told = await waitUntil(async () => (await count(UNREAD_EVENTS)) === 0, DELIVERIES_PATIENCE_MS);
    const delivered = await waitUntil(() => nothingToDeliver(pool), DELIVERIES_PATIENCE_MS);
    const unrest = [
      ended ? [] : `payments were open after ${paymentsPatienceMs / 1000} s`,
      told ? [] : 'events are unread',
      delivered ? [] : 'deliveries wait',
    ];
    return { paymentsEndedAfterMs, unrest: unrest.flat() };
  } finally {
    await pool.end();
  }
}

async function nothingToDeliver(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ due: number; wait_ms: string }>(DELIVERIES);
  const [state] = rows;
  if (!state) return true;
  // Time is moved only once everything that is due has been tried.
  if (state.due === 0) {
    await pool.query('UPDATE clock_offset SET offset_ms = offset_ms + greatest($1::bigint, 0)', [state.wait_ms]);
  }
  return false;
}

async function waitUntil(condition: () => Promise<boolean>, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await delay(LOOK_EVERY_MS);
  }
  return false;
}
