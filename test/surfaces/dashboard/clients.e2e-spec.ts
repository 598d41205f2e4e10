import { dashboardDoor } from '#surfaces/dashboard';
import { bodyExample, pathParameters } from '../../support/contract-calls.js';
import { NOWHERE, startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { mailsTo } from '../../support/mails.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, paidPayment } from '../../support/payments.js';

const ORIGIN = 'https://app.example.com';
const SENT_HEADERS = ['authorization', 'content-type', 'x-api-key', 'x-mode', 'idempotency-key'];
const READ_HEADERS = [
  'X-Request-Id',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'Retry-After',
  'Idempotency-Replayed',
  'Content-Disposition',
];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

describe('dashboard: what clients that exist already do', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { environment: { CORS_ORIGINS: ORIGIN } });
    merchant = await aMerchant(door);
  }, 60_000);
  afterAll(() => door?.close());

  const call = (operation: string, options: CallOptions = {}): Promise<Answer> =>
    door.call(operation, { token: merchant.token, ...options });
  const made = async (operation: string, body: object, options: CallOptions = {}): Promise<Answer['body']> => {
    const answer = await call(operation, { ...options, body });
    expect([operation, answer.status]).toEqual([operation, 201]);
    return answer.body.data;
  };
  const operations = () => [...door.contract.operations.values()];

  describe('browsers of another origin', () => {
    const preflight = (origin: string, method: string): Promise<Response> =>
      fetch(`${door.url}/api/orders/${NOWHERE}`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': SENT_HEADERS.join(','),
        },
      });

    it.each(METHODS)('may %s with the headers that they send', async (method) => {
      const { status, headers } = await preflight(ORIGIN, method);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
      expect(headers.get('access-control-allow-methods')?.split(/,\s*/)).toEqual(expect.arrayContaining(METHODS));
      const allowed = headers.get('access-control-allow-headers')?.toLowerCase().split(/,\s*/);
      expect(allowed).toEqual(expect.arrayContaining(SENT_HEADERS));
    });

    it('read the headers that are for them, of refusals too', async () => {
      for (const token of [merchant.token, null]) {
        const { headers } = await door.call('getBalance', { token, headers: { origin: ORIGIN } });
        expect(headers['access-control-allow-origin']).toBe(ORIGIN);
        expect(headers['access-control-expose-headers']?.split(/,\s*/)).toEqual(expect.arrayContaining(READ_HEADERS));
      }
    });

    it('are let in by name, and no cookie ever is', async () => {
      const { headers } = await preflight('https://elsewhere.example.com', 'GET');
      expect(headers.get('access-control-allow-origin')).not.toBe('https://elsewhere.example.com');
      const answer = await door.call('getBalance', { token: merchant.token, headers: { origin: ORIGIN } });
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      expect(answer.headers['set-cookie']).toBeUndefined();
    });
  });

  it('JSON is said to be sent where nothing is', async () => {
    const bodyless = operations().filter(
      ({ id, method, bodyRequired }) =>
        !bodyRequired && method !== 'OPTIONS' && id !== 'logout' && !id.startsWith('receive'),
    );
    expect(bodyless.length).toBeGreaterThan(50);
    for (const operation of bodyless) {
      const path = Object.fromEntries(pathParameters(operation).map((name) => [name, NOWHERE]));
      const headers = { 'content-type': 'application/json' };
      const { status, body } = await call(operation.id, { path, headers });
      expect([operation.id, status, body?.error?.code]).not.toEqual([operation.id, 400, 'INVALID_JSON']);
    }
    const another = await aMerchant(door);
    expect((await door.call('logout', { token: another.token })).status).toBe(200);
  });

  it('a profile is sent back as a whole', async () => {
    const { data: user } = (await call('getCurrentUser')).body;
    const body = { ...user, firstName: 'Adaeze', role: 'admin', isVerified: false, id: NOWHERE, theme: 'dark' };
    const { status, body: answer } = await call('updateCurrentUser', { body });
    expect([status, answer.data]).toEqual([200, { ...user, firstName: 'Adaeze' }]);
  });

  it('a code is asked for several times within a second, and again once it was typed', async () => {
    const email = `${merchant.userId}@example.com`;
    const person = { username: `u${merchant.userId.slice(-12)}`, firstName: 'Ada', lastName: 'Ngo', email };
    await door.call('signUp', { body: { ...person, password: 'Secret123!' } });
    const sent = await Promise.all([1, 2, 3].map(() => door.call('sendVerificationOtp', { body: { email } })));
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200]);
    const codes = (await mailsTo(door, email)).map(({ text }) => /\b\d{6}\b/.exec(text)?.[0] ?? '');
    const [otp, ...others] = [...new Set(codes)];
    expect(others).toEqual([]);
    expect((await door.call('verifyOtp', { body: { email, otp } })).body.data).toMatchObject({ isVerified: true });
    expect((await door.call('sendVerificationOtp', { body: { email } })).status).toBe(200);
  });

  it('what was made is known by both of its names', async () => {
    const customer = await made('createCustomer', { name: 'Ada', email: 'ada@example.cm' });
    const product = await made('createProduct', { name: 'Hour', price: 500, currency: 'XAF', vatRate: 0 });
    const items = [{ name: 'Coffee', quantity: 2, price: 3500 }];
    const lines = items.map((item) => ({ ...item, vatRate: 0 }));
    const order = await made('createOrder', { customerId: customer.id, currency: 'XAF', items });
    const link = { type: 'Fixed', amount: 15000, currency: 'XAF', paymentMethods: ['MTN Mobile Money'] };
    const { id: paymentId } = await paidPayment(door, merchant.tenant, { payer: aPayer('91') });
    const draft = { type: 'one-off', customerId: customer.id, items: lines, vatDisplay: 'excluding' };
    const schedule = { customerId: customer.id, frequency: 'monthly', startDate: '2999-01-01', items: lines };
    const named = {
      customerId: customer,
      productId: product,
      orderId: order,
      paymentLinkId: await made('createPaymentLink', link),
      refundId: await made('createRefund', { amount: 100 }, { path: { paymentId } }),
      payoutId: await made('requestPayout', { amount: 500, currency: 'XAF' }),
      invoiceId: await made('createInvoice', draft),
      recurringInvoiceId: await made('createRecurringInvoice', schedule),
    };
    for (const [name, record] of Object.entries(named)) {
      expect([name, record[name]]).toEqual([name, record.id]);
      expect(record.id).toEqual(expect.any(String));
    }
    const payer = { amount: 100, currency: 'XAF', provider: 'mtn-momo', phoneNumber: aPayer('97') };
    const payment = await made('makePayment', payer);
    expect(payment.transactionId).toBe(payment.paymentId);
  });

  it('a list is an object that has a collection by name, empty or not', async () => {
    // One client reads these as a plain array.
    const lists = operations().filter(
      ({ id, path }) => /^list/.test(id) && id !== 'listAccessTokens' && !path.startsWith('/admin/'),
    );
    const nobody = await aMerchant(door);
    for (const { id } of lists) {
      const { data } = (await door.call(id, { token: nobody.token })).body;
      const collections = Object.values(data as object).filter((value) => Array.isArray(value));
      expect([id, collections.length, data.pagination]).toMatchObject([id, 1, { page: 1, limit: 20 }]);
    }
  });

  it('charts are drawn for somebody to whom nothing has happened', async () => {
    const { token } = await aMerchant(door);
    const days = { startDate: '2025-11-01', endDate: '2025-11-30' };
    const daily = (await door.call('getDailyStatistics', { token, query: days })).body.data.data;
    expect(daily).toHaveLength(30);
    const query = { period: 'quarters', value: 'November 2025' };
    const { dataPoints } = (await door.call('getStatistics', { token, query })).body.data;
    expect(dataPoints).toHaveLength(3);
    for (const { revenue, transactions } of [...daily, ...dataPoints]) expect([revenue, transactions]).toEqual([0, 0]);
  });

  it('keys look like keys to the plugins that check', async () => {
    const { key } = await made('generateApiKey', { type: 'test' });
    const { key: keyOfApp } = await made('createApp', { name: 'Online shop' });
    for (const one of [key, keyOfApp]) expect(one).toMatch(/^app_[A-Za-z0-9_]+$/);
  });

  it('what a change answers with takes the place of what was read before', async () => {
    const { id: customerId } = await made('createCustomer', { name: 'Eto', email: 'eto@example.cm' });
    const items = [{ name: 'Coffee', quantity: 2, price: 3500 }];
    const { id: orderId } = await made('createOrder', { customerId, currency: 'XAF', items });
    const path = { orderId };
    const changed = await call('updateOrder', { path, body: { status: 'cancelled' } });
    expect(changed.body.data).toEqual((await call('getOrder', { path })).body.data);
    const { key, ...app } = await made('createApp', { name: 'Stall' });
    const renamed = await call('updateApp', { path: { appId: app.id }, body: { ...app, name: 'Market' } });
    expect([typeof key, renamed.body.data]).toEqual(['string', { ...app, name: 'Market' }]);
  });

  it('a refusal has a sentence to be shown, and the status of the answer', async () => {
    for (const operation of operations().filter(
      ({ bodyRequired, takesCredentials }) => bodyRequired && takesCredentials,
    )) {
      if (operation.form && !bodyExample(operation)) continue;
      const path = Object.fromEntries(pathParameters(operation).map((name) => [name, NOWHERE]));
      const { status, body } = await call(operation.id, { path, body: { nonsense: true } });
      // Forms that send back all they know are not refused for a field too many.
      if (status < 400) continue;
      expect([operation.id, body.success, body.error.message]).toEqual([
        operation.id,
        false,
        expect.stringMatching(/\w{2,} \w/),
      ]);
    }
  });
});
