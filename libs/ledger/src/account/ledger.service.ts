import { Injectable } from '@nestjs/common';
import { Money, uuidv7, type Currency, type Tenant } from '#kernel';
import { ConstraintViolation, type Transaction } from '#platform';
import { isGuarded, shardFor, type Account, type Posting } from './chart-of-accounts.js';

/** What made money move. A step of a cause posts at most once, ever. */
export interface Cause {
  readonly type: 'payment' | 'refund' | 'payout' | 'settlement' | 'chargeback';
  readonly id: string;
  readonly step: string;
}

export interface Journal {
  readonly tenant: Tenant;
  readonly cause: Cause;
  readonly postedAt: Date;
  /** Must sum to zero. Postings of zero are left out, several to one account are added up. */
  readonly postings: readonly Posting[];
  /** Lets a guarded account go below zero: for chargebacks alone. */
  readonly mayOverdraw?: boolean;
}

const JOURNAL_COLUMNS = 'id, organization_id, mode, cause_type, cause_id, step, posted_at';
const POSTING_COLUMNS = 'journal_id, organization_id, mode, currency, account, amount, posted_at';
const BALANCE_COLUMNS = 'organization_id, mode, currency, account, shard, balance, overdraft, guarded, updated_at';
const INSERT_JOURNAL = `INSERT INTO ledger_journals (${JOURNAL_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
// A forced movement comes with an overdraft of its own and may set a new depth; any other may only lessen it.
const ON_CONFLICT = `ON CONFLICT (organization_id, mode, currency, account, shard) DO UPDATE SET
  balance = b.balance + excluded.balance,
  overdraft = CASE WHEN excluded.overdraft > 0 THEN greatest(b.balance + excluded.balance, 0)
    ELSE least(b.overdraft, greatest(b.balance + excluded.balance, 0)) END,
  updated_at = greatest(b.updated_at, excluded.updated_at)`;

/** The only code that changes a balance. Everything it writes belongs to the caller's transaction. */
@Injectable()
export class Ledger {
  /**
   * Adds journals to the flush. The flush fails on `ledger_balances_not_overdrawn` when a guarded account does not
   * cover them, and on `ledger_journals_cause_key` when this step of a cause was posted before. All that one
   * transaction posts belongs into one call: no balance may be changed twice in a flush.
   */
  post(tx: Transaction, ...journals: readonly Journal[]): void {
    const moving = journals
      .map((journal) => ({ ...journal, postings: merged(journal.postings) }))
      .filter(({ postings }) => postings.length > 0);
    for (const journal of moving) this.insert(tx, journal);
    const balances = inLockOrder(addedUp(moving.flatMap(changesOf)));
    if (balances.length === 0) return;
    insertRows(tx, `INSERT INTO ledger_balances AS b (${BALANCE_COLUMNS})`, balances.map(balanceRow), ON_CONFLICT);
  }

  private insert(tx: Transaction, { tenant, cause, postedAt, postings }: Journal): void {
    requireBalanced(postings);
    const { organizationId, mode } = tenant;
    const journalId = uuidv7(postedAt);
    tx.write(INSERT_JOURNAL, [journalId, organizationId, mode, cause.type, cause.id, cause.step, postedAt]);
    insertRows(
      tx,
      `INSERT INTO ledger_postings (${POSTING_COLUMNS})`,
      postings.map(({ account, amount }) => [
        journalId,
        organizationId,
        mode,
        amount.currency,
        account,
        amount.toDecimal(),
        postedAt,
      ]),
    );
  }

  /**
   * Locks and reads what a merchant has. Takes the locks in the one order that every command keeps (available before
   * pending), so that commands wait for each other instead of deadlocking.
   */
  async lockMerchantFunds(
    tx: Transaction,
    tenant: Tenant,
    currency: Currency,
  ): Promise<{ available: Money; pending: Money }> {
    const locked = async (account: Account): Promise<Money> => {
      const rows = await tx.query<{ balance: string }>(LOCK_ACCOUNT, [
        tenant.organizationId,
        tenant.mode,
        currency,
        account,
      ]);
      return rows.reduce((sum, row) => sum.minus(Money.ofSum(row.balance, currency)), Money.zero(currency));
    };
    const available = await locked('merchant.available');
    return { available, pending: await locked('merchant.pending') };
  }
}

const LOCK_ACCOUNT = `SELECT balance FROM ledger_balances
  WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND account = $4 ORDER BY shard FOR UPDATE`;

/** Whether a flush failed because a guarded account did not cover it. */
export const isOverdrawn = (error: unknown): boolean =>
  error instanceof ConstraintViolation && error.constraint === 'ledger_balances_not_overdrawn';

/** Whether a flush failed because this step of its cause was posted before. */
export const isPostedBefore = (error: unknown): boolean =>
  error instanceof ConstraintViolation && error.constraint === 'ledger_journals_cause_key';

function merged(postings: readonly Posting[]): Posting[] {
  const sums = new Map<string, Posting>();
  for (const { account, amount } of postings) {
    const key = `${account} ${amount.currency}`;
    const before = sums.get(key);
    sums.set(key, { account, amount: before ? before.amount.plus(amount) : amount });
  }
  return [...sums.values()].filter(({ amount }) => !amount.isZero());
}

function requireBalanced(postings: readonly Posting[]): void {
  const sums = new Map<Currency, bigint>();
  for (const { amount } of postings) sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.minor);
  if ([...sums.values()].some((sum) => sum !== 0n)) throw new Error('A journal does not sum to zero');
}

/** What one posting does to one row of the balances. */
interface BalanceChange {
  readonly tenant: Tenant;
  readonly account: Account;
  readonly shard: number;
  readonly amount: Money;
  readonly overdraft: Money;
  readonly at: Date;
}

const changesOf = ({ tenant, cause, postedAt, mayOverdraw, postings }: Journal): BalanceChange[] =>
  postings.map(({ account, amount }) => ({
    tenant,
    account,
    shard: shardFor(account, cause.id),
    amount,
    overdraft: mayOverdraw && isGuarded(account) && amount.isPositive() ? amount : Money.zero(amount.currency),
    at: postedAt,
  }));

const rowOf = ({ tenant, account, shard, amount }: BalanceChange): string =>
  `${tenant.organizationId} ${tenant.mode} ${account} ${shard} ${amount.currency}`;

function addedUp(changes: readonly BalanceChange[]): BalanceChange[] {
  const sums = new Map<string, BalanceChange>();
  for (const change of changes) {
    const before = sums.get(rowOf(change));
    const amount = before ? before.amount.plus(change.amount) : change.amount;
    const overdraft = before ? before.overdraft.plus(change.overdraft) : change.overdraft;
    sums.set(rowOf(change), { ...change, amount, overdraft });
  }
  return [...sums.values()];
}

const balanceRow = ({ tenant, account, shard, amount, overdraft, at }: BalanceChange): unknown[] => [
  tenant.organizationId,
  tenant.mode,
  amount.currency,
  account,
  shard,
  amount.toDecimal(),
  overdraft.toDecimal(),
  isGuarded(account),
  at,
];

/**
 * The order in which rows are locked, here as in lockMerchantFunds: guarded accounts first, then by name and shard.
 * A command that has read what is available holds that row already, so that taking it last would be a deadlock.
 */
const inLockOrder = (changes: readonly BalanceChange[]): BalanceChange[] =>
  [...changes].sort(
    (a, b) => Number(isGuarded(b.account)) - Number(isGuarded(a.account)) || (rowOf(a) < rowOf(b) ? -1 : 1),
  );

function insertRows(tx: Transaction, head: string, rows: readonly (readonly unknown[])[], tail = ''): void {
  let place = 0;
  const tuples = rows.map((row) => `(${row.map(() => `$${(place += 1)}`).join(', ')})`);
  tx.write(`${head} VALUES ${tuples.join(', ')} ${tail}`.trimEnd(), rows.flat());
}
