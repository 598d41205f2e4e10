import { LetOrganizationLive } from '#identity';
import { doualaDay } from '#kernel';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, paidPayment, startPayment } from '../../support/payments.js';
import { MTN_MOMO } from '../../support/simulator.js';

const MINUTE_MS = 60_000;

describe('dashboard: payments', () => {
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

  const start = (wish: Parameters<typeof startPayment>[2] = {}) => startPayment(door, merchant.tenant, wish);
  const paid = (wish: Parameters<typeof startPayment>[2] = {}) => paidPayment(door, merchant.tenant, wish);
  const get = (paymentId: string, headers: Record<string, string> = {}, { token } = merchant): Promise<Answer> =>
    door.call('getPayment', { token, path: { paymentId }, headers });
  const cancel = (paymentId: string, headers: Record<string, string> = {}, { token } = merchant): Promise<Answer> =>
    door.call('cancelPayment', { token, path: { paymentId }, headers });
  const approve = (reference: string) => door.simulator.control.decide(MTN_MOMO, reference, 'approve');

  describe('listPayments', () => {
    const list = (query: Record<string, string | number> = {}, { token } = merchant): Promise<Answer> =>
      door.call('listPayments', { token, query });
    const ids = async (query: Record<string, string | number> = {}): Promise<string[]> =>
      (await list(query)).body.data.payments.map(({ id }: { id: string }) => id);

    it('shows what the row of a list needs, newest first', async () => {
      const [first, second] = [await start(), await paid()];
      const { data } = (await list()).body;
      expect(data.payments.map(({ id }: { id: string }) => id)).toEqual([second.id, first.id]);
      expect(data.payments[0]).toEqual({
        id: second.id,
        paymentLinkId: null,
        amount: 10000,
        currency: 'XAF',
        description: 'Invoice 42',
        status: 'paid',
        paymentMethod: 'MTN Mobile Money',
        customer: { name: second.payerMsisdn, email: null, phone: second.payerMsisdn },
        createdAt: second.createdAt,
        paidAt: second.settledAt,
        mode: 'SANDBOX',
        refundState: 'none',
      });
      expect(data.payments[1]).toMatchObject({ status: 'pending', paidAt: null });
      expect(data.pagination).toEqual({ page: 1, limit: 20, total: 2, totalPages: 1, hasNext: false, hasPrev: false });
    });

    it('is empty for an organisation that has none', async () => {
      await paid();
      const { data } = (await list({}, await aMerchant(door))).body;
      expect(data).toMatchObject({ payments: [], pagination: { total: 0, totalPages: 0, hasNext: false } });
    });

    it('comes in pages that neither overlap nor skip', async () => {
      const started: string[] = [];
      for (let turn = 0; turn < 5; turn += 1) started.unshift((await start()).id);
      const pages = await Promise.all([1, 2, 3, 4].map((page) => list({ page, limit: 2 })));
      expect(pages.flatMap(({ body }) => body.data.payments.map(({ id }: { id: string }) => id))).toEqual(started);
      expect(pages.map(({ body }) => [body.data.pagination.hasPrev, body.data.pagination.hasNext])).toEqual([
        [false, true],
        [true, true],
        [true, false],
        [true, false],
      ]);
      expect((await list({ page: 1e18 })).body.data.payments).toEqual([]);
    });

    it('finds by status, amount, days and text together', async () => {
      const small = await start({ amount: '500' });
      const large = await paid({ amount: '70000' });
      const dollars = await start({ amount: '12.50', currency: 'USD' });
      expect(await ids({ status: 'paid' })).toEqual([large.id]);
      expect(await ids({ status: 'pending' })).toEqual([dollars.id, small.id]);
      expect(await ids({ status: 'failed' })).toEqual([]);
      expect(await ids({ amountMin: 500, amountMax: 70000 })).toEqual([large.id, small.id]);
      expect(await ids({ amountMin: 12.5, amountMax: 12.5 })).toEqual([dollars.id]);
      expect(await ids({ amountMin: 501, status: 'pending' })).toEqual([]);
      const today = doualaDay(door.get(SharedClock).now());
      expect(await ids({ startDate: today, endDate: today })).toHaveLength(3);
      expect(await ids({ endDate: '2025-01-01' })).toEqual([]);
      expect(await ids({ startDate: today, endDate: today, search: 'invoice', status: 'paid' })).toEqual([large.id]);
    });

    it('finds text in id, description, customer and operator’s reference, in any case, and takes wildcards as they are', async () => {
      const payment = await start();
      const other = await start();
      expect(await ids({ search: payment.id.toUpperCase() })).toEqual([payment.id]);
      expect(await ids({ search: payment.providerReference.slice(0, 13) })).toEqual([payment.id]);
      expect(await ids({ search: other.payerMsisdn.slice(4) })).toEqual([other.id]);
      expect(await ids({ search: ' INVOICE 42 ' })).toEqual([other.id, payment.id]);
      expect(await ids({ search: '   ' })).toHaveLength(2);
      for (const search of ['%', '_____', '\\', "'"]) expect(await ids({ search })).toEqual([]);
    });

    it('takes the days of Douala, both included', async () => {
      const payment = await start();
      const at = (instant: string) =>
        door.database.query('UPDATE payments SET created_at = $2 WHERE id = $1', [payment.id, instant]);
      const found = { startDate: '2025-11-20', endDate: '2025-11-20' };
      for (const [instant, expected] of [
        ['2025-11-19T22:59:59.999Z', 0],
        ['2025-11-19T23:00:00.000Z', 1],
        ['2025-11-20T22:59:59.999Z', 1],
        ['2025-11-20T23:00:00.000Z', 0],
      ] as const) {
        await at(instant);
        expect([instant, (await ids(found)).length]).toEqual([instant, expected]);
      }
    });

    it.each<[Record<string, string | number>, string]>([
      [{ page: 0 }, 'page'],
      [{ page: 'one' }, 'page'],
      [{ limit: 101 }, 'limit'],
      [{ limit: 1.5 }, 'limit'],
      [{ status: 'settled' }, 'status'],
      [{ startDate: '2025-13-01' }, 'startDate'],
      [{ startDate: '20-11-2025' }, 'startDate'],
      [{ startDate: '0000-01-01' }, 'startDate'],
      [{ endDate: '2025-02-29' }, 'endDate'],
      [{ startDate: '2025-11-21', endDate: '2025-11-20' }, 'startDate'],
      [{ amountMin: 2, amountMax: 1 }, 'amountMin'],
      [{ amountMin: -1 }, 'amountMin'],
      [{ amountMax: 'much' }, 'amountMax'],
      [{ search: 'x'.repeat(201) }, 'search'],
    ])('refuses %j', async (query, field) => {
      expect(refusal(await list(query))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        message: expect.stringContaining(field),
        details: { [field]: [expect.any(String)] },
      });
    });

    it('shows the payments of the mode of the call', async () => {
      const payment = await start();
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(await ids()).toEqual([]);
      const sandbox = await door.call('listPayments', { token: merchant.token, headers: { 'x-mode': 'SANDBOX' } });
      expect(sandbox.body.data.payments).toMatchObject([{ id: payment.id }]);
    });
  });

  describe('getPayment', () => {
    it('tells the money and the trace of a paid payment', async () => {
      const payment = await paid({ amount: '15000' });
      expect((await get(payment.id)).body.data).toEqual({
        id: payment.id,
        transactionId: payment.id,
        paymentLinkId: null,
        amount: 15000,
        currency: 'XAF',
        description: 'Invoice 42',
        status: 'paid',
        paymentMethod: 'MTN Mobile Money',
        customer: { name: payment.payerMsisdn, email: null, phone: payment.payerMsisdn },
        createdAt: payment.createdAt,
        paidAt: payment.settledAt,
        provider: 'mtn-momo',
        providerReference: payment.providerReference,
        phoneNumber: payment.payerMsisdn,
        fee: 375,
        netAmount: 14625,
        refundState: 'none',
        refundedAmount: 0,
        refundableAmount: 15000,
        providerAmount: 15000,
        providerCurrency: 'XAF',
        exchangeRate: 1,
        failureCode: null,
        failureReason: null,
        cancelledBy: null,
        availableOn: doualaDay(new Date(payment.availableAt ?? '')),
        disputed: false,
        chargebackId: null,
        orderId: null,
        invoiceId: null,
        metadata: {},
        mode: 'SANDBOX',
        expiresAt: payment.expiresAt,
        updatedAt: expect.any(String),
      });
    });

    it('knows no payment of another organisation or mode', async () => {
      const payment = await start();
      const unknown = refusal(await get(NOWHERE));
      expect(unknown).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
      expect(refusal(await get(payment.id, {}, await aMerchant(door)))).toEqual(unknown);
      for (const id of ['x', '%00', `${payment.id}0`]) expect(refusal(await get(id))).toEqual(unknown);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(refusal(await get(payment.id))).toEqual(unknown);
      expect((await get(payment.id, { 'x-mode': 'SANDBOX' })).status).toBe(200);
    });

    it.each([
      ['make-payment', 'NOT_FOUND'],
      ['status', 'NOT_FOUND'],
      ['ipn', 'NOT_FOUND'],
      ['verify-account-holder', 'VALIDATION_ERROR'],
    ])('takes %s for no id', async (word, code) => {
      const headers = { authorization: `Bearer ${merchant.token}` };
      const answer = await fetch(`${door.url}/api/payments/${word}`, { headers });
      expect(await answer.json()).toMatchObject({ error: { code } });
    });
  });

  describe('cancelPayment', () => {
    it('withdraws a payment that nobody has approved', async () => {
      const payment = await start({ payer: aPayer('97') });
      const answer = await cancel(payment.id);
      expect(answer.body.data).toMatchObject({
        id: payment.id,
        status: 'cancelled',
        cancelledBy: 'organization',
        failureCode: null,
        netAmount: 0,
        refundableAmount: 0,
      });
      expect(answer.body.data).toEqual((await get(payment.id)).body.data);
      const audited = await door.database.query(
        `SELECT actor_id FROM audit_entries WHERE record_id = $1 AND action = 'payment.cancelled'`,
        [payment.id],
      );
      expect(audited).toEqual([{ actor_id: merchant.userId }]);
      expect(refusal(await cancel(payment.id))).toMatchObject({
        status: 409,
        code: 'PAYMENT_NOT_CANCELLABLE',
        details: { status: 'cancelled' },
      });
    });

    it.each([
      ['87', 'paid'],
      ['89', 'expired'],
      ['98', 'cancelled'],
      ['99', 'failed'],
    ] as const)('asks the operator first: of a payer that ends in %s it is %s', async (ending, status) => {
      const payment = await start({ payer: aPayer(ending) });
      const refused = { status: 409, code: 'PAYMENT_NOT_CANCELLABLE', details: { status } };
      expect(refusal(await cancel(payment.id))).toMatchObject(refused);
      expect((await get(payment.id)).body.data.status).toBe(status);
      expect(refusal(await cancel(payment.id))).toMatchObject(refused);
    });

    it('goes through while the operator cannot be reached', async () => {
      const payment = await start();
      door.simulator.control.setFaults(MTN_MOMO, { outage: 'unavailable' });
      expect((await cancel(payment.id)).body.data.status).toBe('cancelled');
    });

    it('gives way when the payer approves all the same: the money counts, and can be given back', async () => {
      const payment = await start({ payer: aPayer('97') });
      await cancel(payment.id);
      approve(payment.providerReference);
      await door.get(SharedClock).move(MINUTE_MS);
      const path = { transactionId: payment.id };
      expect((await door.call('getPaymentStatus', { token: merchant.token, path })).body.data.status).toBe('paid');
      expect((await get(payment.id)).body.data).toMatchObject({
        status: 'paid',
        fee: 250,
        netAmount: 9750,
        cancelledBy: null,
        refundableAmount: 10000,
      });
      const refund = await door.call('createRefund', {
        token: merchant.token,
        path: { paymentId: payment.id },
        body: { amount: 10000 },
      });
      expect(refund.status).toBe(201);
    });

    it('knows no payment of another organisation or mode', async () => {
      const payment = await start({ payer: aPayer('97') });
      const unknown = refusal(await cancel(NOWHERE));
      expect(unknown).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
      expect(refusal(await cancel(payment.id, {}, await aMerchant(door)))).toEqual(unknown);
      expect(refusal(await cancel('x'))).toEqual(unknown);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(refusal(await cancel(payment.id, { 'x-mode': 'LIVE' }))).toEqual(unknown);
      expect((await get(payment.id, { 'x-mode': 'SANDBOX' })).body.data.status).toBe('pending');
    });
  });
});
