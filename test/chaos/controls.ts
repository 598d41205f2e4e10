import pg from 'pg';
import type { Config } from '#platform';
import { administer, databaseUrl as urlOf } from '../support/postgres.js';
import { findingsIn, type CheckName } from './checks.js';
import { verifyBooksWith, type VerifyBooks } from '../support/platform-processes/verify-books.js';
import { readPlatform, type Evidence } from './evidence.js';

/** Damage that a check must notice: a check that cannot turn red is decoration. */
interface Damage {
  readonly what: string;
  readonly noticedBy: CheckName;
  /** Done to a copy of the database, with its triggers out of the way. */
  readonly sql?: string;
  /** Done to what the others know. */
  readonly change?: (evidence: Evidence) => Evidence;
}

const one = (condition: string): string => `(SELECT id FROM payments WHERE ${condition} ORDER BY id LIMIT 1)`;

const DAMAGES: readonly Damage[] = [
  {
    what: 'a payment is lost',
    noticedBy: 'nothing acknowledged is lost',
    sql: `DELETE FROM payments WHERE id = ${one("status = 'expired'")}`,
  },
  {
    what: 'a payment exists twice',
    noticedBy: 'one payment per intention',
    sql: `CREATE TEMP TABLE twin AS SELECT * FROM payments WHERE id = ${one("status = 'failed'")};
      ALTER TABLE twin DROP COLUMN search_text;
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
    change: ({ merchant, ...others }) => ({ ...others, merchant: { ...merchant, complaints: ['500 {}'] } }),
  },
  {
    what: 'the operator collects a second time',
    noticedBy: 'nobody is charged twice',
    change: ({ operator, ...others }) => ({
      ...others,
      operator: { ...operator, collections: [...operator.collections, ...operator.collections.slice(0, 1)] },
    }),
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
      received: new Map([...received].map(([id, times], index) => [id, index % 10 === 0 ? times + 1 : times])),
    }),
  },
];

/** Does each damage to a copy and returns those that went unnoticed. Nobody may be connected to the database. */
export async function unnoticedDamages(config: Config, databaseUrl: string, evidence: Evidence): Promise<string[]> {
  const unnoticed: string[] = [];
  for (const damage of DAMAGES) {
    const damaged = damage.sql
      ? { ...evidence, platform: await damagedCopy(databaseUrl, damage.sql, verifierFor(damage, config)) }
      : evidence;
    const found = findingsIn(damage.change?.(damaged) ?? damaged);
    if (!found.some(({ check }) => check === damage.noticedBy)) unnoticed.push(`${damage.what}: ${damage.noticedBy}`);
  }
  return unnoticed;
}

/** Verifying takes a core that is started for it, which only the damage to the books is worth. */
const verifierFor = ({ noticedBy }: Damage, config: Config): VerifyBooks =>
  noticedBy === 'the books are sound' ? verifyBooksWith(config) : () => Promise.resolve([]);

async function damagedCopy(databaseUrl: string, sql: string, verify: VerifyBooks): Promise<Evidence['platform']> {
  const name = 'damaged';
  const server = urlOf(databaseUrl, 'postgres');
  const template = new URL(databaseUrl).pathname.slice(1);
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  try {
    const url = urlOf(databaseUrl, name);
    await damage(url, sql);
    return await readPlatform(url, verify);
  } finally {
    await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

async function damage(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    // Triggers and foreign keys refuse most of it, as they should.
    await client.query('SET session_replication_role = replica');
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Defects that whole designs had: a run over such a platform must end red, by this check. */
export const BROKEN_DESIGNS = {
  'no-idempotency-index': {
    noticedBy: 'one payment per intention',
    sql: 'ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_pkey',
  },
  'no-sweeper': {
    noticedBy: 'every payment ends as its payer decided',
    sql: `CREATE FUNCTION plan_no_check() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.next_check_at := NULL; RETURN NEW; END $$;
      CREATE TRIGGER plan_no_check BEFORE INSERT OR UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION plan_no_check()`,
  },
} as const satisfies Record<string, { noticedBy: CheckName; sql: string }>;

export type BrokenDesign = keyof typeof BROKEN_DESIGNS;
