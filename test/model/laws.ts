import { doualaDay } from '#kernel';
import type { Database } from '#platform';
import type { TestCore } from '../support/core.js';
import type { Trade } from './trade.js';

/** How statuses may move (money.md, "State machines"). */
const LEGAL_MOVES: Readonly<Record<string, readonly string[]>> = {
  payments: [
    ...['pending settled', 'pending failed', 'pending expired', 'pending cancelled'],
    ...['failed settled', 'expired settled', 'cancelled settled'],
  ],
  refunds: [
    ...['pending processing', 'pending completed', 'pending failed', 'pending cancelled'],
    ...['processing completed', 'processing failed', 'processing cancelled'],
    ...['failed pending', 'cancelled pending'],
  ],
  payouts: ['pending processing', 'pending completed', 'pending failed', 'processing completed', 'processing failed'],
  disputes: ['open under_review', 'open won', 'open lost', 'under_review won', 'under_review lost'],
};

const WATCH = `CREATE TABLE status_moves (kind text, id uuid, move text);
  CREATE FUNCTION note_status_move() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO status_moves VALUES (TG_TABLE_NAME, NEW.id, concat_ws(' ', OLD.status, NEW.status)); RETURN NULL; END $$;
  ${Object.keys(LEGAL_MOVES)
    .map(
      (table) => `CREATE TRIGGER note_status_move AFTER UPDATE ON ${table} FOR EACH ROW
        WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION note_status_move();`,
    )
    .join('\n')}`;

/** From here on the database writes down each move, also those that nobody would see between two looks. */
export async function watchStatuses(database: Database): Promise<void> {
  // Several statements, which no prepared one can be.
  await database.pool.query(WATCH);
}

async function illegalMoves({ database }: TestCore): Promise<string[]> {
  const moves = await database.query<{ kind: string; id: string; move: string }>(
    'SELECT kind, id, move FROM status_moves',
  );
  return moves
    .filter(({ kind, move }) => !LEGAL_MOVES[kind]?.includes(move))
    .map(({ kind, id, move }) => `${kind} ${id}: ${move}`);
}

const BELOW_ZERO = `SELECT concat_ws(' ', account, -sum(balance)) AS wrong FROM ledger_balances b
    WHERE account IN ('merchant.pending', 'merchant.reserved', 'merchant.available') GROUP BY organization_id, mode, currency, account
    HAVING sum(balance) > sum(overdraft)
  UNION ALL SELECT concat_ws(' ', 'payment', id) FROM payments
    WHERE least(fee, pending_net, refunded_amount, refunding_amount, fee_returned, fee - fee_returned) < 0
  UNION ALL SELECT concat_ws(' ', 'link', id) FROM payment_links WHERE least(reserved_uses, paid_uses) < 0`;

/** What is open is asked after some day, and nobody asks about what has ended for good. */
const CHECKS = `WITH subjects AS (
    SELECT id, status = 'pending' AS is_open, status = 'settled' AS is_over FROM payments
    UNION ALL SELECT id, status IN ('pending', 'processing'), status NOT IN ('pending', 'processing') FROM refunds
    UNION ALL SELECT id, status IN ('pending', 'processing'), status NOT IN ('pending', 'processing') FROM payouts
  )
  SELECT concat_ws(' ', id, CASE WHEN is_open THEN 'is never asked after' ELSE 'is over and asked after' END) AS wrong
  FROM subjects LEFT JOIN due_checks ON subject_id = id
  WHERE is_open AND subject_id IS NULL OR is_over AND subject_id IS NOT NULL`;

const PARKED = `SELECT concat_ws(' ', subscriber, error) AS wrong FROM outbox_parked`;

/** Every law that is broken anywhere in the database; none, however much has happened. */
export async function brokenLaws(core: TestCore): Promise<string[]> {
  const read = async (text: string): Promise<string[]> =>
    (await core.database.query<{ wrong: string }>(text)).map(({ wrong }) => wrong);
  const [findings, ...others] = await Promise.all([
    core.findings(),
    read(BELOW_ZERO),
    read(CHECKS),
    read(PARKED),
    illegalMoves(core),
  ]);
  return [...findings.map(({ invariant, where, detail }) => `${invariant}: ${where}, ${detail}`), ...others.flat()];
}

interface Told {
  readonly type: 'payment.settled' | 'refund.completed' | 'dispute.opened';
  readonly subject: {
    readonly amount: string;
    readonly settledAt: string;
    readonly completedAt: string;
    readonly createdAt: string;
  };
}
const TOLD = `SELECT type, payload->CASE type WHEN 'payment.settled' THEN 'payment' WHEN 'refund.completed' THEN 'refund' ELSE 'dispute' END AS subject
  FROM outbox_events WHERE organization_id = $1 AND type IN ('payment.settled', 'refund.completed', 'dispute.opened')`;
const DAYS = `SELECT day AS key, revenue::int, transactions, refunds::int, chargebacks::int FROM daily_statistics WHERE organization_id = $1`;
const HOURS = `SELECT hour AS key, revenue::int, transactions, refunds::int, chargebacks::int FROM hourly_statistics WHERE organization_id = $1`;

type Figures = readonly [revenue: number, transactions: number, refunds: number, chargebacks: number];
type Kept = { readonly key: string | Date } & Readonly<
  Record<'revenue' | 'transactions' | 'refunds' | 'chargebacks', number>
>;

/** The projection of the statistics, and the fold of the events over which it is made. */
export async function figuresOf({ core, tenant }: Trade): Promise<Record<'kept' | 'folded', Record<string, Figures>>> {
  const read = <T extends object>(text: string): Promise<T[]> => core.database.query<T>(text, [tenant.organizationId]);
  const [events, days, hours] = await Promise.all([read<Told>(TOLD), read<Kept>(DAYS), read<Kept>(HOURS)]);
  const folded: Record<string, Figures> = {};
  for (const event of events) {
    const [at, figures] = counted(event);
    const hour = new Date(at);
    hour.setUTCMinutes(0, 0, 0);
    for (const key of [doualaDay(new Date(at)), hour.toISOString()]) {
      folded[key] = (folded[key] ?? [0, 0, 0, 0]).map((sum, index) => sum + figures[index]!) as unknown as Figures;
    }
  }
  const kept = [...days, ...hours].map(({ key, revenue, transactions, refunds, chargebacks }) => [
    key instanceof Date ? key.toISOString() : key,
    [revenue, transactions, refunds, chargebacks],
  ]);
  return { kept: Object.fromEntries(kept), folded };
}

function counted({ type, subject }: Told): [at: string, figures: Figures] {
  const amount = Number(subject.amount);
  switch (type) {
    case 'payment.settled':
      return [subject.settledAt, [amount, 1, 0, 0]];
    case 'refund.completed':
      return [subject.completedAt, [0, 0, amount, 0]];
    case 'dispute.opened':
      return [subject.createdAt, [0, 0, 0, amount]];
  }
}
