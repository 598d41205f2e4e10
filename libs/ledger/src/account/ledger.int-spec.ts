import { QueryBus } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';
import { Money, uuidv7, type Currency, type Tenant } from '#kernel';
import { Database, loadConfig, PlatformModule, UnitOfWork, type Transaction } from '#platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { LedgerModule } from '../ledger.module.js';
import { Statement } from '../statement/statement.service.js';
import { credit, debit, type Posting } from './chart-of-accounts.js';
import { GetBalance } from './get-balance.query.js';
import { isOverdrawn, isPostedBefore, Ledger, type Cause } from './ledger.service.js';
import { VerifyLedger } from './verify-ledger.query.js';

const T0 = new Date('2025-11-20T09:00:00Z');
const later = (hours: number): Date => new Date(T0.getTime() + hours * 3_600_000);
const xaf = (amount: number): Money => Money.of(amount, 'XAF');
const newTenant = (): Tenant => ({ organizationId: uuidv7(), mode: 'sandbox' });

describe('the ledger', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let tenant: Tenant;

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = loadConfig({ APP_ENV: 'test', LOG_LEVEL: 'silent' });
    module = await Test.createTestingModule({
      imports: [PlatformModule.with(config, database.url), LedgerModule],
    }).compile();
    await module.init();
  });
  afterAll(async () => {
    await module?.close();
    await database?.drop();
  });
  beforeEach(() => {
    tenant = newTenant();
  });

  const db = (): Database => module.get(Database);
  /** What is found wrong about the organisation of the test. */
  const verify = async (): Promise<string[]> => {
    const { organizationId } = tenant;
    const journals = await db().query<{ id: string }>('SELECT id FROM ledger_journals WHERE organization_id = $1', [
      organizationId,
    ]);
    const own = [organizationId, ...journals.map(({ id }) => id)];
    const findings = await module.get(QueryBus).execute(new VerifyLedger());
    return findings.filter(({ where }) => own.some((id) => where.includes(id))).map(({ invariant }) => invariant);
  };

  interface Move {
    readonly cause?: Partial<Cause>;
    readonly at?: Date;
    readonly mayOverdraw?: boolean;
    readonly of?: Tenant;
  }
  const post = (postings: readonly Posting[], move: Move = {}): Promise<void> =>
    module.get(UnitOfWork).run((tx) => {
      const { cause, at: postedAt = T0, mayOverdraw = false, of = tenant } = move;
      const whole = { type: 'payment', id: uuidv7(), step: 'settled', ...cause } as const;
      module.get(Ledger).post(tx, { tenant: of, cause: whole, postedAt, postings, mayOverdraw });
      state(tx, of, postings);
      return Promise.resolve();
    });
  /** As every movement does that changes what a merchant has. */
  const state = (tx: Transaction, of: Tenant, postings: readonly Posting[]): void => {
    for (const { account: name, amount } of postings) {
      if ((name !== 'merchant.available' && name !== 'merchant.pending') || amount.isZero()) continue;
      module.get(Statement).add(tx, of, T0, {
        type: 'payment',
        direction: amount.isPositive() ? 'debit' : 'credit',
        amount: amount.abs(),
        status: 'completed',
        description: 'Moved',
      });
    }
  };
  const earn = (amount: number, move: Move = {}): Promise<void> =>
    post([debit('provider.mtn-momo', xaf(amount)), credit('merchant.available', xaf(amount))], move);
  const spend = (amount: number, move: Move = {}): Promise<void> =>
    post([debit('merchant.available', xaf(amount)), credit('merchant.reserved', xaf(amount))], move);
  const balance = async (currency: Currency = 'XAF', of = tenant): Promise<string[]> => {
    const { available, pending, reserved } = await module.get(QueryBus).execute(new GetBalance(of, currency));
    return [available, pending, reserved];
  };
  const account = (name: string) =>
    db().query<{ balance: string; overdraft: string }>(
      'SELECT balance, overdraft FROM ledger_balances WHERE organization_id = $1 AND account = $2 ORDER BY shard',
      [tenant.organizationId, name],
    );

  describe('posting', () => {
    it('keeps the balance beside the postings, per currency and mode, and says when it last moved', async () => {
      await post([
        debit('provider.mtn-momo', xaf(15000)),
        credit('merchant.pending', xaf(14625)),
        credit('platform.fees', xaf(375)),
      ]);
      await post([debit('merchant.pending', xaf(14625)), credit('merchant.available', xaf(14625))], { at: later(20) });
      const usd = Money.of('12.34', 'USD');
      await post([debit('provider.mtn-momo', usd), credit('merchant.pending', usd)], { at: later(1) });
      await earn(7, { of: { ...tenant, mode: 'live' } });
      expect(await balance()).toEqual(['14625', '0', '0']);
      expect(await balance('USD')).toEqual(['0.00', '12.34', '0.00']);
      expect(await balance('XAF', { ...tenant, mode: 'live' })).toEqual(['7', '0', '0']);
      const read = await module.get(QueryBus).execute(new GetBalance(tenant, 'XAF'));
      expect(read.lastUpdated).toBe(later(20).toISOString());
    });

    it('adds up what goes to one account and leaves out what moves nothing', async () => {
      const id = uuidv7();
      const postings = [
        debit('provider.mtn-momo', xaf(60)),
        debit('provider.mtn-momo', xaf(40)),
        credit('merchant.available', xaf(100)),
        credit('platform.fees', xaf(0)),
      ];
      await post(postings, { cause: { id } });
      await post([debit('merchant.pending', xaf(0)), credit('merchant.available', xaf(0))]);
      const rows = await db().query(
        `SELECT account, amount::int FROM ledger_postings JOIN ledger_journals ON id = journal_id WHERE cause_id = $1 ORDER BY 1`,
        [id],
      );
      expect(rows).toEqual([
        { account: 'merchant.available', amount: -100 },
        { account: 'provider.mtn-momo', amount: 100 },
      ]);
      expect(
        await db().query('SELECT 1 FROM ledger_journals WHERE organization_id = $1', [tenant.organizationId]),
      ).toHaveLength(1);
    });

    it('refuses a journal that does not sum to zero, in any of its currencies', async () => {
      await expect(post([debit('merchant.pending', xaf(5)), credit('merchant.available', xaf(4))])).rejects.toThrow(
        'does not sum to zero',
      );
      const crossed = [debit('merchant.pending', xaf(5)), credit('merchant.pending', Money.of('5', 'USD'))];
      await expect(post(crossed)).rejects.toThrow('does not sum to zero');
    });

    it('posts a step of a cause once, also when it comes many times at once', async () => {
      const cause = { id: uuidv7(), step: 'settled' };
      const results = await Promise.allSettled(Array.from({ length: 20 }, () => earn(100, { cause })));
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      expect(refused).toHaveLength(19);
      expect(refused.every(isPostedBefore)).toBe(true);
      await earn(1, { cause: { ...cause, step: 'another' } });
      expect(await balance()).toEqual(['101', '0', '0']);
    });

    it('loses nothing of what many post at once, and spreads accounts that every payment touches', async () => {
      const turns = Array.from({ length: 60 }, (_, turn) =>
        post([debit('provider.mtn-momo', xaf(turn + 1)), credit('merchant.pending', xaf(turn + 1))]),
      );
      await Promise.all(turns);
      expect(await balance()).toEqual(['0', '1830', '0']);
      expect((await account('merchant.pending')).length).toBeGreaterThan(1);
      expect(await verify()).toEqual([]);
    });
  });

  describe('an account that must not go below zero', () => {
    const overdraws = (amount: number): Promise<boolean> => spend(amount).then(() => false, isOverdrawn);

    it('gives what it has to the last franc, and not one more', async () => {
      await earn(100);
      expect(await overdraws(101)).toBe(true);
      await spend(100);
      expect(await overdraws(1)).toBe(true);
      expect(await balance()).toEqual(['0', '0', '100']);
    });

    it('is not emptied twice by those who come at once', async () => {
      await earn(1000);
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => spend(30)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(33);
      expect(await balance()).toEqual(['10', '0', '990']);
    });

    it('is pushed below by a chargeback alone, and then lets nothing out until it is back', async () => {
      await earn(100);
      await spend(250, { mayOverdraw: true });
      expect(await balance()).toEqual(['-150', '0', '250']);
      expect(await overdraws(1)).toBe(true);
      await earn(50);
      expect(await balance()).toEqual(['-100', '0', '250']);
      expect(await overdraws(50)).toBe(true);
      await earn(120);
      await spend(20);
      expect(await overdraws(1)).toBe(true);
      expect(await account('merchant.available')).toMatchObject([{ balance: '0.0000', overdraft: '0.0000' }]);
      expect(await verify()).toEqual([]);
    });
  });

  describe('the database itself', () => {
    const ids = () => ({ journal: uuidv7(), cause: uuidv7() });
    const insert = (amounts: readonly number[]): Promise<object[]> => {
      const { journal, cause } = ids();
      const { organizationId } = tenant;
      const rows = amounts.map(
        (amount, index) => `((SELECT id FROM j), '${organizationId}', 'sandbox', 'XAF', 'a${index}', ${amount}, now())`,
      );
      return db().query(
        `WITH j AS (INSERT INTO ledger_journals VALUES ('${journal}', '${organizationId}', 'sandbox', 'payment', '${cause}', 'by hand', now()) RETURNING id)
         INSERT INTO ledger_postings VALUES ${rows.join(', ')}`,
      );
    };

    it.each([[[5]], [[5, -4]], [[5, 5]]])('refuses postings that do not sum to zero: %j', async (amounts) => {
      await expect(insert(amounts)).rejects.toMatchObject({ constraint: 'ledger_postings_sum_to_zero' });
    });

    it('refuses a posting that moves nothing', async () => {
      await expect(insert([5, -5, 0])).rejects.toMatchObject({ constraint: 'ledger_postings_moves' });
    });

    it.each([
      ['ledger_journals', `UPDATE ledger_journals SET step = 'settled'`],
      ['ledger_journals', 'DELETE FROM ledger_journals'],
      ['ledger_postings', 'UPDATE ledger_postings SET amount = amount'],
      ['ledger_postings', 'DELETE FROM ledger_postings'],
      ['ledger_postings', 'TRUNCATE ledger_postings'],
      ['ledger_journals', 'TRUNCATE ledger_journals CASCADE'],
    ])('lets nobody change %s: %s', async (_, statement) => {
      await earn(100);
      await expect(db().query(statement)).rejects.toMatchObject({
        constraint: expect.stringMatching(/append_only|no_truncate/),
      });
    });
  });

  describe('its verification', () => {
    /** Does what no code can do, as somebody would who has the database in hand. */
    const tamper = async (statement: string): Promise<void> => {
      await db().query('ALTER TABLE ledger_postings DISABLE TRIGGER USER');
      await db().query(statement);
      await db().query('ALTER TABLE ledger_postings ENABLE TRIGGER USER');
    };

    it.each([
      [
        'every journal sums to zero',
        (id: string) => `UPDATE ledger_postings SET amount = amount - 1 WHERE organization_id = '${id}' AND amount < 0`,
      ],
      [
        'a balance is the sum of its postings',
        (id: string) =>
          `UPDATE ledger_balances SET balance = balance - 1 WHERE organization_id = '${id}' AND account = 'merchant.available'`,
      ],
      [
        'a balance is the sum of its postings',
        (id: string) => `DELETE FROM ledger_balances WHERE organization_id = '${id}'`,
      ],
      [
        'available and pending are what the statement says',
        (id: string) => `DELETE FROM statement_lines WHERE organization_id = '${id}'`,
      ],
    ])('finds that it does not hold: %s', async (invariant, statement) => {
      await earn(100);
      await tamper(statement(tenant.organizationId));
      expect(await verify()).toContain(invariant);
    });

    it('can tell the balance of any past moment, as it was told then', async () => {
      const told: [Date, string[]][] = [];
      for (const [hour, amount] of [
        [0, 500],
        [2, 300],
        [5, 200],
      ] as const) {
        await earn(amount, { at: later(hour) });
        if (hour === 2) await spend(650, { at: later(3) });
        told.push([later(hour + 1.5), await balance()]);
      }
      for (const [moment, [available]] of told) {
        const [row] = await db().query<{ owed: string }>(
          `SELECT -sum(amount) AS owed FROM ledger_postings
           WHERE organization_id = $1 AND account = 'merchant.available' AND posted_at <= $2`,
          [tenant.organizationId, moment],
        );
        expect(Number(row?.owed)).toBe(Number(available));
      }
    });
  });
});
