import { CommandBus, QueryBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import { addDays, atDoualaTime, Money, uuidv7, type Currency, type Tenant } from '#kernel';
import { credit, debit, isPostedBefore, Ledger, LedgerModule, type Account, type Journal, type Posting } from '#ledger';
import { JobWorkers } from '#platform';
import { insertHappening, newTenant } from '../../../../test/support/reporting.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { ReportingModule } from '../reporting.module.js';
import { BALANCE_CATEGORIES, type BalanceCategory } from './balance-movement.js';
import { GetBalanceMovement } from './get-balance-movement.query.js';
import { RebuildBalanceDays } from './rebuild-balance-days.command.js';

const FIRST_DAY = '2025-12-30';
const DAYS = [0, 1, 2, 3].map((offset) => addDays(FIRST_DAY, offset));
const CURRENCIES = ['XAF', 'USD'] as const;
const KINDS = ['payment', 'refund', 'refund failed', 'payout', 'settlement', 'chargeback'] as const;

/** Something that moves money, and by how much in which category and column. */
interface Move {
  readonly kind: (typeof KINDS)[number];
  readonly tenant: Tenant;
  readonly currency: Currency;
  readonly amount: number;
  readonly fee: number;
  readonly fromPending: boolean;
  /** Of DAYS; it may be written after later ones. */
  readonly day: number;
  readonly time: string;
}

type Column = 'pending' | 'available';
type Part = readonly [category: BalanceCategory, column: Column, moved: number];

describe('the sums of a balance by day', () => {
  let platform: TestPlatform;

  beforeAll(async () => {
    platform = await startTestPlatform({ imports: [LedgerModule, ReportingModule.with([])] });
  }, 60_000);
  afterAll(() => platform?.close());

  const fold = () => platform.get(JobWorkers).runNow('fold-balance-days');
  const rebuild = () => platform.get(CommandBus).execute(new RebuildBalanceDays());
  const off = () => platform.database.query('SELECT * FROM balance_days_off');
  const post = (...journals: Journal[]): Promise<void> =>
    platform.unitOfWork.run(async (tx) => platform.get(Ledger).post(tx, ...journals));

  /** What a merchant's money does; a refund has a record that says its amount. */
  async function journalOf({ kind, tenant, currency, amount, fee, fromPending, day, time }: Move): Promise<Journal> {
    const at = atDoualaTime(DAYS[day]!, time);
    const [money, feeMoney] = [Money.of(String(amount), currency), Money.of(String(fee), currency)];
    const cost = money.minus(feeMoney);
    const column: Account = fromPending ? 'merchant.pending' : 'merchant.available';
    const journal = (type: Journal['cause']['type'], id: string, step: string, ...postings: Posting[]): Journal => {
      return { tenant, cause: { type, id, step }, postedAt: at, postings, mayOverdraw: true };
    };
    const refundId = async () =>
      (await insertHappening(platform.database, { kind: 'refund', tenant, currency, amount: String(amount), at })).id;
    switch (kind) {
      case 'payment':
        return journal(
          'payment',
          uuidv7(),
          'settled',
          debit('provider.mtn-momo', money),
          credit('platform.fees', feeMoney),
          credit(column, cost),
        );
      case 'refund':
        return journal(
          'refund',
          await refundId(),
          'requested:1',
          debit(column, cost),
          credit('merchant.reserved', cost),
        );
      case 'refund failed':
        return journal('refund', await refundId(), 'failed:1', debit('merchant.reserved', cost), credit(column, cost));
      case 'payout':
        return journal(
          'payout',
          uuidv7(),
          'requested',
          debit('merchant.available', money),
          credit('merchant.reserved', money),
        );
      case 'settlement':
        return journal(
          'settlement',
          uuidv7(),
          'released',
          debit('merchant.pending', money),
          credit('merchant.available', money),
        );
      case 'chargeback':
        return journal('chargeback', uuidv7(), 'opened', debit(column, money), credit('merchant.reserved', money));
    }
  }

  function partsOf({ kind, amount, fee, fromPending }: Move): Part[] {
    const column = fromPending ? 'pending' : 'available';
    switch (kind) {
      case 'payment':
        // A payment's fee is told in pending, where its net goes.
        return [
          ['payment', column, amount - fee],
          ['payment', 'pending', fee],
          ['fee', 'pending', -fee],
        ];
      case 'refund':
        return [
          ['refund', column, -amount],
          ['fee', column, fee],
        ];
      case 'refund failed':
        return [
          ['refund', column, amount],
          ['fee', column, -fee],
        ];
      case 'payout':
        return [['payout', 'available', -amount]];
      case 'settlement':
        return [
          ['settlement', 'pending', -amount],
          ['settlement', 'available', amount],
        ];
      case 'chargeback':
        return [['chargeback', column, -amount]];
    }
  }

  async function expectAsMoved(moves: readonly Move[], tenant: Tenant, currency: Currency): Promise<void> {
    const own = moves.filter((move) => move.tenant === tenant && move.currency === currency);
    const sum = (from: number, to: number, column: Column, category?: BalanceCategory): number =>
      own
        .filter(({ day }) => day >= from && day <= to)
        .flatMap(partsOf)
        .filter(([ofCategory, ofColumn]) => ofColumn === column && (category ?? ofCategory) === ofCategory)
        .reduce((total, [, , moved]) => total + moved, 0);
    const both = (from: number, to: number, category?: BalanceCategory) => ({
      pending: sum(from, to, 'pending', category),
      available: sum(from, to, 'available', category),
    });
    for (const [from, to] of [
      [0, 3],
      [1, 2],
      [3, 3],
    ] as const) {
      const request = { tenant, currency, firstDay: DAYS[from]!, lastDay: DAYS[to]! };
      const movement = await platform.get(QueryBus).execute(new GetBalanceMovement(request));
      const numbers = (parts: { pending: string; available: string }) => ({
        pending: Number(parts.pending),
        available: Number(parts.available),
      });
      expect({
        opening: numbers(movement.opening),
        closing: numbers(movement.closing),
        categories: movement.categories.map(numbers),
      }).toEqual({
        opening: both(0, from - 1),
        closing: both(0, to),
        categories: BALANCE_CATEGORIES.map((category) => both(from, to, category)),
      });
    }
  }

  it('are what was posted, to the franc, however late and often it comes, folded or not', async () => {
    const tenants = [newTenant(), newTenant('live')];
    const move = fc.record({
      kind: fc.constantFrom(...KINDS),
      tenant: fc.constantFrom(...tenants),
      currency: fc.constantFrom(...CURRENCIES),
      amount: fc.integer({ min: 100, max: 1_000_000 }),
      fee: fc.integer({ min: 0, max: 99 }),
      fromPending: fc.boolean(),
      day: fc.integer({ min: 0, max: 3 }),
      time: fc.constantFrom('00:00', '12:00', '23:59'),
    });
    const course = fc.record({
      moves: fc.array(move, { minLength: 1, maxLength: 10 }),
      // What is done after each: nothing, fold, come again, come again beside something new, make everything anew.
      after: fc.array(fc.constantFrom('', '', 'fold', 'again', 'roll back', 'rebuild'), {
        minLength: 10,
        maxLength: 10,
      }),
    });
    const all: Move[] = [];
    await fc.assert(
      fc.asyncProperty(course, async ({ moves, after }) => {
        for (const [turn, one] of moves.entries()) {
          const journal = await journalOf(one);
          await post(journal);
          all.push(one);
          if (after[turn] === 'again') expect(await post(journal).then(() => false, isPostedBefore)).toBe(true);
          if (after[turn] === 'roll back')
            expect(await post(elsewhere(journal), journal).then(() => false, isPostedBefore)).toBe(true);
          if (after[turn] === 'fold') await fold();
          if (after[turn] === 'rebuild') await rebuild();
        }
        expect(await off()).toEqual([]);
        for (const tenant of tenants) for (const currency of CURRENCIES) await expectAsMoved(all, tenant, currency);
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  /** The same for another cause: goes with the one beside it that cannot be posted again. */
  const elsewhere = (journal: Journal): Journal => ({ ...journal, cause: { ...journal.cause, id: uuidv7() } });

  it('are folded for everybody, however much one of them has moved', async () => {
    const [rich, poor] = [newTenant(), newTenant()];
    const move = { kind: 'payment', currency: 'XAF', fee: 0, fromPending: true, day: 0, time: '10:00' } as const;
    for (let turn = 0; turn < 3; turn += 1) {
      await post(await journalOf({ ...move, tenant: rich, amount: 900_000_000_000_000 }));
    }
    await post(await journalOf({ ...move, tenant: poor, amount: 100 }));
    await fold();
    expect(await platform.database.query('SELECT FROM balance_day_changes')).toEqual([]);
    const movementOf = (tenant: Tenant) =>
      platform
        .get(QueryBus)
        .execute(new GetBalanceMovement({ tenant, currency: 'XAF', firstDay: DAYS[0]!, lastDay: DAYS[1]! }));
    expect((await movementOf(rich)).closing.pending).toBe('2700000000000000');
    expect((await movementOf(poor)).closing.pending).toBe('100');
  });

  it('stay exact while many post and some fold', async () => {
    const tenant = newTenant();
    const moves = Array.from({ length: 60 }, (_, n): Move => ({
      kind: KINDS[n % KINDS.length]!,
      tenant,
      currency: 'XAF',
      amount: 1000 + n,
      fee: n,
      fromPending: n % 4 < 2,
      day: n % 4,
      time: '12:00',
    }));
    const journals = await Promise.all(moves.map(journalOf));
    const posting = [0, 1, 2, 3].map(async (writer) => {
      for (const journal of journals.filter((_, n) => n % 4 === writer)) await post(journal);
    });
    const folding = [0, 1].map(async () => {
      for (let round = 0; round < 12; round += 1) await fold();
    });
    await Promise.all([...posting, ...folding]);
    await expectAsMoved(moves, tenant, 'XAF');
    await fold();
    expect(await platform.database.query('SELECT FROM balance_day_changes')).toEqual([]);
    await expectAsMoved(moves, tenant, 'XAF');
    expect(await off()).toEqual([]);
  });
});
