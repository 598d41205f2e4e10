import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type pg from 'pg';
import { Money, type Currency, type Mode } from '#kernel';
import { Database } from '#platform';
import { statementAmount, type ProviderName, type StatementLine } from '#providers';
import type { CheckedKind } from '../due/due-check.js';

/** A payment, refund or payout of ours, as far as an operator knows of it. */
export interface OurMovement {
  readonly kind: CheckedKind;
  readonly id: string;
  readonly organizationId: string;
  readonly reference: string;
  readonly status: string;
  readonly amount: string;
  readonly currency: Currency;
}

/** Where a statement and our books say different things. */
export type StatementDifference =
  | { readonly what: 'amount' | 'state'; readonly line: StatementLine; readonly ours: OurMovement }
  /** Money moved under a reference that we do not have; `namesake` is what of ours has the id that the line names. */
  | { readonly what: 'unknown to us'; readonly line: StatementLine; readonly namesake: OurMovement | null }
  | { readonly what: 'twice'; readonly line: StatementLine; readonly ours: OurMovement }
  | { readonly what: 'unknown to the operator'; readonly ours: OurMovement };

/**
 * Compares a statement of an operator with our books, line by line in both directions: what we hold for done between `from`
 * and `to` has to be in it. Changes nothing; memory does not grow with the statement. Whoever stops reading ends it.
 */
export class CompareStatement extends Query<AsyncIterable<StatementDifference>> {
  constructor(
    readonly statement: {
      readonly provider: ProviderName;
      readonly mode: Mode;
      readonly from: Date;
      readonly to: Date;
    },
    readonly lines: AsyncIterable<StatementLine>,
  ) {
    super();
  }
}

const BATCH = 500;
/** What operators have room for of a reference of ours, without its hyphens: enough to be different for each. */
const REFERENCE = /^[0-9a-f]{20,32}$/;
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/;

interface Source {
  readonly kind: CheckedKind;
  readonly direction: StatementLine['direction'];
  readonly amount: string;
  readonly currency: string;
  /** Its status when the money has moved, and the column that says since when. */
  readonly done: readonly [status: string, since: string];
}
const SOURCES: readonly Source[] = [
  {
    kind: 'payment',
    direction: 'in',
    amount: 'provider_amount',
    currency: 'provider_currency',
    done: ['settled', 'settled_at'],
  },
  {
    kind: 'refund',
    direction: 'out',
    amount: 'provider_amount',
    currency: 'provider_currency',
    done: ['completed', 'completed_at'],
  },
  { kind: 'payout', direction: 'out', amount: 'amount', currency: 'currency', done: ['completed', 'completed_at'] },
];
const columns = ({
  kind,
  amount,
  currency,
}: Source): string => `'${kind}' AS kind, id, organization_id AS "organizationId",
  provider_reference AS reference, status::text AS status, ${amount} AS amount, ${currency} AS currency`;
const each = (select: (source: Source) => string): string => SOURCES.map(select).join(' UNION ALL ');

const FIND = `SELECT l.number, ours.* FROM unnest($3::int[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[])
    AS l (number, lowest, highest, id, direction)
  CROSS JOIN LATERAL (${each(
    (
      source,
    ) => `SELECT ${columns(source)}, provider_reference BETWEEN l.lowest AND l.highest AS "isMeant" FROM ${source.kind}s
      WHERE l.direction = '${source.direction}' AND provider = $1 AND mode = $2
        AND (provider_reference BETWEEN l.lowest AND l.highest OR ${source.kind}s.id = l.id)`,
  )}) AS ours`;
const REMEMBER = `INSERT INTO statement_seen (reference, moved, line)
  SELECT * FROM unnest($1::uuid[], $2::boolean[], $3::int[]) ON CONFLICT DO NOTHING RETURNING line`;
const UNSEEN = each(
  (source) => `SELECT ${columns(source)} FROM ${source.kind}s WHERE provider = $1 AND mode = $2
    AND status = '${source.done[0]}' AND ${source.done[1]} >= $3 AND ${source.done[1]} < $4
    AND NOT EXISTS (SELECT FROM statement_seen WHERE reference = provider_reference)`,
);

