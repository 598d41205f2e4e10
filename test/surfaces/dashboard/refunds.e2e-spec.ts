import { LetOrganizationLive } from '#identity';
import { DueChecks, RetryRefund } from '#payments';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, atOnce, paidPayment, startPayment } from '../../support/payments.js';
import { MTN_MOMO } from '../../support/simulator.js';

describe('dashboard: refunds', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    door.simulator.control.setFaults(MTN_MOMO, {});
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const paid = (ending: Parameters<typeof aPayer>[0] = '87', amount = '15000') =>
    paidPayment(door, merchant.tenant, { payer: aPayer(ending), amount });
  const create = (paymentId: string, body: object, headers: Record<string, string> = {}, { token } = merchant) =>
    door.call('createRefund', { token, path: { paymentId }, body, headers });
  const get = (refundId: string, headers: Record<string, string> = {}, { token } = merchant): Promise<Answer> =>
    door.call('getRefund', { token, path: { refundId }, headers });
  const list = (query: Record<string, string | number> = {}, { token } = merchant): Promise<Answer> =>
    door.call('listRefunds', { token, query });
  const payment = async (paymentId: string) =>
    (await door.call('getPayment', { token: merchant.token, path: { paymentId } })).body.data;
  const balance = async (): Promise<number[]> => {
    const { available, pending, reserved } = (await door.call('getBalance', { token: merchant.token })).body.data;
    return [available, pending, reserved];
  };
  /** Lets the operator have it and say how it ended. */
  const end = async (refundId: string) => {
    await door.get(DueChecks).check('refund', refundId);
    await door.get(DueChecks).check('refund', refundId);
    return (await get(refundId)).body.data;
  };

  describe('createRefund', () => {
    it('holds the money, sends it back, and shows both on the payment', async () => {
      const { id } = await paid('91');
      const { status, body } = await create(id, { amount: 5000, description: 'One item missing', reason: 'Stock' });
      const { refundId } = body.data;
      expect(status).toBe(201);
      expect(body.data).toEqual({
        id: refundId,
        refundId,
        paymentId: id,
        amount: 5000,
        currency: 'XAF',
        status: 'pending',
        createdAt: expect.any(String),
        description: 'One item missing',
        reason: 'Stock',
        feeReturned: 125,
        failureReason: null,
        providerReference: null,
        mode: 'SANDBOX',
        completedAt: null,
        updatedAt: expect.any(String),
      });
      expect(await payment(id)).toMatchObject({ refundState: 'pending', refundedAmount: 0, refundableAmount: 10000 });
      expect(await balance()).toEqual([14625 - 4875, 0, 4875]);
      expect(await end(refundId)).toMatchObject({
        status: 'completed',
        providerReference: expect.any(String),
        completedAt: expect.any(String),
      });
      expect(await payment(id)).toMatchObject({
        status: 'paid',
        refundState: 'partial',
        refundedAmount: 5000,
        refundableAmount: 10000,
      });
      const { providerReference } = (await get(refundId)).body.data;
      expect(door.simulator.control.statement(MTN_MOMO, { reference: providerReference }).entries).toMatchObject([
        { kind: 'refund', amount: '5000', externalId: refundId },
      ]);
      const audited = await door.database.query<{ action: string; actor_id: string | null }>(
        'SELECT action, actor_id FROM audit_entries WHERE record_id = $1 ORDER BY id',
        [refundId],
      );
      expect(audited).toEqual([
        { action: 'refund.created', actor_id: merchant.userId },
        { action: 'refund.completed', actor_id: null },
      ]);
    });

    it('gives the fee back in proportion, and all that is left of it with the last part: nothing is lost', async () => {
      const { id } = await paid('91');
      const parts = [1, 4999, 5000, 5000];
      const fees: number[] = [];
      for (const amount of parts) fees.push((await create(id, { amount })).body.data.feeReturned);
      expect(fees).toEqual([0, 125, 125, 125]);
      for (const { refundId } of (await list()).body.data.refunds) await end(refundId);
      expect(await payment(id)).toMatchObject({ refundState: 'full', refundedAmount: 15000, refundableAmount: 0 });
      expect(await balance()).toEqual([0, 0, 0]);
    });

    it('sends dollars back in francs at the rate of the payment', async () => {
      const { id } = await paidPayment(door, merchant.tenant, { amount: '12.34', currency: 'USD' });
      const { refundId, feeReturned } = (await create(id, { amount: 6.17 })).body.data;
      expect(feeReturned).toBe(0.16);
      await end(refundId);
      const { refundId: rest } = (await create(id, { amount: 6.17 })).body.data;
      await end(rest);
      const entries = door.simulator.control.statement(MTN_MOMO, { kind: 'refund' }).entries.slice(-2);
      expect(entries.map(({ amount }) => amount)).toEqual(['3702', '3702']);
    });

    it('puts everything back when it fails', async () => {
      const { id } = await paid('96');
      const { refundId } = (await create(id, { amount: 5000 })).body.data;
      expect(await end(refundId)).toMatchObject({
        status: 'failed',
        failureReason: expect.any(String),
        completedAt: null,
      });
      expect(await payment(id)).toMatchObject({ refundState: 'none', refundedAmount: 0, refundableAmount: 15000 });
      expect(await balance()).toEqual([0, 14625, 0]);
      await door.commands.execute(new RetryRefund(merchant.tenant, refundId));
      expect(await payment(id)).toMatchObject({ refundState: 'pending' });
      expect(await end(refundId)).toMatchObject({ status: 'completed', failureReason: null });
      expect(await payment(id)).toMatchObject({ refundState: 'partial', refundableAmount: 10000 });
    });

    it('shows one that the operator called off as failed', async () => {
      const { id } = await paid('95');
      const { refundId } = (await create(id, { amount: 5000 })).body.data;
      expect(await end(refundId)).toMatchObject({ status: 'failed' });
      expect((await list({ status: 'failed' })).body.data.refunds).toMatchObject([{ refundId }]);
    });

    it.each([
      ['97', 'pending'],
      ['89', 'expired'],
      ['98', 'cancelled'],
      ['99', 'failed'],
    ] as const)('is refused for a payment that is not paid: from %s, %s', async (ending, status) => {
      const { id } = await startPayment(door, merchant.tenant, { payer: aPayer(ending) });
      expect(refusal(await create(id, { amount: 1000 }))).toMatchObject({
        status: 409,
        code: 'PAYMENT_NOT_REFUNDABLE',
        details: { status },
      });
    });

    it('is refused for a payment that was paid on the operator’s own page: nobody knows which number paid', async () => {
      const { id } = await paid('91');
      await door.database.query(`UPDATE payments SET channel = 'page' WHERE id = $1`, [id]);
      expect(refusal(await create(id, { amount: 1000 }))).toMatchObject({
        status: 409,
        code: 'PAYMENT_NOT_REFUNDABLE',
        details: { status: 'paid' },
      });
      expect(await payment(id)).toMatchObject({ status: 'paid', refundableAmount: 0 });
    });

    it('finds out first whether a payment that looks unpaid is paid', async () => {
      const { id } = await startPayment(door, merchant.tenant);
      expect((await create(id, { amount: 1000 })).status).toBe(201);
    });

    it('is refused beyond the payment, also together with others that are under way', async () => {
      const { id } = await paid('91');
      expect(refusal(await create(id, { amount: 15001 }))).toMatchObject({
        status: 422,
        code: 'REFUND_EXCEEDS_PAYMENT',
        details: { refundableAmount: 15000 },
      });
      await create(id, { amount: 9000 });
      expect(refusal(await create(id, { amount: 6001 }))).toMatchObject({ details: { refundableAmount: 6000 } });
      const answers = await atOnce(10, () => create(id, { amount: 1000 }));
      const codes = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0)).sort();
      expect(codes).toEqual([201, 201, 201, 201, 201, 201, 422, 422, 422, 422]);
    });

    it('is refused when the balance does not cover it, and leaves nothing behind', async () => {
      const { id } = await paid('91');
      await door.call('requestPayout', { token: merchant.token, body: { amount: 14000, currency: 'XAF' } });
      expect(refusal(await create(id, { amount: 1000 }))).toMatchObject({
        status: 422,
        code: 'INSUFFICIENT_BALANCE',
        details: { available: 625, pending: 0, required: 975 },
      });
      expect((await list()).body.data.refunds).toEqual([]);
      expect((await create(id, { amount: 600 })).status).toBe(201);
    });

    it.each<[object, string]>([
      [{}, 'amount'],
      [{ amount: 0 }, 'amount'],
      [{ amount: 100.5 }, 'amount'],
      [{ amount: '5000' }, 'amount'],
      [{ amount: null }, 'amount'],
      [{ amount: 100, description: 'x'.repeat(256) }, 'description'],
      [{ amount: 100, description: 'NUL \u0000' }, 'description'],
      [{ amount: 100, reason: 7 }, 'reason'],
      [{ amount: 100, currency: 'XAF' }, 'currency'],
    ])('is refused as %j', async (body, field) => {
      const { id } = await paid();
      expect(refusal(await create(id, body))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [expect.any(String)] },
      });
    });

    it('knows no payment of another organisation or mode, and says so before anything about its state', async () => {
      const { id } = await startPayment(door, merchant.tenant, { payer: aPayer('97') });
      const unknown = refusal(await create(NOWHERE, { amount: 1 }));
      expect(unknown).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
      expect(refusal(await create(id, { amount: 1 }, {}, await aMerchant(door)))).toEqual(unknown);
      expect(refusal(await create('x', { amount: 1 }))).toEqual(unknown);
      expect(refusal(await create('x', { amount: 0 }))).toMatchObject({ code: 'VALIDATION_ERROR' });
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(refusal(await create(id, { amount: 1 }))).toEqual(unknown);
    });

    it('with an Idempotency-Key is made once per payment', async () => {
      const key = { 'idempotency-key': 'r-1' };
      const [one, two] = [await paid('91'), await paid('91')];
      const first = await create(one.id, { amount: 15000 }, key);
      await end(first.body.data.refundId);
      const again = await create(one.id, { amount: 15000 }, key);
      expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([201, 'true', first.body]);
      // The key comes before the state and the rules that the second refund would break.
      expect(refusal(await create(one.id, { amount: 20000 }, key))).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
      const other = await create(two.id, { amount: 15000 }, key);
      expect([other.status, other.headers['idempotency-replayed']]).toEqual([201, undefined]);
      expect((await list()).body.data.pagination.total).toBe(2);
    });

    it('keeps no refusal under a key', async () => {
      const key = { 'idempotency-key': 'r-2' };
      const { id, providerReference } = await startPayment(door, merchant.tenant, { payer: aPayer('97') });
      expect((await create(id, { amount: 100 }, key)).status).toBe(409);
      door.simulator.control.decide(MTN_MOMO, providerReference, 'approve');
      await door.get(SharedClock).move(5000);
      expect((await create(id, { amount: 100 }, key)).status).toBe(201);
    });
  });

  describe('listRefunds and getRefund', () => {
    it('list what the organisation has, newest first, by payment and status', async () => {
      const [one, two] = [await paid('91'), await paid('88')];
      const made: string[] = [];
      for (const { id } of [one, two, one]) made.unshift((await create(id, { amount: 100 })).body.data.refundId);
      const ids = async (query: Record<string, string | number> = {}) =>
        (await list(query)).body.data.refunds.map(({ refundId }: { refundId: string }) => refundId);
      expect(await ids()).toEqual(made);
      expect(await ids({ paymentId: one.id })).toEqual([made[0], made[2]]);
      await end(made[0]!);
      await end(made[1]!);
      expect(await ids({ status: 'completed' })).toEqual([made[0]]);
      expect(await ids({ status: 'processing', paymentId: two.id })).toEqual([made[1]]);
      expect(await ids({ status: 'pending' })).toEqual([made[2]]);
      expect(await ids({ limit: 1, page: 3 })).toEqual([made[2]]);
      for (const paymentId of [NOWHERE, 'x']) expect(await ids({ paymentId })).toEqual([]);
      const theirs = await list({ paymentId: one.id }, await aMerchant(door));
      expect(theirs.body.data).toMatchObject({ refunds: [], pagination: { total: 0, totalPages: 0 } });
      expect(refusal(await list({ status: 'cancelled' }))).toMatchObject({ status: 422 });
    });

    it('asks the operator about one that is open, at most every five seconds', async () => {
      const { id } = await paid('91');
      const { refundId } = (await create(id, { amount: 100 })).body.data;
      expect((await get(refundId)).body.data.status).toBe('processing');
      expect((await get(refundId)).body.data.status).toBe('processing');
      await door.get(SharedClock).move(5000);
      expect((await get(refundId)).body.data.status).toBe('completed');
    });

    it('knows no refund of another organisation or mode', async () => {
      const { id } = await paid('91');
      const { refundId } = (await create(id, { amount: 100 })).body.data;
      const unknown = refusal(await get(NOWHERE));
      expect(unknown).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
      expect(refusal(await get(refundId, {}, await aMerchant(door)))).toEqual(unknown);
      expect(refusal(await get('x'))).toEqual(unknown);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(refusal(await get(refundId, { 'x-mode': 'LIVE' }))).toEqual(unknown);
      expect((await list()).body.data.refunds).toEqual([]);
      expect((await get(refundId, { 'x-mode': 'SANDBOX' })).status).toBe(200);
    });
  });
});
