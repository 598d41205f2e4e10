import { LetOrganizationLive, SignIn } from '#identity';
import { doualaDay } from '#kernel';
import { DueChecks, type CheckedKind } from '#payments';
import { JobWorkers, SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, paidPayment } from '../../support/payments.js';

interface Line {
  readonly type: string;
  readonly direction: string;
  readonly amount: number;
  readonly status: string;
}

describe('dashboard: balance and transactions', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const paid = (ending: Parameters<typeof aPayer>[0] = '87', amount = '15000') =>
    paidPayment(door, merchant.tenant, { payer: aPayer(ending), amount });
  const balance = async (query: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    (await door.call('getBalance', { token: merchant.token, query, headers })).body.data;
  const figures = async (): Promise<number[]> => {
    const { available, pending, reserved } = await balance();
    return [available, pending, reserved];
  };
  const list = (query: Record<string, string | number> = {}, { token } = merchant): Promise<Answer> =>
    door.call('listTransactions', { token, query });
  const lines = async (query: Record<string, string | number> = {}) => (await list(query)).body.data.transactions;
  const told = async (): Promise<unknown[][]> =>
    (await lines()).reverse().map(({ type, direction, amount, status }: Line) => [type, direction, amount, status]);
  const refund = (paymentId: string, amount: number) =>
    door.call('createRefund', { token: merchant.token, path: { paymentId }, body: { amount } });
  const payOut = (amount: number) =>
    door.call('requestPayout', { token: merchant.token, body: { amount, currency: 'XAF', description: 'November' } });
  const check = (kind: CheckedKind, id: string) => door.get(DueChecks).check(kind, id);
  const run = (job: string, data: object = {}) => door.get(JobWorkers).runNow(job, data);
  /** Rule 2 of getBalance: what can be used and what is pending is what the rows that count sum to. */
  const expectExplained = async (): Promise<void> => {
    const { available, pending } = await balance();
    const counting = (await lines({ limit: 100 })).filter(
      ({ status }: Line) => !['failed', 'reversed'].includes(status),
    );
    const sum = counting.reduce(
      (total: number, { direction, amount }: Line) => total + (direction === 'credit' ? amount : -amount),
      0,
    );
    expect(available + pending).toBe(sum);
  };

  describe('getBalance', () => {
    it('is zero before anything has moved, since the organisation was opened', async () => {
      const before = Date.now();
      expect(await balance()).toEqual({
        currency: 'XAF',
        available: 0,
        pending: 0,
        reserved: 0,
        lastUpdated: expect.any(String),
      });
      const { lastUpdated } = await balance({ currency: 'USD' });
      expect(Date.parse(lastUpdated)).toBeLessThanOrEqual(before);
      const [opened] = await door.database.query<{ created_at: Date }>(
        'SELECT created_at FROM organizations WHERE id = $1',
        [merchant.organizationId],
      );
      expect(lastUpdated).toBe(opened?.created_at.toISOString());
    });

    it('shows a paid payment as pending at once, and as available from 06:00 of the next business day', async () => {
      const payment = await paid();
      const { lastUpdated } = await balance();
      expect(await figures()).toEqual([0, 14625, 0]);
      expect(lastUpdated).toBe(payment.settledAt);
      const availableAt = new Date(payment.availableAt ?? '');
      expect(availableAt.toISOString()).toContain('T05:00:00.000Z');
      const { body } = await door.call('getPayment', { token: merchant.token, path: { paymentId: payment.id } });
      expect(body.data.availableOn).toBe(doualaDay(availableAt));
      await door.get(SharedClock).move(availableAt.getTime() - door.get(SharedClock).now().getTime() - 1000);
      await run('release-settlements');
      await signInAgain();
      expect(await figures()).toEqual([0, 14625, 0]);
      await door.get(SharedClock).move(1000);
      await run('release-settlements');
      expect(await figures()).toEqual([14625, 0, 0]);
      await expectExplained();
    });

    it('keeps currencies and modes apart', async () => {
      await paid();
      await paidPayment(door, merchant.tenant, { amount: '10.50', currency: 'USD' });
      expect(await balance({ currency: 'USD' })).toMatchObject({ currency: 'USD', pending: 10.24, available: 0 });
      expect(await figures()).toEqual([0, 14625, 0]);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(await figures()).toEqual([0, 0, 0]);
      expect(await balance({}, { 'x-mode': 'SANDBOX' })).toMatchObject({ pending: 14625 });
    });

    it('is refused in a currency that there is not', async () => {
      const answer = await door.call('getBalance', { token: merchant.token, query: { currency: 'EUR' } });
      expect(refusal(answer)).toMatchObject({ status: 422, details: { currency: ['must be one of XAF, USD'] } });
    });
  });

  describe('listTransactions', () => {
    it('writes two rows for a payment, tied to it', async () => {
      const payment = await paid();
      expect((await lines()).reverse()).toEqual([
        {
          id: expect.any(String),
          type: 'payment',
          amount: 15000,
          direction: 'credit',
          currency: 'XAF',
          status: 'completed',
          description: 'Payment: Invoice 42',
          paymentId: payment.id,
          refundId: null,
          payoutId: null,
          chargebackId: null,
          availableOn: doualaDay(new Date(payment.availableAt ?? '')),
          mode: 'SANDBOX',
          createdAt: payment.settledAt,
          updatedAt: payment.settledAt,
        },
        expect.objectContaining({
          type: 'fee',
          direction: 'debit',
          amount: 375,
          status: 'completed',
          paymentId: payment.id,
          availableOn: null,
        }),
      ]);
    });

    it('lets the rows of a refund take its status, and counts them out when it fails', async () => {
      const payment = await paid('96');
      const { refundId } = (await refund(payment.id, 5000)).body.data;
      const paidRows = [
        ['payment', 'credit', 15000, 'completed'],
        ['fee', 'debit', 375, 'completed'],
      ];
      const refundRows = (status: string) => [
        ['refund', 'debit', 5000, status],
        ['fee', 'credit', 125, status],
      ];
      expect(await told()).toEqual([...paidRows, ...refundRows('pending')]);
      await expectExplained();
      await check('refund', refundId);
      expect(await told()).toEqual([...paidRows, ...refundRows('processing')]);
      await check('refund', refundId);
      expect(await told()).toEqual([...paidRows, ...refundRows('failed')]);
      await expectExplained();
      expect(await figures()).toEqual([0, 14625, 0]);
      const [row] = await lines({ type: 'refund' });
      expect(row).toMatchObject({ refundId, paymentId: payment.id, payoutId: null, availableOn: null });
    });

    it('lets the row of a payout take its status', async () => {
      await paid('91');
      const { payoutId } = (await payOut(5096)).body.data;
      const status = async () =>
        (await lines({ type: 'payout' })).map((line: Line & { payoutId: string }) => [line.payoutId, line.status]);
      expect(await status()).toEqual([[payoutId, 'pending']]);
      expect(await figures()).toEqual([14625 - 5096, 0, 5096]);
      await check('payout', payoutId);
      expect(await status()).toEqual([[payoutId, 'processing']]);
      await expectExplained();
      await check('payout', payoutId);
      expect(await status()).toEqual([[payoutId, 'failed']]);
      expect(await figures()).toEqual([14625, 0, 0]);
      const [row] = await lines({ type: 'payout' });
      expect(row).toMatchObject({
        description: 'Payout: November',
        paymentId: null,
        refundId: null,
        direction: 'debit',
      });
    });

    it('lists by type, currency and day, in pages, newest first', async () => {
      await paid('91');
      await paidPayment(door, merchant.tenant, { amount: '10', currency: 'USD' });
      await payOut(500);
      const types = async (query: Record<string, string | number> = {}): Promise<string[]> =>
        (await lines(query)).map(({ type }: Line) => type);
      expect(await types()).toEqual(['payout', 'fee', 'payment', 'fee', 'payment']);
      expect(await types({ type: 'fee' })).toEqual(['fee', 'fee']);
      expect(await types({ currency: 'USD' })).toEqual(['fee', 'payment']);
      expect(await types({ type: 'payment', currency: 'XAF' })).toEqual(['payment']);
      expect(await types({ limit: 2, page: 3 })).toEqual(['payment']);
      const today = doualaDay(door.get(SharedClock).now());
      expect(await types({ startDate: today, endDate: today })).toHaveLength(5);
      expect(await types({ endDate: '2025-01-01' })).toEqual([]);
      const theirs = await list({}, await aMerchant(door));
      expect(theirs.body.data).toMatchObject({ transactions: [], pagination: { total: 0 } });
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(await types()).toEqual([]);
    });

    it.each<[Record<string, string>, string]>([
      [{ type: 'settlement' }, 'type'],
      [{ currency: 'EUR' }, 'currency'],
      [{ startDate: '2025-11-21', endDate: '2025-11-20' }, 'startDate'],
      [{ limit: '101' }, 'limit'],
    ])('refuses %j', async (query, field) => {
      expect(refusal(await list(query))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [expect.any(String)] },
      });
    });
  });

  /** A day later the token of before has lapsed. */
  async function signInAgain(): Promise<void> {
    const { accessToken } = await door.commands.execute(new SignIn(merchant.email, merchant.password));
    merchant = { ...merchant, token: accessToken.token };
  }
});
