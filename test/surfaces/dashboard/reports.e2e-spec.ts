import { OpenDispute } from '#disputes';
import { LetOrganizationLive, SetUserSuspension, SignIn } from '#identity';
import { addDays, atDoualaTime, CAMEROON_HOLIDAYS, doualaDay, isBusinessDay } from '#kernel';
import { DueChecks } from '#payments';
import { JobWorkers, SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { ACTOR_ID, anAdministrator } from '../../support/administrator.js';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, paidPayment } from '../../support/payments.js';

type Query = Readonly<Record<string, string | number>>;
type Headers = Readonly<Record<string, string>>;

const NOTHING = ['payment', 'fee', 'refund', 'chargeback', 'payout', 'settlement'].map((category) => ({
  category,
  pending: 0,
  available: 0,
}));

describe('dashboard: reports', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  /** A business day before a business day: what is paid then is released on the day after. */
  let today: string;
  let tomorrow: string;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    await reach(nextNoon());
    merchant = await aMerchant(door);
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const now = (): Date => door.get(SharedClock).now();
  const reach = (instant: Date) => door.get(SharedClock).move(instant.getTime() - now().getTime());
  function nextNoon(): Date {
    const isBusiness = (day: string): boolean => isBusinessDay(day, CAMEROON_HOLIDAYS);
    today = addDays(doualaDay(now()), 1);
    while (![0, 1, 2].every((days) => isBusiness(addDays(today, days)))) today = addDays(today, 1);
    tomorrow = addDays(today, 1);
    return atDoualaTime(today, '12:00');
  }
  /** Past the next release; the token of before has lapsed by then. */
  async function release(): Promise<void> {
    await reach(atDoualaTime(tomorrow, '06:00'));
    await door.get(JobWorkers).runNow('release-settlements');
    const { accessToken } = await door.commands.execute(new SignIn(merchant.email, merchant.password));
    merchant = { ...merchant, token: accessToken.token };
  }

  const paid = (ending: '87' | '91', amount: string, currency: 'XAF' | 'USD' = 'XAF') =>
    paidPayment(door, merchant.tenant, { payer: aPayer(ending), amount, currency });
  const settlements = (query: Query = {}, { token } = merchant, headers: Headers = {}): Promise<Answer> =>
    door.call('getSettlementsReport', { token, query, headers });
  const settled = async (query: Query = {}) => (await settlements(query)).body.data.settlements;
  const balance = (query: Query, { token } = merchant, headers: Headers = {}): Promise<Answer> =>
    door.call('getBalanceReport', { token, query, headers });
  const movement = async (startDate: string, endDate: string, more: Query = {}) =>
    (await balance({ startDate, endDate, ...more })).body.data;
  const refund = (paymentId: string, amount: number) =>
    door.call('createRefund', { token: merchant.token, path: { paymentId }, body: { amount } });
  const payOut = (amount: number) =>
    door.call('requestPayout', { token: merchant.token, body: { amount, currency: 'XAF', description: 'November' } });

  describe('getSettlementsReport', () => {
    it('gathers what is released on a day, pending until 06:00 and paid from then on', async () => {
      const first = await paid('87', '15000');
      await paid('87', '10000');
      await refund(first.id, 5000);
      const report = (await settlements()).body.data;
      const settlement = {
        id: expect.any(String),
        date: tomorrow,
        amount: 24_375 - 4875,
        currency: 'XAF',
        status: 'pending',
        grossAmount: 25_000,
        fees: 625,
        deductions: 4875,
        paymentCount: 2,
      };
      expect(report).toEqual({
        settlements: [settlement],
        pagination: { page: 1, limit: 20, total: 1, totalPages: 1, hasNext: false, hasPrev: false },
      });
      const [{ id }] = report.settlements;
      await release();
      expect(await settled()).toEqual([{ ...settlement, id, status: 'paid' }]);
      await door.get(DueChecks).check('refund', (await refund(first.id, 1000)).body.data.refundId);
      expect(await settled()).toEqual([{ ...settlement, id, status: 'paid' }]);
    });

    it('is below zero where more was taken than paid, never by what was taken from elsewhere', async () => {
      const { id: paymentId } = await paid('87', '10000');
      const request = { paymentId, reason: 'Not received', providerReference: null, actorId: ACTOR_ID };
      await door.commands.execute(new OpenDispute(request));
      expect(await settled()).toMatchObject([{ amount: 0, grossAmount: 10_000, fees: 250, deductions: 9750 }]);
    });

    it('lists by day, status and page, latest first, each currency for itself', async () => {
      await paid('91', '10000');
      await paid('87', '12.34', 'USD');
      await paid('87', '15000');
      const told = async (query: Query = {}): Promise<unknown[][]> =>
        (await settled(query)).map((one: Record<string, unknown>) => [one['date'], one['currency'], one['amount']]);
      const all = await told();
      expect(all.slice(0, 2).sort()).toEqual([
        [tomorrow, 'USD', 12.03],
        [tomorrow, 'XAF', 14_625],
      ]);
      expect(all.slice(2)).toEqual([[today, 'XAF', 9750]]);
      expect(await told({ startDate: tomorrow })).toEqual(all.slice(0, 2));
      expect(await told({ endDate: today })).toEqual(all.slice(2));
      expect(await told({ startDate: today, endDate: today, status: 'paid' })).toEqual(all.slice(2));
      expect(await told({ status: 'pending' })).toEqual(all.slice(0, 2));
      expect(await told({ startDate: addDays(tomorrow, 1) })).toEqual([]);
      const second = (await settlements({ page: 2, limit: 2 })).body.data;
      expect(second.settlements).toHaveLength(1);
      expect(second.pagination).toEqual({ page: 2, limit: 2, total: 3, totalPages: 2, hasNext: false, hasPrev: true });
      const beyond = (await settlements({ page: 9_007_199_254_740_991, limit: 100 })).body.data;
      expect([beyond.settlements, beyond.pagination.total]).toEqual([[], 3]);
    });

    it('shows the own organisation and mode alone', async () => {
      await paid('87', '10000');
      expect((await settlements({}, await aMerchant(door))).body.data.settlements).toEqual([]);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(await settled()).toEqual([]);
      expect((await settlements({}, merchant, { 'x-mode': 'SANDBOX' })).body.data.settlements).toHaveLength(1);
    });

    it.each<[Query, string, string]>([
      [{ startDate: '2025-11-21', endDate: '2025-11-20' }, 'startDate', 'must not be after endDate'],
      [{ startDate: '0000-01-01' }, 'startDate', 'must be a day from the year 0001 on'],
      [{ endDate: '2025-02-29' }, 'endDate', ''],
      [{ status: 'released' }, 'status', 'must be one of pending, paid'],
      [{ limit: 101 }, 'limit', ''],
      [{ page: 0 }, 'page', ''],
    ])('refuses %j', async (query, field, sentence) => {
      const { status, body } = await settlements(query);
      expect([status, body.error.code]).toEqual([422, 'VALIDATION_ERROR']);
      expect(body.error.details[field]).toEqual(expect.arrayContaining([expect.stringContaining(sentence)]));
    });
  });

  describe('getBalanceReport', () => {
    it('explains how the balance moved, day by day and over all days, to the franc', async () => {
      const payment = await paid('91', '20000');
      await paid('87', '15000');
      await payOut(3000);
      const first = {
        startDate: today,
        endDate: today,
        openingBalance: 0,
        closingBalance: 34_125 - 3000,
        currency: 'XAF',
        categories: [
          { category: 'payment', pending: 35_000, available: 0 },
          { category: 'fee', pending: -875, available: 0 },
          { category: 'refund', pending: 0, available: 0 },
          { category: 'chargeback', pending: 0, available: 0 },
          { category: 'payout', pending: 0, available: -3000 },
          { category: 'settlement', pending: -19_500, available: 19_500 },
        ],
      };
      expect(await movement(today, today)).toEqual(first);
      await release();
      await refund(payment.id, 4000);
      const second = await movement(tomorrow, tomorrow);
      expect(second).toMatchObject({ openingBalance: first.closingBalance, closingBalance: 34_125 - 3000 - 3900 });
      expect(second.categories).toEqual([
        { category: 'payment', pending: 0, available: 0 },
        { category: 'fee', pending: 0, available: 100 },
        { category: 'refund', pending: 0, available: -4000 },
        { category: 'chargeback', pending: 0, available: 0 },
        { category: 'payout', pending: 0, available: 0 },
        { category: 'settlement', pending: -14_625, available: 14_625 },
      ]);
      expect(await movement(today, today)).toEqual(first);
      const whole = await movement(addDays(today, -30), addDays(tomorrow, 30));
      expect([whole.openingBalance, whole.closingBalance]).toEqual([0, second.closingBalance]);
      const sum = whole.categories.reduce(
        (total: number, { pending, available }: { pending: number; available: number }) => total + pending + available,
        0,
      );
      expect(sum).toBe(whole.closingBalance);
      const { available, pending } = (await door.call('getBalance', { token: merchant.token })).body.data;
      expect(available + pending).toBe(whole.closingBalance);
      expect(await movement(addDays(tomorrow, 1), addDays(tomorrow, 2))).toMatchObject({
        openingBalance: whole.closingBalance,
        closingBalance: whole.closingBalance,
        categories: NOTHING,
      });
    });

    it('counts a failed payout again, the other way', async () => {
      await paid('91', '20000');
      const { payoutId } = (await payOut(5096)).body.data;
      await eventually(async () => {
        await door.get(DueChecks).check('payout', payoutId);
        const { body } = await door.call('getPayout', { token: merchant.token, path: { payoutId } });
        return body.data.status === 'failed';
      });
      const { categories, closingBalance } = await movement(today, today);
      expect(categories[4]).toEqual({ category: 'payout', pending: 0, available: 0 });
      expect(closingBalance).toBe(19_500);
    });

    it('belongs to its currency, mode and organisation', async () => {
      await paid('87', '12.34', 'USD');
      const none = { openingBalance: 0, closingBalance: 0, categories: NOTHING };
      expect(await movement(today, today)).toMatchObject({ ...none, currency: 'XAF' });
      const dollars = await movement(today, today, { currency: 'USD' });
      expect(dollars).toMatchObject({ currency: 'USD', openingBalance: 0, closingBalance: 12.03 });
      expect(dollars.categories.slice(0, 2)).toEqual([
        { category: 'payment', pending: 12.34, available: 0 },
        { category: 'fee', pending: -0.31, available: 0 },
      ]);
      const days = { startDate: today, endDate: today, currency: 'USD' };
      expect((await balance(days, await aMerchant(door))).body.data).toMatchObject(none);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(await movement(today, today, { currency: 'USD' })).toMatchObject(none);
      expect((await balance(days, merchant, { 'x-mode': 'SANDBOX' })).body.data).toMatchObject({
        closingBalance: 12.03,
      });
    });

    it('takes every day that the calendar has', async () => {
      for (const day of ['0001-01-01', '9999-12-31']) {
        expect(await movement(day, day)).toMatchObject({ startDate: day, openingBalance: 0, closingBalance: 0 });
      }
    });

    it.each<[Query, string, string]>([
      [{ startDate: '2025-11-21', endDate: '2025-11-20' }, 'startDate', 'must not be after endDate'],
      [{ startDate: '2024-01-01', endDate: '2025-01-01' }, 'endDate', 'must be at most 366 days from startDate on'],
      [{ startDate: '2025-11-20' }, 'endDate', 'is required'],
      [{ endDate: '2025-11-20' }, 'startDate', 'is required'],
      [{ startDate: '2025-11-20', endDate: '2025-11-20', currency: 'EUR' }, 'currency', 'must be one of XAF, USD'],
    ])('refuses %j', async (query, field, sentence) => {
      const { status, body } = await balance(query);
      expect([status, body.error.code]).toEqual([422, 'VALIDATION_ERROR']);
      expect(body.error.details[field]).toEqual(expect.arrayContaining([expect.stringContaining(sentence)]));
    });
  });

  it.each<[string, Query]>([
    ['getSettlementsReport', {}],
    ['getBalanceReport', { startDate: '2025-11-19', endDate: '2025-11-20' }],
  ])('%s lets in whom it knows, and nobody else', async (operation, query) => {
    const called = async (token: string | null, headers: Headers = {}): Promise<object> =>
      refusal(await door.call(operation, { token, query, headers }));
    expect(await called((await anAdministrator(door)).token, { 'x-mode': 'SANDBOX' })).toEqual({ status: 200 });
    expect(await called(merchant.token, { 'x-mode': 'LIVE' })).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await called(merchant.token, { 'x-mode': 'live' })).toMatchObject({ status: 422 });
    expect(await called(null)).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
    expect(await called('a.b.c')).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
    const lapsed = await aMerchant(door);
    await door.commands.execute(new SetUserSuspension(merchant.userId, true, null));
    expect(await called(merchant.token)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    await reach(new Date(now().getTime() + 3_601_000));
    expect(await called(lapsed.token)).toMatchObject({ status: 401, code: 'AUTH_EXPIRED' });
  });
});
