import { DecideDispute, OpenDispute } from '#disputes';
import { LetOrganizationLive, SetUserSuspension } from '#identity';
import { doualaDay, startOfDoualaDay, type Tenant } from '#kernel';
import { DueChecks } from '#payments';
import { SharedClock } from '#platform';
import { RebuildDailyStatistics } from '#reporting';
import { dashboardDoor } from '#surfaces/dashboard';
import { ACTOR_ID, anAdministrator } from '../../support/administrator.js';
import { startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { hearAll } from '../../support/outbox.js';
import { aPayer, paidPayment } from '../../support/payments.js';
import { insertHappening, type Happening } from '../../support/reporting.js';

type Query = Readonly<Record<string, string>>;
interface Point {
  readonly label: string;
  readonly revenue: number;
  readonly date: string;
  readonly transactions: number;
}

describe('dashboard: statistics', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const ask = (query: Query, { token } = merchant, headers: Record<string, string> = {}): Promise<Answer> =>
    door.call('getStatistics', { token, query, headers });
  const statistics = async (period: string, value: string, more: Query = {}) => {
    const { status, body } = await ask({ period, value, ...more });
    expect({ period, value, status }).toEqual({ period, value, status: 200 });
    return body.data;
  };
  const daily = async (startDate: string, endDate: string, more: Query = {}, { token } = merchant) =>
    (await door.call('getDailyStatistics', { token, query: { startDate, endDate, ...more } })).body.data;
  /** What happened long ago: it is in the records, and the figures are made of these. */
  const past = async (...happenings: (Partial<Happening> & { readonly on: string })[]): Promise<void> => {
    for (const { on, ...more } of happenings) {
      const { tenant } = merchant;
      const at = new Date(on.length === 10 ? startOfDoualaDay(on).getTime() + 9 * 3_600_000 : on);
      await insertHappening(door.database, { kind: 'payment', tenant, currency: 'XAF', amount: '1000', ...more, at });
    }
    await door.commands.execute(new RebuildDailyStatistics());
  };
  /** Points that have something, by their labels. */
  const filled = (points: readonly Point[]): unknown[][] =>
    points.flatMap(({ label, revenue, transactions }) => (transactions > 0 ? [[label, revenue, transactions]] : []));

  describe('getStatistics', () => {
    it('answers as the contract shows it', async () => {
      await past(
        { on: '2025-10-07', amount: '150000' },
        { on: '2025-11-20', amount: '200000' },
        { on: '2025-11-30', amount: '65000' },
        { on: '2025-11-28', kind: 'refund', amount: '5000' },
        { on: '2025-10-31', kind: 'chargeback', amount: '15000' },
        { on: '2025-09-30', amount: '380000' },
        { on: '2026-01-01', amount: '9' },
      );
      const totals = { revenue: 415000, transactions: 3, refunds: 5000, chargebacks: 15000 };
      expect(await statistics('quarters', 'Q4 2025', { comparePrevious: 'true' })).toEqual({
        period: 'quarters',
        value: 'Q4 2025',
        ...totals,
        dataPoints: [
          { label: 'October 2025', revenue: 150000, date: '2025-09-30T23:00:00.000Z', transactions: 1 },
          { label: 'November 2025', revenue: 265000, date: '2025-10-31T23:00:00.000Z', transactions: 2 },
          { label: 'December 2025', revenue: 0, date: '2025-11-30T23:00:00.000Z', transactions: 0 },
        ],
        previousPeriod: { revenue: 380000, transactions: 1 },
        totals,
        range: { start: '2025-09-30T23:00:00.000Z', end: '2025-12-31T23:00:00.000Z', currency: 'XAF' },
      });
      expect((await statistics('quarters', 'Q4 2025')).previousPeriod).toBeNull();
      expect((await statistics('quarters', 'Q4 2025', { comparePrevious: 'false' })).previousPeriod).toBeNull();
    });

    it('puts what happened into the right bucket, to the hour and the day of Douala', async () => {
      await past(
        { on: '2025-11-19T22:59:59.999Z', amount: '1' },
        { on: '2025-11-19T23:00:00.000Z', amount: '2' },
        { on: '2025-11-20T13:30:00.000Z', amount: '4' },
        { on: '2025-11-20T22:59:59.999Z', amount: '8' },
        { on: '2025-11-20T23:00:00.000Z', amount: '16' },
        { on: '2025-11-29', amount: '32' },
      );
      const day = await statistics('days', '2025-11-20');
      expect(filled(day.dataPoints)).toEqual([
        ['00:00', 2, 1],
        ['14:00', 4, 1],
        ['23:00', 8, 1],
      ]);
      expect(day.totals).toMatchObject({ revenue: 14, transactions: 3 });
      expect(filled((await statistics('months', 'November 2025')).dataPoints)).toEqual([
        ['Wed 19 Nov', 1, 1],
        ['Thu 20 Nov', 14, 3],
        ['Fri 21 Nov', 16, 1],
        ['Sat 29 Nov', 32, 1],
      ]);
      // The fifth bucket has the two days that are left.
      expect(filled((await statistics('weeks', 'November 2025')).dataPoints)).toEqual([
        ['Week 3', 31, 5],
        ['Week 5', 32, 1],
      ]);
      expect(filled((await statistics('quarters', '2025')).dataPoints)).toEqual([['Q4 2025', 63, 6]]);
    });

    it('keeps currencies, modes and organisations apart', async () => {
      const live: Tenant = { ...merchant.tenant, mode: 'live' };
      await past(
        { on: '2025-11-20', amount: '15000' },
        { on: '2025-11-20', amount: '12.34', currency: 'USD' },
        { on: '2025-11-20', amount: '70', tenant: live },
      );
      expect(await statistics('years', '2025')).toMatchObject({ revenue: 15000, transactions: 1 });
      expect(await statistics('years', '2025', { currency: 'USD' })).toMatchObject({
        revenue: 12.34,
        range: { currency: 'USD' },
      });
      const theirs = await ask({ period: 'years', value: '2025' }, await aMerchant(door));
      expect(theirs.body.data).toMatchObject({ revenue: 0, transactions: 0 });
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(await statistics('years', '2025')).toMatchObject({ revenue: 70 });
      const sandbox = await ask({ period: 'years', value: '2025' }, merchant, { 'x-mode': 'SANDBOX' });
      expect(sandbox.body.data).toMatchObject({ revenue: 15000 });
    });
  });

  describe('getDailyStatistics', () => {
    it('answers as the contract shows it', async () => {
      await past(
        { on: '2025-11-20', amount: '15000' },
        { on: '2025-11-20', kind: 'refund', amount: '5000' },
        { on: '2025-11-18', amount: '1' },
        { on: '2025-11-21', kind: 'chargeback', amount: '1' },
      );
      const nothing = { revenue: 0, transactions: 0, refunds: 0, chargebacks: 0 };
      const some = { revenue: 15000, transactions: 1, refunds: 5000, chargebacks: 0 };
      expect(await daily('2025-11-19', '2025-11-20')).toEqual({
        startDate: '2025-11-19',
        endDate: '2025-11-20',
        currency: 'XAF',
        data: [
          { date: '2025-11-19', ...nothing },
          { date: '2025-11-20', ...some },
        ],
        totals: some,
      });
      const dollars = await daily('2025-11-20', '2025-11-20', { currency: 'USD' });
      expect(dollars).toMatchObject({ currency: 'USD', data: [{ date: '2025-11-20', ...nothing }], totals: nothing });
    });

    it('has every day of up to 366', async () => {
      const { data } = await daily('2024-01-01', '2024-12-31');
      const days = data.map(({ date }: { date: string }) => date);
      expect([days.length, days[0], days[59], days.at(-1)]).toEqual([366, '2024-01-01', '2024-02-29', '2024-12-31']);
      expect((await daily('9999-01-01', '9999-12-31')).data).toHaveLength(365);
      expect((await daily('0001-01-01', '0001-01-02')).data).toHaveLength(2);
    });

    it.each<[Query, string, string]>([
      [{ startDate: '2025-11-21', endDate: '2025-11-20' }, 'startDate', 'must not be after endDate'],
      [{ startDate: '2024-01-01', endDate: '2025-01-01' }, 'endDate', 'must be at most 366 days from startDate on'],
      [{ startDate: '2025-11-20' }, 'endDate', 'is required'],
      [{ endDate: '2025-11-20' }, 'startDate', 'is required'],
      [{ startDate: '2025-02-30', endDate: '2025-03-01' }, 'startDate', ''],
      [{ startDate: '20/11/2025', endDate: '2025-11-20' }, 'startDate', ''],
      [{ startDate: '0000-01-01', endDate: '0000-01-02' }, 'startDate', 'must be a day from the year 0001 on'],
      [{ startDate: '2025-11-20', endDate: '2025-11-20', currency: 'EUR' }, 'currency', 'must be one of XAF, USD'],
    ])('refuses %j', async (query, field, sentence) => {
      const answer = await door.call('getDailyStatistics', { token: merchant.token, query });
      const { details, ...refused } = answer.body.error;
      expect([answer.status, refused.code]).toEqual([422, 'VALIDATION_ERROR']);
      expect(details[field]).toEqual(expect.arrayContaining([expect.stringContaining(sentence)]));
    });
  });

  it('count a payment when it is paid, a refund when it is completed, a chargeback when it is opened', async () => {
    const today = doualaDay(door.get(SharedClock).now());
    const figures = async (): Promise<number[]> => {
      // Whatever is heard again counts once.
      await hearAll(door, 'daily-statistics');
      const { totals } = await daily(today, today);
      const quarter = (await statistics('quarters', today)).totals;
      expect(quarter).toEqual(totals);
      return [totals.revenue, totals.transactions, totals.refunds, totals.chargebacks];
    };
    const pay = (ending: '87' | '91', amount: string) =>
      paidPayment(door, merchant.tenant, { payer: aPayer(ending), amount });
    const refunded = await pay('91', '15000');
    expect(await figures()).toEqual([15000, 1, 0, 0]);
    const { refundId } = (
      await door.call('createRefund', {
        token: merchant.token,
        path: { paymentId: refunded.id },
        body: { amount: 5000 },
      })
    ).body.data;
    expect(await figures()).toEqual([15000, 1, 0, 0]);
    await door.get(DueChecks).check('refund', refundId);
    await door.get(DueChecks).check('refund', refundId);
    expect(await figures()).toEqual([15000, 1, 5000, 0]);
    const request = { reason: 'Not received', providerReference: null, actorId: ACTOR_ID };
    const paymentId = (await pay('87', '8000')).id;
    const { id: disputeId } = await door.commands.execute(new OpenDispute({ ...request, paymentId }));
    expect(await figures()).toEqual([23000, 2, 5000, 8000]);
    await door.commands.execute(new DecideDispute({ disputeId, outcome: 'won', note: null, actorId: ACTOR_ID }));
    expect(await figures()).toEqual([23000, 2, 5000, 8000]);
    await door.commands.execute(new RebuildDailyStatistics());
    expect(await figures()).toEqual([23000, 2, 5000, 8000]);
  });

  it.each<[string, Query]>([
    ['getStatistics', { period: 'months', value: 'November 2025' }],
    ['getDailyStatistics', { startDate: '2025-11-19', endDate: '2025-11-20' }],
  ])('%s lets in whom it knows, and nobody else', async (operation, query) => {
    const called = async (token: string | null, headers: Record<string, string> = {}) => {
      const { status, body } = await door.call(operation, { token, query, headers });
      return status === 200 ? status : [status, body.error.code];
    };
    expect(await called((await anAdministrator(door)).token, { 'x-mode': 'SANDBOX' })).toBe(200);
    expect(await called(merchant.token, { 'x-mode': 'LIVE' })).toEqual([403, 'FORBIDDEN']);
    expect(await called(merchant.token, { 'x-mode': 'live' })).toEqual([422, 'VALIDATION_ERROR']);
    expect(await called(null)).toEqual([401, 'AUTH_REQUIRED']);
    expect(await called('a.b.c')).toEqual([401, 'AUTH_INVALID']);
    const lapsed = await aMerchant(door);
    await door.commands.execute(new SetUserSuspension(merchant.userId, true, null));
    expect(await called(merchant.token)).toEqual([403, 'FORBIDDEN']);
    await door.get(SharedClock).move(3_601_000);
    expect(await called(lapsed.token)).toEqual([401, 'AUTH_EXPIRED']);
  });
});
