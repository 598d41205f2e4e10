import type { CheckName } from './checks/checks.js';
import type { Evidence } from './evidence.js';
import type { Footprint } from './footprint.js';
import { Records } from './mix/records.js';
import type { Movement, OperatorEntry } from './operator-books.js';

/** Damage that a check must notice: a check that cannot turn red is decoration. */
export interface Damage {
  readonly what: string;
  readonly noticedBy: CheckName;
  /** Done to the database, with its triggers out of the way; undone afterwards. */
  readonly sql?: string;
  /** Done to what the others know. */
  readonly change?: (evidence: Evidence) => Evidence;
}

const one = (condition: string): string => `(SELECT id FROM payments WHERE ${condition} ORDER BY id LIMIT 1)`;

const withEntries = (
  { operator, ...others }: Evidence,
  change: (entries: OperatorEntry[]) => OperatorEntry[],
): Evidence => ({
  ...others,
  operator: { ...operator, entries: change([...operator.entries]) },
});

const twice =
  (movement: Movement) =>
  (evidence: Evidence): Evidence =>
    withEntries(evidence, (entries) => [...entries, ...entries.filter(({ kind }) => kind === movement).slice(0, 1)]);

export const DAMAGES: readonly Damage[] = [
  {
    what: 'a payment is lost',
    noticedBy: 'nothing acknowledged is lost',
    sql: `DELETE FROM payments WHERE id = ${one("status = 'expired'")}`,
  },
  {
    what: 'a payment exists twice',
    noticedBy: 'one per intention',
    sql: `CREATE TEMP TABLE twin AS SELECT * FROM payments WHERE id = ${one("status = 'failed'")};
      UPDATE twin SET id = gen_random_uuid(), provider_reference = gen_random_uuid();
      DO $$ DECLARE names text; BEGIN
        SELECT string_agg(attname, ', ') INTO names FROM pg_attribute
          WHERE attrelid = 'twin'::regclass AND attnum > 0 AND NOT attisdropped;
        EXECUTE format('INSERT INTO payments (%s) SELECT %s FROM twin', names, names);
      END $$`,
  },
  {
    what: 'a settled payment is marked failed',
    noticedBy: 'every payment ends as its payer decided',
    sql: `UPDATE payments SET status = 'failed' WHERE id = ${one("status = 'settled'")}`,
  },
  {
    what: 'a payment has no end although events tell of one',
    noticedBy: 'every end is a fact, once',
    sql: `UPDATE payments SET status = 'pending' WHERE id = ${one("status = 'cancelled'")}`,
  },
  {
    what: 'a posting is gone',
    noticedBy: 'the books are sound',
    sql: `DELETE FROM ledger_postings WHERE ctid = (SELECT min(ctid) FROM ledger_postings WHERE account = 'platform.fees')`,
  },
  {
    what: 'a figure of the statistics has drifted',
    noticedBy: 'figures equal a recount',
    sql: `UPDATE daily_statistics SET revenue = revenue + 1 WHERE ctid = (SELECT min(ctid) FROM daily_statistics)`,
  },
  {
    what: 'a balance has drifted',
    noticedBy: 'the sums agree',
    sql: `UPDATE ledger_balances SET balance = balance + 1
      WHERE ctid = (SELECT min(ctid) FROM ledger_balances WHERE account = 'provider.mtn-momo')`,
  },
  {
    what: 'a delivery is lost',
    noticedBy: 'one delivery per event and endpoint',
    sql: `DELETE FROM webhook_deliveries WHERE id = (SELECT id FROM webhook_deliveries ORDER BY id LIMIT 1)`,
  },
  {
    what: 'an event could not be taken',
    noticedBy: 'nothing is set aside',
    sql: `INSERT INTO outbox_parked (subscriber, event_position, error, transaction_id) VALUES ('nobody', 1, 'control', 1)`,
  },
  {
    what: 'a payment stays open',
    noticedBy: 'nothing is stuck',
    change: ({ quiet, ...others }) => ({ ...others, quiet: { ...quiet, unrest: ['payments were open'] } }),
  },
  {
    what: 'an answer makes no sense',
    noticedBy: 'every answer is understood',
    change: ({ records, ...others }) => ({ ...others, records: withRecords(records, { complaints: ['500 {}'] }) }),
  },
  {
    what: 'a repeat is told something else',
    noticedBy: 'a repeat is told the same',
    change: ({ records, ...others }) => ({ ...others, records: withRecords(records, { contradictions: ['control'] }) }),
  },
  {
    what: 'a job never ends',
    noticedBy: 'no job is stuck',
    change: (evidence) => withFootprint(evidence, { jobs: { payments: 1 } }),
  },
  {
    what: 'a transaction is left open',
    noticedBy: 'nothing leaks',
    change: (evidence) => withFootprint(evidence, { idleInTransaction: 1 }),
  },
  {
    what: 'sockets pile up',
    noticedBy: 'nothing leaks',
    change: (evidence) => withFootprint(evidence, { holdings: [{ process: 'api', handles: 100_000, megabytes: 100 }] }),
  },
  {
    what: 'a process says that something is wrong',
    noticedBy: 'nobody raises an alarm',
    change: (evidence) => ({ ...evidence, alarms: [...evidence.alarms, '{"level":"error"}'] }),
  },
  {
    what: 'the operator collects a second time',
    noticedBy: 'nobody is charged twice',
    change: twice('collection'),
  },
  {
    what: 'the operator gives back a second time',
    noticedBy: 'nothing is given back twice',
    change: twice('refund'),
  },
  {
    what: 'the operator pays out a second time',
    noticedBy: 'nothing is paid out twice',
    change: twice('transfer'),
  },
  {
    what: 'what was refused was done',
    noticedBy: 'no is no',
    change: ({ records, ...others }) => ({
      ...others,
      records: withRecords(records, {
        refused: records.payouts.slice(0, 1).map(({ idempotencyKey }) => ({ idempotencyKey, why: 'control' })),
      }),
    }),
  },
  {
    what: 'a key is never answered',
    noticedBy: 'no key is stuck',
    sql: `UPDATE idempotency_keys SET answered = false
      WHERE ctid = (SELECT min(ctid) FROM idempotency_keys WHERE operation = 'dashboard.makePayment')`,
  },
  {
    what: 'a completed refund is marked failed',
    noticedBy: 'every movement out ends as its row decides',
    sql: `UPDATE refunds SET status = 'failed' WHERE id = (SELECT id FROM refunds WHERE status = 'completed' ORDER BY id LIMIT 1)`,
  },
  {
    what: 'two payers use a link up',
    noticedBy: 'no link is used too often',
    sql: `UPDATE payments SET payment_link_id = (SELECT payment_link_id FROM payments JOIN payment_links l ON l.id = payment_link_id
        WHERE status = 'settled' AND max_uses = 1 ORDER BY l.id LIMIT 1)
      WHERE id = ${one("status = 'settled' AND payment_link_id IS NULL")}`,
  },
  {
    what: 'the operator is asked under a second reference',
    noticedBy: 'the operator is asked once',
    change: ({ operator, ...others }) => ({
      ...others,
      operator: { ...operator, requests: [...operator.requests, ...operator.requests.slice(0, 1)] },
    }),
  },
  {
    what: 'a delivered webhook never came',
    noticedBy: 'delivered means received',
    change: ({ received, ...others }) => ({ ...others, received: new Map([...received].slice(1)) }),
  },
  {
    what: 'webhooks come again and again',
    noticedBy: 'repeats are rare',
    change: ({ received, ...others }) => ({
      ...others,
      received: new Map(
        [...received].map(([id, taken], index) => [
          id,
          index % 10 === 0 ? { ...taken, times: taken.times + 1 } : taken,
        ]),
      ),
    }),
  },
];

const withRecords = (records: Records, changes: Partial<Records>): Records =>
  Object.assign(new Records(), records, changes);

const withFootprint = ({ footprints, ...others }: Evidence, changes: Partial<Footprint>): Evidence => ({
  ...others,
  footprints: { ...footprints, after: { ...footprints.after, ...changes } },
});
