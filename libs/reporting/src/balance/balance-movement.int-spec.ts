import { DecideDispute, OpenDispute } from '#disputes';
import {
  addDays,
  atDoualaTime,
  doualaDay,
  endOfDoualaDay,
  Money,
  startOfDoualaDay,
  uuidv7,
  type Tenant,
} from '#kernel';
import {
  DueChecks,
  GetPayout,
  GetRefund,
  RequestPayout,
  RequestRefund,
  RetryRefund,
  type PaymentView,
} from '#payments';
import { JobWorkers, SharedClock } from '#platform';
import { ACTOR_ID } from '../../../../test/support/administrator.js';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { eventually } from '../../../../test/support/eventually.js';
import { aPayer, balanceOf, paidPayment } from '../../../../test/support/payments.js';
import type { BalanceCategory, BalanceMovement } from './balance-movement.js';
import { GetBalanceMovement } from './get-balance-movement.query.js';

const DAY_MS = 24 * 3_600_000;

describe('the movement of a balance', () => {
  let core: TestCore;
  let tenant: Tenant;
  /** The day on which everything begins. */
  let firstDay: string;

  beforeAll(async () => {
    core = await startTestCore();
    // At noon, so that no day ends in the middle of a test.
    const tomorrow = addDays(doualaDay(new Date()), 1);
    await core.get(SharedClock).move(atDoualaTime(tomorrow, '12:00').getTime() - Date.now());
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
    firstDay = doualaDay(core.get(SharedClock).now());
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const pass = (days: number) => core.get(SharedClock).move(days * DAY_MS);
  const day = (offset: number): string => addDays(firstDay, offset);
  const pay = (ending: '87' | '91' | '96', amount: string, currency: 'XAF' | 'USD' = 'XAF') =>
    paidPayment(core, tenant, { payer: aPayer(ending), amount, currency });
  const refund = async (payment: PaymentView, amount: number, expected: string): Promise<string> => {
    const request = { tenant, paymentId: payment.id, amount, description: null, reason: null, actorId: null };
    const { result } = await core.commands.execute(new RequestRefund(request, null));
    await refundEnds(result.id, expected);
    return result.id;
  };
  const refundEnds = (refundId: string, expected: string) =>
    eventually(async () => {
      await core.get(DueChecks).check('refund', refundId);
      return (await core.queries.execute(new GetRefund(tenant, refundId))).status === expected;
    });
  const payOut = async (amount: string, expected: string): Promise<void> => {
    const request = { tenant, amount: Money.of(amount, 'XAF'), description: null, bankAccountId: null, actorId: null };
    const { result } = await core.commands.execute(new RequestPayout(request, null));
    await eventually(async () => {
      await core.get(DueChecks).check('payout', result.id);
      return (await core.queries.execute(new GetPayout(tenant, result.id))).status === expected;
    });
  };
  const dispute = async ({ id: paymentId }: PaymentView): Promise<string> => {
    const request = { paymentId, reason: 'Not received', providerReference: null, actorId: ACTOR_ID };
    return (await core.commands.execute(new OpenDispute(request))).id;
  };
  const decide = (disputeId: string, outcome: 'won' | 'lost') =>
    core.commands.execute(new DecideDispute({ disputeId, outcome, note: null, actorId: ACTOR_ID }));
  const release = () => core.get(JobWorkers).runNow('release-settlements');
  const movement = (from: number, to: number, currency: 'XAF' | 'USD' = 'XAF'): Promise<BalanceMovement> =>
    core.queries.execute(new GetBalanceMovement({ tenant, currency, firstDay: day(from), lastDay: day(to) }));

  /** Pending and available of the categories that moved. */
  const moved = ({ categories }: BalanceMovement): Partial<Record<BalanceCategory, [number, number]>> =>
    Object.fromEntries(
      categories.flatMap(({ category, pending, available }) =>
        Number(pending) === 0 && Number(available) === 0 ? [] : [[category, [Number(pending), Number(available)]]],
      ),
    );
  const parts = ({ pending, available }: { pending: string; available: string }): number[] => [
    Number(pending),
    Number(available),
  ];
  /** Straight from the postings: what was held before an instant. */
  const heldBefore = async (instant: Date, currency = 'XAF'): Promise<number[]> => {
    const sum = (account: string): string => `coalesce(-sum(amount) FILTER (WHERE account = '${account}'), 0)::float8`;
    const [row] = await core.database.query<{ held: number[] }>(
      `SELECT ARRAY[${sum('merchant.pending')}, ${sum('merchant.available')}] AS held FROM ledger_postings
        WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND posted_at < $4`,
      [tenant.organizationId, tenant.mode, currency, instant],
    );
    return (row?.held ?? []).map((figure) => figure + 0);
  };

  it('is told by category on the day on which it happens, and the other way on the day on which it fails', async () => {
    const a = await pay('96', '15000');
    const b = await pay('91', '20000');
    const c = await pay('87', '8000');
    const refundId = await refund(a, 5000, 'failed');
    expect(moved(await movement(0, 0))).toEqual({
      payment: [43_000, 0],
      fee: [-1075, 0],
      settlement: [-19_500, 19_500],
    });

    await pass(1);
    await payOut('3000', 'completed');
    await payOut('1096', 'failed');
    const won = await dispute(c);
    expect(moved(await movement(1, 1))).toEqual({ payout: [0, -3000], chargeback: [-7800, -200] });

    await pass(6);
    await release();
    await core.commands.execute(new RetryRefund(tenant, refundId));
    await refundEnds(refundId, 'completed');
    await decide(won, 'won');
    expect(moved(await movement(7, 7))).toEqual({
      settlement: [-14_625, 14_625],
      refund: [0, -5000],
      fee: [0, 125],
      chargeback: [0, 8000],
    });

    await pass(1);
    await decide(await dispute(b), 'lost');
    expect(moved(await movement(8, 8))).toEqual({ chargeback: [0, -20_000] });

    const whole = await movement(0, 8);
    expect(parts(whole.opening)).toEqual([0, 0]);
    expect(whole.categories.map(({ category }) => category)).toEqual([
      'payment',
      'fee',
      'refund',
      'chargeback',
      'payout',
      'settlement',
    ]);
    const [available, pending] = await balanceOf(core, tenant);
    expect(parts(whole.closing)).toEqual([pending, available]);
    await expectToTheFranc(0, 8);
  });

  /** Opening and closing of every range of days, and the sums between them. */
  async function expectToTheFranc(first: number, last: number): Promise<void> {
    for (let from = first; from <= last; from += 1) {
      for (let to = from; to <= last; to += 1) {
        const { opening, closing, categories } = await movement(from, to);
        expect(parts(opening)).toEqual(await heldBefore(startOfDoualaDay(day(from))));
        expect(parts(closing)).toEqual(await heldBefore(new Date(endOfDoualaDay(day(to)).getTime() + 1)));
        for (const column of ['pending', 'available'] as const) {
          const sum = categories.reduce((total, category) => total + Number(category[column]), Number(opening[column]));
          expect(sum).toBe(Number(closing[column]));
        }
      }
    }
  }

  it('tells a refund from the fee that comes back with it, also where it takes from both columns', async () => {
    const a = await pay('87', '10000');
    await pay('91', '10000');
    await refund(a, 4000, 'completed');
    const own = await dispute(await pay('87', '6000'));
    await pass(1);
    // What a still has in pending is less than the refund costs: the rest comes out of available.
    await core.database.query('UPDATE payments SET pending_net = 1000 WHERE id = $1', [a.id]);
    await refund(a, 4000, 'completed');
    await core.database.query('UPDATE payments SET pending_net = 1950 WHERE id = $1', [a.id]);
    expect(moved(await movement(1, 1))).toEqual({ refund: [-1100, -2900], fee: [100, 0] });
    await decide(own, 'lost');
    await expectToTheFranc(0, 1);
  });

  it('is nothing where nothing moved, and belongs to its currency, mode and organisation alone', async () => {
    await pay('87', '12.34', 'USD');
    expect(moved(await movement(0, 0))).toEqual({});
    const { opening, closing, categories } = await movement(0, 0, 'USD');
    expect([opening, closing]).toEqual([
      { pending: '0.00', available: '0.00' },
      { pending: '12.03', available: '0.00' },
    ]);
    expect(categories[0]).toEqual({ category: 'payment', pending: '12.34', available: '0.00' });
    tenant = { ...tenant, mode: 'live' };
    expect(moved(await movement(0, 0, 'USD'))).toEqual({});
  });
});
