import { OpenDispute } from '#disputes';
import {
  addDays,
  atDoualaTime,
  doualaDay,
  isBusinessDay,
  CAMEROON_HOLIDAYS,
  uuidv7,
  type Page,
  type Tenant,
} from '#kernel';
import { RequestRefund, type PaymentView } from '#payments';
import { JobWorkers, SharedClock } from '#platform';
import { ACTOR_ID } from '../../../../test/support/administrator.js';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { aPayer, balanceOf, paidPayment } from '../../../../test/support/payments.js';
import { ListSettlementDays } from './list-settlement-days.query.js';
import type { SettlementDay, SettlementFilters } from './settlement-days.js';

const MINUTE_MS = 60_000;

describe('settlement days', () => {
  let core: TestCore;
  let tenant: Tenant;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(async () => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
    await reach(nextNoon());
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const now = (): Date => core.get(SharedClock).now();
  const today = (): string => doualaDay(now());
  const reach = (instant: Date) => core.get(SharedClock).move(instant.getTime() - now().getTime());
  /** Of a business day whose next day is one as well: what is paid then is released on the day after. */
  const nextNoon = (): Date => {
    let day = addDays(today(), 1);
    const isFit = (candidate: string): boolean =>
      [candidate, addDays(candidate, 1), addDays(candidate, 2)].every((each) => isBusinessDay(each, CAMEROON_HOLIDAYS));
    while (!isFit(day)) day = addDays(day, 1);
    return atDoualaTime(day, '12:00');
  };
  const pay = (amount: string, ending: '87' | '91' = '87', currency: 'XAF' | 'USD' = 'XAF'): Promise<PaymentView> =>
    paidPayment(core, tenant, { payer: aPayer(ending), amount, currency });
  const release = () => core.get(JobWorkers).runNow('release-settlements');
  const list = (filters: SettlementFilters = {}, page = 1, limit = 20): Promise<Page<SettlementDay>> =>
    core.queries.execute(new ListSettlementDays(tenant, filters, { page, limit }));
  const days = async (filters?: SettlementFilters): Promise<readonly SettlementDay[]> => (await list(filters)).items;

  it('gather the nets of payments by the day of their release, and keep their id when they are released', async () => {
    await pay('15000');
    await pay('10000');
    const tomorrow = addDays(today(), 1);
    const expected = {
      day: tomorrow,
      currency: 'XAF',
      gross: '25000',
      fees: '625',
      deductions: '0',
      net: '24375',
      payments: 2,
    };
    const [waiting, ...none] = await days();
    expect([waiting, none]).toEqual([{ ...expected, id: expect.any(String), status: 'pending' }, []]);

    await reach(new Date(atDoualaTime(tomorrow, '06:00').getTime() - MINUTE_MS));
    expect(await days()).toMatchObject([{ status: 'pending' }]);
    // By the clock: the release itself may be some seconds late.
    await reach(atDoualaTime(tomorrow, '06:00'));
    const paid = [{ ...waiting, status: 'paid' }];
    expect(await days()).toEqual(paid);
    await release();
    expect(await days()).toEqual(paid);
    expect(await balanceOf(core, tenant)).toEqual([24_375, 0, 0]);
  });

  it('are less what refunds and chargebacks took before, and not less what they take afterwards', async () => {
    const refunded = await pay('15000');
    const disputed = await pay('10000');
    const refund = (amount: number) => {
      const request = { tenant, paymentId: refunded.id, amount, description: null, reason: null, actorId: null };
      return core.commands.execute(new RequestRefund(request, null));
    };
    await refund(5000);
    const request = { paymentId: disputed.id, reason: 'Not received', providerReference: null, actorId: ACTOR_ID };
    await core.commands.execute(new OpenDispute(request));
    const expected = { gross: '25000', fees: '625', deductions: '14625', net: '9750', payments: 2 };
    expect(await days()).toMatchObject([{ ...expected, status: 'pending' }]);
    await reach(atDoualaTime(addDays(today(), 1), '06:01'));
    await release();
    await refund(2000);
    expect(await days()).toMatchObject([{ ...expected, status: 'paid' }]);
  });

  it('are paid at once where the operator makes the money available at once', async () => {
    await pay('10000', '91');
    expect(await days()).toMatchObject([{ day: today(), status: 'paid', net: '9750', payments: 1 }]);
    await pay('20000', '91');
    expect(await days()).toMatchObject([{ day: today(), net: '29250', payments: 2 }]);
  });

  it('stay the days that merchants were told of when the release is late', async () => {
    const first = await pay('10000');
    await reach(new Date(now().getTime() + 24 * 60 * MINUTE_MS));
    const second = await pay('20000');
    await reach(new Date(now().getTime() + 6 * 24 * 60 * MINUTE_MS));
    const before = await days();
    expect(before.map(({ day, net, status }) => [day, net, status])).toEqual([
      [doualaDay(new Date(second.availableAt!)), '19500', 'paid'],
      [doualaDay(new Date(first.availableAt!)), '9750', 'paid'],
    ]);
    await release();
    expect(await days()).toEqual(before);
    expect(await balanceOf(core, tenant)).toEqual([29_250, 0, 0]);
  });

  it('are listed latest first by page, day and status, each currency for itself', async () => {
    await pay('10000', '91');
    await pay('12.34', '87', 'USD');
    await pay('15000');
    const [start, tomorrow] = [today(), addDays(today(), 1)];
    const all = await days();
    expect(all.map(({ day, currency, net }) => [day, currency, net]).sort()).toEqual([
      [start, 'XAF', '9750'],
      [tomorrow, 'USD', '12.03'],
      [tomorrow, 'XAF', '14625'],
    ]);
    expect(all.map(({ day }) => day)).toEqual([tomorrow, tomorrow, start]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
    expect(await days({ from: tomorrow })).toHaveLength(2);
    expect(await days({ to: start })).toHaveLength(1);
    expect(await days({ from: start, to: start, status: 'paid' })).toHaveLength(1);
    expect(await days({ status: 'pending' })).toHaveLength(2);
    const pages = [await list({}, 1, 2), await list({}, 2, 2), await list({}, 3, 2)];
    expect(pages.flatMap(({ items }) => items)).toEqual(all);
    expect(pages.map(({ items, total }) => [items.length, total])).toEqual([
      [2, 3],
      [1, 3],
      [0, 3],
    ]);
    expect(
      (await core.queries.execute(new ListSettlementDays({ ...tenant, mode: 'live' }, {}, { page: 1, limit: 20 })))
        .total,
    ).toBe(0);
  });
});
