import { Money, uuidv7, type Tenant } from '#kernel';
import { Payment, RequestRefund, type PaymentView } from '#payments';
import { JobWorkers, SharedClock, UnitOfWork } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { eventually } from '../../../../test/support/eventually.js';
import { aPayer, balanceOf, paidPayment, readPayment } from '../../../../test/support/payments.js';

const DAY_MS = 24 * 3_600_000;
const PATIENCE_MS = 30_000;
const UNHEARD = `SELECT 1 FROM outbox_events e JOIN outbox_checkpoints c ON c.subscriber = 'open-dispute-when-payment-disputed'
  WHERE e.type = 'payment.disputed' AND (e.transaction_id, e.position) > (c.transaction_id, c.position)`;

describe('a payment that its payer contests', () => {
  let core: TestCore;
  let tenant: Tenant;

  beforeAll(async () => {
    core = await startTestCore({ worker: true });
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const paid = (ending: '87' | '90' | '91' | '96', amount = '10000') =>
    paidPayment(core, tenant, { payer: aPayer(ending), amount });
  const refund = async ({ id: paymentId }: PaymentView, amount: number): Promise<string> => {
    const request = { tenant, paymentId, amount, description: null, reason: null, actorId: null };
    return (await core.commands.execute(new RequestRefund(request, null))).result.id;
  };
  const refundIs = (refundId: string, status: string): Promise<unknown> =>
    eventually(
      () => core.database.query<{ status: string }>('SELECT status FROM refunds WHERE id = $1', [refundId]),
      ([row]) => row?.status === status,
      PATIENCE_MS,
    );
  /** The operator passes on that the payer contests the charge. */
  const contest = ({ id }: PaymentView, amount: string | null = null): Promise<void> =>
    core.get(UnitOfWork).run(async (tx) => {
      const payment = await tx.load(Payment, { id });
      payment?.dispute('Not received', amount === null ? null : Money.of(amount, 'XAF'), core.get(SharedClock).now());
      if (payment) tx.save(payment);
    });
  const disputes = () =>
    core.database.query<{ status: string; amount: number; own: number; free: number }>(
      `SELECT status, amount::int, from_own_pending::int AS own, from_available::int AS free
       FROM disputes WHERE organization_id = $1 ORDER BY created_at, id`,
      [tenant.organizationId],
    );
  const opened = (count: number): Promise<object[]> =>
    eventually(disputes, ({ length }) => length >= count, PATIENCE_MS);
  /** Waits until every word of an operator has been heard. */
  const heard = (): Promise<unknown> =>
    eventually(
      () => core.database.query(UNHEARD),
      ({ length }) => length === 0,
      PATIENCE_MS,
    );
  const balance = () => balanceOf(core, tenant);

  it('has its money held, whether it is pending, available or gone', async () => {
    const pending = await paid('87');
    await contest(pending);
    expect(await opened(1)).toEqual([{ status: 'open', amount: 10000, own: 9750, free: 250 }]);
    expect(await balance()).toEqual([-250, 0, 10000]);
    expect(await readPayment(core, pending)).toMatchObject({ disputeState: 'open', disputeId: expect.any(String) });
    await contest(await paid('91'), '4000');
    expect((await opened(2))[1]).toEqual({ status: 'open', amount: 4000, own: 0, free: 4000 });
    expect(await balance()).toEqual([-250 + 9750 - 4000, 0, 14000]);
  });

  it('is disputed once, however often the operator says so', async () => {
    const payment = await paid('90');
    for (let turn = 0; turn < 3; turn += 1) await contest(payment);
    await opened(1);
    await contest(payment, '1');
    await contest(await paid('87'));
    await heard();
    expect(await disputes()).toHaveLength(2);
    expect(await balance()).toEqual([-500, 0, 20000]);
  });

  it('is one of many that one organisation hears of at the same moment', async () => {
    await Promise.all(Array.from({ length: 6 }, () => paid('90', '1000')));
    expect(await opened(6)).toHaveLength(6);
    expect(await balance()).toEqual([-150, 0, 6000]);
    expect(await core.database.query('SELECT 1 FROM outbox_parked')).toEqual([]);
  });

  it('is contested over what refunds have left of it, and over nothing when they left nothing', async () => {
    const [part, whole] = [await paid('87'), await paid('87')];
    const refunds = [await refund(part, 4000), await refund(whole, 10000)];
    await contest(whole);
    await contest(part);
    expect(await opened(1)).toEqual([{ status: 'open', amount: 6000, own: 5850, free: 150 }]);
    await heard();
    expect(await disputes()).toHaveLength(1);
    for (const id of refunds) await refundIs(id, 'completed');
    expect(await balance()).toEqual([-150, 0, 6000]);
  }, 60_000);

  it('keeps its books when a refund fails or its day of settlement comes meanwhile', async () => {
    const payment = await paid('96');
    const refundId = await refund(payment, 4000);
    await contest(payment);
    expect(await opened(1)).toMatchObject([{ amount: 6000, own: 5850, free: 150 }]);
    await refundIs(refundId, 'failed');
    expect(await balance()).toEqual([-150, 3900, 6000]);
    await core.get(SharedClock).move(5 * DAY_MS);
    await core.get(JobWorkers).runNow('release-settlements');
    await eventually(balance, ([, pending]) => pending === 0, PATIENCE_MS);
    expect(await balance()).toEqual([3750, 0, 6000]);
    await expect(refund(payment, 100)).rejects.toMatchObject({ code: 'payment_not_refundable' });
  }, 60_000);

  it('is lost by itself when nobody answers in time', async () => {
    await paid('90');
    await opened(1);
    await core.get(SharedClock).move(11 * DAY_MS);
    await eventually(disputes, ([dispute]) => dispute?.status === 'lost', PATIENCE_MS);
    expect(await balance()).toEqual([-250, 0, 0]);
  }, 60_000);
});
