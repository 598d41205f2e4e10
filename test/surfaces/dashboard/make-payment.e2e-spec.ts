import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, atOnce } from '../../support/payments.js';
import { MTN_MOMO } from '../../support/simulator.js';

const MINUTE_MS = 60_000;
const CHOOSE = 'INSERT INTO merchant_terms (organization_id, payment_methods) VALUES ($1, $2)';

describe('dashboard: makePayment', () => {
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

  const body = (fields: object = {}): Record<string, unknown> => ({
    amount: 15000,
    currency: 'XAF',
    provider: 'mtn-momo',
    phoneNumber: aPayer(),
    ...fields,
  });
  const pay = (fields: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
    door.call('makePayment', { token: merchant.token, body: body(fields), headers });
  const status = async (transactionId: string) =>
    (await door.call('getPaymentStatus', { token: merchant.token, path: { transactionId } })).body.data;
  const payment = async (paymentId: string) =>
    (await door.call('getPayment', { token: merchant.token, path: { paymentId } })).body.data;
  const choose = (provider: string) => door.database.query(CHOOSE, [merchant.organizationId, [provider]]);
  const listed = async () => (await door.call('listPayments', { token: merchant.token })).body.data.payments;
  const audited = async (recordId: string) => {
    const rows = await door.database.query<{ action: string; actor_id: string | null }>(
      'SELECT action, actor_id FROM audit_entries WHERE record_id = $1 ORDER BY id',
      [recordId],
    );
    return rows.map(({ action, actor_id: actor }) => [action, actor]);
  };

  it('starts a payment that the payer approves on the phone', async () => {
    const payer = aPayer();
    const metadata = { basket: 'b-881', deep: [{ Key_: null }] };
    const { status: code, body: answer } = await pay({ phoneNumber: payer, description: 'Invoice 42', metadata });
    expect(code).toBe(201);
    const { transactionId, providerReference, expiresAt } = answer.data;
    expect(answer.data).toEqual({
      transactionId,
      paymentId: transactionId,
      status: 'pending',
      providerReference: expect.stringMatching(/^[0-9a-f-]{36}$/),
      amount: 15000,
      currency: 'XAF',
      expiresAt: expect.any(String),
      mode: 'SANDBOX',
    });
    const kept = await payment(transactionId);
    expect(Date.parse(expiresAt) - Date.parse(kept.createdAt)).toBe(30 * MINUTE_MS);
    expect(kept).toMatchObject({
      id: transactionId,
      transactionId,
      status: 'pending',
      description: 'Invoice 42',
      metadata,
      phoneNumber: payer,
      provider: 'mtn-momo',
      paymentMethod: 'MTN Mobile Money',
      customer: { name: payer, email: null, phone: payer },
      fee: 0,
      netAmount: 0,
      refundableAmount: 0,
      providerAmount: 15000,
      exchangeRate: 1,
      paidAt: null,
      availableOn: null,
      failureCode: null,
    });
    const known = door.simulator.control.transaction(MTN_MOMO, providerReference);
    expect(known).toMatchObject({ amount: '15000', externalId: transactionId, message: 'Invoice 42' });
  });

  it('is recorded, with who did it and then without', async () => {
    const { transactionId } = (await pay()).body.data;
    expect(await audited(transactionId)).toEqual([['payment.created', merchant.userId]]);
    await status(transactionId);
    expect(await audited(transactionId)).toEqual([
      ['payment.created', merchant.userId],
      ['payment.completed', null],
    ]);
  });

  it.each([
    ['99', 'payment.failed'],
    ['98', 'payment.cancelled'],
    ['89', 'payment.expired'],
  ] as const)('of a payer that ends in %s is recorded as %s', async (ending, action) => {
    const { transactionId } = (await pay({ phoneNumber: aPayer(ending) })).body.data;
    await status(transactionId);
    expect((await audited(transactionId))[1]).toEqual([action, null]);
  });

  it.each(['+237 6 71 38 11 52', '237671381153', '671381154', '+237671381155', '6 71 38 11 56'])(
    'takes the number as people write it: %s',
    async (phoneNumber) => {
      const { transactionId } = (await pay({ phoneNumber })).body.data;
      const digits = phoneNumber.replace(/\D/g, '').slice(-9);
      expect((await payment(transactionId)).phoneNumber).toBe(`+237${digits}`);
    },
  );

  it('collects dollars in francs at the rate of the moment, and keeps fee and balance in dollars', async () => {
    const { transactionId } = (await pay({ amount: 12.34, currency: 'USD' })).body.data;
    await status(transactionId);
    expect(await payment(transactionId)).toMatchObject({
      amount: 12.34,
      currency: 'USD',
      providerAmount: 7404,
      providerCurrency: 'XAF',
      exchangeRate: 600,
      fee: 0.31,
      netAmount: 12.03,
    });
    const balance = await door.call('getBalance', { token: merchant.token, query: { currency: 'USD' } });
    expect(balance.body.data).toMatchObject({ pending: 12.03, currency: 'USD' });
  });

  it.each<[string, object, string]>([
    ['a fraction of a franc', { amount: 100.5 }, 'amount'],
    ['three decimals of a dollar', { amount: 1.005, currency: 'USD' }, 'amount'],
    ['nothing', { amount: 0 }, 'amount'],
    ['less than nothing', { amount: -5 }, 'amount'],
    ['a number in a text', { amount: '15000' }, 'amount'],
    ['more than an amount can be', { amount: 1e13 }, 'amount'],
    ['dollars that are more francs than an amount can be', { amount: 9999999999999, currency: 'USD' }, 'amount'],
    ['another currency', { currency: 'EUR' }, 'currency'],
    ['another operator', { provider: 'mpesa' }, 'provider'],
    ['a landline', { phoneNumber: '+237 2 22 23 45 67' }, 'phoneNumber'],
    ['a number of another country', { phoneNumber: '+261341234567' }, 'phoneNumber'],
    ['a number as a number', { phoneNumber: 671381152 }, 'phoneNumber'],
    ['a description that is too long', { description: 'x'.repeat(161) }, 'description'],
    ['metadata that is a list', { metadata: [] }, 'metadata'],
    [
      '51 keys of metadata',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, i])) },
      'metadata',
    ],
    ['9 KiB of metadata', { metadata: { text: 'x'.repeat(9000) } }, 'metadata'],
    ['an unknown customer', { customerId: '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11' }, 'customerId'],
    ['an unknown order', { orderId: '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11' }, 'orderId'],
    ['a field that is not known', { status: 'paid' }, 'status'],
  ])('refuses %s', async (_, fields, field) => {
    const answer = await pay(fields);
    expect(refusal(answer)).toMatchObject({
      status: 422,
      code: 'VALIDATION_ERROR',
      details: { [field]: [expect.any(String)] },
    });
    expect(await listed()).toEqual([]);
  });

  it.each(['amount', 'currency', 'provider', 'phoneNumber'])('refuses a payment without %s', async (field) => {
    expect(refusal(await pay({ [field]: undefined }))).toMatchObject({
      status: 422,
      details: { [field]: ['is required'] },
    });
  });

  it('refuses an operator that the organisation has not chosen, and says which it has', async () => {
    await choose('mtn-momo');
    expect(refusal(await pay({ provider: 'orange-money' }))).toMatchObject({
      status: 422,
      code: 'PAYMENT_METHOD_NOT_ENABLED',
      details: { paymentMethods: ['mtn-momo'] },
    });
  });

  describe('a second time', () => {
    it('is refused within two minutes, whatever else differs, and names the first', async () => {
      const phoneNumber = aPayer();
      const first = (await pay({ phoneNumber })).body.data;
      const again = await pay({ phoneNumber: phoneNumber.slice(4), description: 'another', metadata: { a: 1 } });
      expect(refusal(again)).toMatchObject({
        status: 409,
        code: 'DUPLICATE_PAYMENT',
        details: { transactionId: first.transactionId },
      });
      await status(first.transactionId);
      expect((await pay({ phoneNumber })).status).toBe(409);
      // State comes before other rules, and the operator is not part of what makes payments equal.
      expect(refusal(await pay({ phoneNumber, provider: 'orange-money' }))).toMatchObject({
        code: 'DUPLICATE_PAYMENT',
      });
    });

    it('is let through on purpose, with another amount, currency or payer, for another organisation, and later', async () => {
      const phoneNumber = aPayer();
      await pay({ phoneNumber });
      expect((await pay({ phoneNumber, allowDuplicate: true })).status).toBe(201);
      expect((await pay({ phoneNumber, amount: 15001 })).status).toBe(201);
      expect((await pay({ phoneNumber, currency: 'USD' })).status).toBe(201);
      const other = await aMerchant(door);
      expect((await door.call('makePayment', { token: other.token, body: body({ phoneNumber }) })).status).toBe(201);
      await door.get(SharedClock).move(2 * MINUTE_MS);
      expect((await pay({ phoneNumber })).status).toBe(201);
    });

    it('is let through when the first has failed', async () => {
      const phoneNumber = aPayer('99');
      const { transactionId } = (await pay({ phoneNumber })).body.data;
      expect((await status(transactionId)).status).toBe('failed');
      expect((await pay({ phoneNumber })).status).toBe(201);
    });
  });

  describe('with an Idempotency-Key', () => {
    const key = { 'idempotency-key': 'order-1' };

    it('is the same payment, and says so', async () => {
      const phoneNumber = aPayer();
      const first = await pay({ phoneNumber, metadata: { a: 1, b: 2 } }, key);
      const again = await pay({ metadata: { b: 2, a: 1 }, phoneNumber }, key);
      expect(first.headers['idempotency-replayed']).toBeUndefined();
      expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([201, 'true', first.body]);
      expect(await listed()).toHaveLength(1);
    });

    it('is refused with another body, also where that breaks another rule', async () => {
      const phoneNumber = aPayer();
      await pay({ phoneNumber }, key);
      for (const fields of [
        { phoneNumber, amount: 1 },
        { phoneNumber, provider: 'orange-money' },
      ]) {
        expect(refusal(await pay(fields, key))).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' });
      }
      expect(refusal(await pay({ phoneNumber, amount: 0.5 }, key))).toMatchObject({ code: 'VALIDATION_ERROR' });
    });

    it('belongs to the organisation', async () => {
      const phoneNumber = aPayer();
      await pay({ phoneNumber }, key);
      const other = await aMerchant(door);
      const theirs = await door.call('makePayment', { token: other.token, body: body(), headers: key });
      expect([theirs.status, theirs.headers['idempotency-replayed']]).toEqual([201, undefined]);
    });

    it('is answered alike after the organisation has given its operator up', async () => {
      const fields = { phoneNumber: aPayer() };
      await pay(fields, key);
      await choose('orange-money');
      // What an organisation has agreed to may be two seconds old.
      await eventually(
        () => pay(),
        ({ status: code }) => code === 422,
      );
      expect((await pay(fields, key)).headers['idempotency-replayed']).toBe('true');
    });

    it.each([
      ['93', 400, 'PAYMENT_FAILED'],
      ['94', 502, 'PROVIDER_UNAVAILABLE'],
    ] as const)('replays also what the operator did with a payer that ends in %s', async (ending, code, word) => {
      const fields = { phoneNumber: aPayer(ending) };
      const [first, again] = [await pay(fields, key), await pay(fields, key)];
      expect(refusal(first)).toMatchObject({ status: code, code: word });
      expect([again.body, again.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
      expect(await listed()).toHaveLength(1);
    });

    it('is forgotten after a day', async () => {
      const fields = { phoneNumber: aPayer() };
      await pay(fields, key);
      await door.database.query(`UPDATE idempotency_keys SET expires_at = now() - interval '1 second'`);
      expect((await pay(fields, key)).headers['idempotency-replayed']).toBeUndefined();
      expect(await listed()).toHaveLength(2);
    });

    it.each(['', 'x'.repeat(256)])('is refused when it is %j', async (value) => {
      const answer = await pay({}, { 'idempotency-key': value });
      expect(refusal(answer)).toMatchObject({ status: 422, details: { 'idempotency-key': [expect.any(String)] } });
    });

    it('makes one payment of many calls at once', async () => {
      const fields = { phoneNumber: aPayer() };
      const answers = await atOnce(20, () => pay(fields, key));
      const codes = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0));
      expect(codes.filter((code) => code !== 201 && code !== 409)).toEqual([]);
      expect(codes).toContain(201);
      expect(await listed()).toHaveLength(1);
    });
  });
});