type Found = OurMovement & { readonly number: number; readonly isMeant: boolean };

@QueryHandler(CompareStatement)
export class CompareStatementHandler implements IQueryHandler<CompareStatement> {
  constructor(private readonly database: Database) {}

  execute(query: CompareStatement): Promise<AsyncIterable<StatementDifference>> {
    return Promise.resolve(this.compare(query));
  }

  /**
   * What was seen is kept in a table of this session. Each batch is a transaction of its own: one that writes for long would
   * keep the outbox from being read.
   */
  private async *compare({ statement, lines }: CompareStatement): AsyncGenerator<StatementDifference> {
    const client = await this.database.pool.connect();
    try {
      await client.query(
        'CREATE TEMPORARY TABLE statement_seen (reference uuid, moved boolean, line integer, PRIMARY KEY (reference, moved))',
      );
      for await (const batch of inBatches(lines)) yield* compareBatch(client, statement, batch);
      yield* unseen(client, statement);
    } finally {
      // The table goes with the session.
      client.release(true);
    }
  }
}

async function* compareBatch(
  client: pg.PoolClient,
  { provider, mode }: CompareStatement['statement'],
  batch: readonly StatementLine[],
): AsyncGenerator<StatementDifference> {
  const keys = batch.map(({ reference }) => reference.replaceAll('-', '').toLowerCase());
  const bound = (fill: string) => keys.map((key) => (REFERENCE.test(key) ? key.padEnd(32, fill) : null));
  const { rows } = await client.query<Found>(FIND, [
    ...[provider, mode, batch.map((_, index) => index), bound('0'), bound('f')],
    ...[
      batch.map(({ externalId }) => UUID.exec(externalId.toLowerCase())?.[0] ?? null),
      batch.map(({ direction }) => direction),
    ],
  ]);
  const named = new Map(rows.map((row) => [row.number, row]));
  const meant = new Map(rows.filter(({ isMeant }) => isMeant).map((row) => [row.number, row]));
  const numbers = [...meant.keys()];
  const remembered = await client.query<{ line: number }>(REMEMBER, [
    numbers.map((number) => meant.get(number)?.reference),
    numbers.map((number) => batch[number]?.state === 'settled'),
    numbers,
  ]);
  const firsts = new Set(remembered.rows.map((row) => row.line));
  for (const [number, line] of batch.entries()) {
    const ours = meant.get(number);
    if (!ours) {
      // What was refused under a reference that we no longer have moved nothing.
      if (line.state !== 'declined') yield { what: 'unknown to us', line, namesake: named.get(number) ?? null };
    } else if (line.state === 'settled' && !firsts.has(number)) yield { what: 'twice', line, ours };
    else if (line.state !== stateOf(ours.status)) yield { what: 'state', line, ours };
    else if (!isSameAmount(statementAmount(provider, mode, line, ours.currency), ours))
      yield { what: 'amount', line, ours };
  }
}

async function* unseen(
  client: pg.PoolClient,
  { provider, mode, from, to }: CompareStatement['statement'],
): AsyncGenerator<StatementDifference> {
  await client.query('BEGIN READ ONLY');
  // Between two fetches whoever reads may ask an operator about every movement of a batch.
  await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
  await client.query(`DECLARE unseen NO SCROLL CURSOR FOR ${UNSEEN}`, [provider, mode, from, to]);
  for (;;) {
    const { rows } = await client.query<OurMovement>(`FETCH ${BATCH} FROM unseen`);
    for (const ours of rows) yield { what: 'unknown to the operator', ours };
    if (rows.length < BATCH) return;
  }
}

async function* inBatches(lines: AsyncIterable<StatementLine>): AsyncGenerator<StatementLine[]> {
  let batch: StatementLine[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function stateOf(status: string): StatementLine['state'] {
  if (status === 'settled' || status === 'completed') return 'settled';
  return ['failed', 'expired', 'cancelled'].includes(status) ? 'declined' : 'pending';
}

function isSameAmount(said: Money | null, { amount, currency }: OurMovement): boolean {
  return said !== null && said.currency === currency && said.minor === Money.of(amount, currency).minor;
}
