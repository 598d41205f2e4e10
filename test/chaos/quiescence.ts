import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';

export interface Quiet {
  /** From the last kill until nothing was open any more that could end. */
  readonly endedAfterMs: number;
  /** What did not come to rest in time. */
  readonly unrest: string[];
}

const LOOK_EVERY_MS = 200;
const DELIVERIES_PATIENCE_MS = 120_000;
/** Every delivery to a receiver that hangs takes its time-out at every attempt, and only so many hands wait at once. */
const DELIVERIES_PATIENCE_PER_OPERATION_MS = 60;

export const deliveriesPatienceMs = (operations: number): number =>
  Math.max(DELIVERIES_PATIENCE_MS, operations * DELIVERIES_PATIENCE_PER_OPERATION_MS);

/**
 * What the rows of the sandbox table leave open for good reason: payments of 92 and 97 until time has passed, and of 94
 * where nobody was there to be told; refunds of 88 and payouts that end in 97 for ever.
 */
const OPEN = `SELECT 'payment ' || id || ' of ' || right(payer_msisdn, 2) AS what FROM payments
    WHERE status = 'pending' AND payer_msisdn !~ '(92|94|97)$'
  UNION ALL SELECT 'refund ' || r.id || ' of ' || right(payer_msisdn, 2) FROM refunds r JOIN payments p ON p.id = r.payment_id
    WHERE r.status IN ('pending', 'processing') AND p.payer_msisdn !~ '88$'
  UNION ALL SELECT 'payout ' || id || ' of ' || trunc(amount) FROM payouts
    WHERE status IN ('pending', 'processing') AND mod(trunc(amount), 100) <> 97`;
/** Row 92 is paid at the first check after its end. */
const OPEN_FOR_LONG = `SELECT status || ' payment ' || id || ' of ' || right(payer_msisdn, 2) AS what FROM payments
  WHERE status = 'pending' OR (status = 'expired' AND payer_msisdn ~ '92$')`;
const LIFETIME_MS = 31 * 60_000;
const MOVE_CLOCK = 'UPDATE clock_offset SET offset_ms = offset_ms + greatest($1::bigint, 0)';
const UNREAD_EVENTS = `SELECT 'events of ' || subscriber AS what FROM outbox_checkpoints c
  WHERE EXISTS (SELECT 1 FROM outbox_events e WHERE (e.transaction_id, e.position) > (c.transaction_id, c.position))`;
/** Deliveries that something can be done about now, by the clock of the deployment, and when the last of the others is. */
const DELIVERIES = `SELECT
    count(*) FILTER (WHERE greatest(next_attempt_at, claimed_until) <= app.now)::int AS due,
    ceil(extract(epoch FROM max(greatest(next_attempt_at, claimed_until)) - app.now) * 1000)::bigint AS wait_ms
  FROM webhook_waiting,
    (SELECT clock_timestamp() + offset_ms * interval '1 millisecond' AS now FROM clock_offset) AS app
  GROUP BY app.now`;

/** Waits until all has ended that ends by itself, and then until time has passed. */
export async function waitForQuiet(databaseUrl: string, patienceMs: number): Promise<Quiet> {
  const ended = await waitForEnds(databaseUrl, patienceMs);
  return { ...ended, unrest: [...ended.unrest, ...(await letTimePass(databaseUrl, patienceMs))] };
}

/** Waits until a platform that is left in peace has ended what ends by itself. */
export async function waitForEnds(databaseUrl: string, patienceMs: number): Promise<Quiet> {
  const startedAt = performance.now();
  const open = await onPool(databaseUrl, (pool) => untilNone(() => all(pool, OPEN), patienceMs));
  const endedAfterMs = Math.round(performance.now() - startedAt);
  return { endedAfterMs, unrest: open.map((what) => `${what} was open after ${patienceMs / 1000} s`) };
}

/**
 * Waits until a platform that is left in peace has done all that it owes, and resolves to what it has not. Some payments are
 * open until they lapse; deliveries wait for hours between attempts, and for the claims of workers that were killed: the
 * clock of the deployment is moved over that, and only that.
 */
export function letTimePass(
  databaseUrl: string,
  patienceMs: number,
  toDeliverMs = DELIVERIES_PATIENCE_MS,
  say: (line: string) => void = () => undefined,
): Promise<string[]> {
  return onPool(databaseUrl, async (pool) => {
    if ((await all(pool, OPEN_FOR_LONG)).length > 0) await pool.query(MOVE_CLOCK, [LIFETIME_MS]);
    const unlapsed = await untilNone(() => all(pool, OPEN_FOR_LONG), patienceMs);
    say('All that waits for its time has ended');
    const unread = await untilNone(() => all(pool, UNREAD_EVENTS), patienceMs);
    say('Every event is read');
    const undelivered = await untilNone(() => leftToDeliver(pool), toDeliverMs);
    say('Every delivery is delivered or dead');
    return [
      unlapsed.map((what) => `${what} ${patienceMs / 1000} s after its time`),
      unread.map((what) => `${what} are unread`),
      undelivered,
    ].flat();
  });
}

const all = async (pool: pg.Pool, text: string): Promise<string[]> =>
  (await pool.query<{ what: string }>(text)).rows.map(({ what }) => what);

async function onPool<T>(databaseUrl: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

async function leftToDeliver(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ due: number; wait_ms: string }>(DELIVERIES);
  const [state] = rows;
  if (!state) return [];
  // Time is moved only once everything that is due has been tried.
  if (state.due === 0) await pool.query(MOVE_CLOCK, [state.wait_ms]);
  return [`deliveries wait, ${state.due} of them are due`];
}

/** What is still there when patience ends. */
async function untilNone(look: () => Promise<string[]>, patienceMs: number): Promise<string[]> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const left = await look();
    if (left.length === 0 || performance.now() > deadline) return left;
    await delay(LOOK_EVERY_MS);
  }
}
