import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';

export interface Quiet {
  /** From the last kill until no payment was open any more. */
  readonly paymentsEndedAfterMs: number;
  /** What did not come to rest in time, or null. */
  readonly unrest: string | null;
}

const LOOK_EVERY_MS = 200;
const DELIVERIES_PATIENCE_MS = 120_000;

const OPEN_PAYMENTS = `SELECT count(*)::int AS count FROM payments WHERE status = 'pending'`;
const UNREAD_EVENTS = `SELECT count(*)::int AS count FROM outbox_checkpoints c
  WHERE EXISTS (SELECT 1 FROM outbox_events e WHERE (e.transaction_id, e.position) > (c.transaction_id, c.position))`;
/** Deliveries that something can be done about now, by the clock of the deployment, and when the last of the others is. */
const DELIVERIES = `SELECT
    count(*) FILTER (WHERE greatest(next_attempt_at, claimed_until) <= app.now)::int AS due,
    count(*)::int AS waiting,
    ceil(extract(epoch FROM max(greatest(next_attempt_at, claimed_until)) - app.now) * 1000)::bigint AS wait_ms
  FROM webhook_deliveries,
    (SELECT clock_timestamp() + offset_ms * interval '1 millisecond' AS now FROM clock_offset) AS app
  WHERE status = 'pending' GROUP BY app.now`;

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
    let last = 0;
    const ended = await waitUntil(async () => {
      const n = await count(OPEN_PAYMENTS);
      if (n > 0 && performance.now() - last > 8000) { last = performance.now();
        const { rows } = await pool.query(`SELECT id, payer_msisdn, checks, accepted_at is not null as acc, extract(epoch from now()-created_at)::int as age, extract(epoch from next_check_at-now())::int as next, extract(epoch from now()-last_checked_at)::int as lastchk FROM payments WHERE status='pending' order by id limit 6`);
        console.log(Math.round(performance.now()-startedAt), n); console.table(rows);
        const t = await pool.query(`SELECT table_name FROM information_schema.tables WHERE table_schema='bullmq'`); 
        try { const j = await pool.query(`SELECT queue,id,name,state,data,dedup_id,locked_until_ms-extract(epoch from now())*1000 as lock_left,stalled_count,stalled_marked,attempts_made FROM bullmq.job WHERE finished_at_ms IS NULL ORDER BY seq LIMIT 14`); for (const r of j.rows) console.log(JSON.stringify(r).slice(0,600)); } catch (e) { console.log(String(e)); }
      }
      return n === 0; }, paymentsPatienceMs);
    const paymentsEndedAfterMs = Math.round(performance.now() - startedAt);
    const told = await waitUntil(async () => (await count(UNREAD_EVENTS)) === 0, DELIVERIES_PATIENCE_MS);
    const delivered = await waitUntil(() => nothingToDeliver(pool), DELIVERIES_PATIENCE_MS);
    const unrest = [!ended && 'payments are open', !told && 'events are unread', !delivered && 'deliveries wait'];
    return { paymentsEndedAfterMs, unrest: unrest.filter(Boolean).join(', ') || null };
  } finally {
    await pool.end();
  }
}

async function nothingToDeliver(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ due: number; waiting: number; wait_ms: string }>(DELIVERIES);
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
