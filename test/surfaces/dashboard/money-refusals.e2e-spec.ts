import request from 'supertest';
import { SetOrganizationSuspension, SetUserSuspension } from '#identity';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import {
  expectContract,
  NOWHERE,
  refusal,
  startTestDoor,
  type Answer,
  type CallOptions,
  type TestDoor,
} from '../../support/door.js';
import { aMerchant } from '../../support/merchant.js';
import { aPayer } from '../../support/payments.js';

/** Every operation of this part that wants a token, with a call that passes its constraints. */
const CALLS: Readonly<Record<string, () => CallOptions>> = {
  listPayments: () => ({}),
  getPayment: () => ({ path: { paymentId: NOWHERE } }),
  cancelPayment: () => ({ path: { paymentId: NOWHERE } }),
  createRefund: () => ({ path: { paymentId: NOWHERE }, body: { amount: 100 } }),
  listRefunds: () => ({}),
  getRefund: () => ({ path: { refundId: NOWHERE } }),
  getBalance: () => ({}),
  listTransactions: () => ({}),
  requestPayout: () => ({ body: { amount: 500, currency: 'XAF' } }),
  listPayouts: () => ({}),
  getPayout: () => ({ path: { payoutId: NOWHERE } }),
  makePayment: () => ({ body: { amount: 100, currency: 'XAF', provider: 'mtn-momo', phoneNumber: aPayer() } }),
  getPaymentStatus: () => ({ path: { transactionId: NOWHERE } }),
  verifyAccountHolder: () => ({ query: { phoneNumber: aPayer() } }),
};
const OPERATIONS = Object.keys(CALLS);
const WITH_BODY = ['createRefund', 'requestPayout', 'makePayment'];
const TABLES = [
  'payments',
  'refunds',
  'payouts',
  'ledger_balances',
  'statement_lines',
  'payment_intents',
  'audit_entries',
];

const calling = (door: TestDoor, operation: string, options: CallOptions = {}): Promise<Answer> =>
  door.call(operation, { ...CALLS[operation]?.(), ...options });

describe('dashboard: what every operation on money refuses alike', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());

  it.each(OPERATIONS)('%s: no token, and one that is none', async (operation) => {
    expect(refusal(await calling(door, operation))).toMatchObject({
      status: 401,
      code: 'AUTH_REQUIRED',
      details: null,
    });
    const { token } = await aMerchant(door);
    for (const wrong of ['x', `${token}x`, token.slice(0, -2), 'app_test_0000000000000000']) {
      expect(refusal(await calling(door, operation, { token: wrong }))).toMatchObject({
        status: 401,
        code: 'AUTH_INVALID',
      });
    }
  });

  it('a token that has lapsed', async () => {
    const { token } = await aMerchant(door);
    await door.get(SharedClock).move(3_600_000 + 1000);
    for (const operation of OPERATIONS) {
      expect(refusal(await calling(door, operation, { token }))).toMatchObject({ status: 401, code: 'AUTH_EXPIRED' });
    }
  });

  it('LIVE before the organisation was let live, and any other mode', async () => {
    const { token } = await aMerchant(door);
    for (const operation of OPERATIONS) {
      const live = await calling(door, operation, { token, headers: { 'x-mode': 'LIVE' } });
      expect({ operation, ...refusal(live) }).toMatchObject({ operation, status: 403, code: 'FORBIDDEN' });
      const unknown = await calling(door, operation, { token, headers: { 'x-mode': 'live' } });
      expect({ operation, ...refusal(unknown) }).toMatchObject({
        operation,
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { 'x-mode': ['must be one of LIVE, SANDBOX'] },
      });
    }
  });

  it.each([
    ['account', (ids: { userId: string }) => new SetUserSuspension(ids.userId, true, null)],
    [
      'organisation',
      (ids: { organizationId: string }) => new SetOrganizationSuspension(ids.organizationId, true, null),
    ],
  ])('a suspended %s', async (_, suspension) => {
    const merchant = await aMerchant(door);
    await door.commands.execute(suspension(merchant));
    for (const operation of OPERATIONS) {
      const answer = refusal(await calling(door, operation, { token: merchant.token }));
      expect({ operation, ...answer }).toMatchObject({ operation, status: 403, code: 'FORBIDDEN' });
    }
  });

  it.each(WITH_BODY)('%s: a body that is no JSON, not sent as such, none, a list, or too large', async (operation) => {
    const { token } = await aMerchant(door);
    const send = (body: unknown, headers = {}): Promise<Answer> => calling(door, operation, { token, body, headers });
    expect(refusal(await send('{"amount": 5'))).toMatchObject({ status: 400, code: 'INVALID_JSON', details: null });
    const form = await send('amount=5', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(refusal(form)).toMatchObject({ status: 400, code: 'INVALID_JSON' });
    for (const body of [undefined, []]) {
      expect(refusal(await send(body))).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
    }
    // The token is looked at before the body.
    const stranger = await calling(door, operation, { body: '{"amount": 5' });
    expect(refusal(stranger)).toMatchObject({ status: 401 });
    const path = door.contract.operations.get(operation)?.path.replace(/\{\w+\}/, NOWHERE) ?? '';
    const large = await request(door.url)
      .post(door.contract.basePath + path)
      .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
      .send(`{"description": "${'x'.repeat(256 * 1024)}"}`);
    expect([large.status, large.body.error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it.each(OPERATIONS)(
    '%s: takes an empty body with a JSON content type, and says where its caller stands',
    async (operation) => {
      const { token } = await aMerchant(door);
      const { status, headers } = await calling(door, operation, { token });
      expect(status).not.toBe(400);
      expect(headers['x-request-id']).toMatch(/^\S{1,64}$/);
      expect(Number(headers['x-ratelimit-limit'])).toBe(100_000);
      expect(Number(headers['x-ratelimit-remaining'])).toBeLessThan(100_000);
      expect(Number(headers['x-ratelimit-reset']) * 1000).toBeGreaterThan(Date.now());
    },
  );

  it('lets browsers of other origins in, with the headers that they send and read', async () => {
    const preflight = await fetch(`${door.url}/api/payments/make-payment`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-mode,idempotency-key',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toMatch(
      /authorization.*content-type.*x-mode.*idempotency-key/,
    );
    const { token } = await aMerchant(door);
    const answer = await calling(door, 'getBalance', { token, headers: { origin: 'https://shop.example' } });
    expect(answer.headers['access-control-allow-origin']).toBe('https://shop.example');
    expect(answer.headers['access-control-expose-headers']).toMatch(/X-RateLimit-Remaining.*Idempotency-Replayed/);
  });
});

describe('dashboard: operations on money beyond their limit', () => {
  it('are refused, all from one count per account', async () => {
    const environment = { RATE_LIMIT_PER_ACCOUNT: String(OPERATIONS.length) };
    const door = await startTestDoor(dashboardDoor, { environment });
    try {
      const { token } = await aMerchant(door);
      for (const operation of OPERATIONS) expect((await calling(door, operation, { token })).status).not.toBe(429);
      for (const operation of OPERATIONS) {
        const limited = await calling(door, operation, { token, body: '{' });
        expect(refusal(limited)).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED' });
        expect(limited.headers['retry-after']).toBe(String(limited.body.error.details.retryAfterSeconds));
        expect(limited.headers['x-ratelimit-remaining']).toBe('0');
      }
      const other = await aMerchant(door);
      expect((await calling(door, 'getBalance', { token: other.token })).status).toBe(200);
    } finally {
      await door.close();
    }
  }, 60_000);
});

describe('dashboard: operations on money when we are at fault', () => {
  it('say nothing of the cause', async () => {
    const door = await startTestDoor(dashboardDoor);
    try {
      const { token } = await aMerchant(door);
      for (const table of TABLES) await door.database.query(`ALTER TABLE ${table} RENAME TO gone_${table}`);
      for (const operation of OPERATIONS) {
        const answer = await calling(door, operation, { token });
        expectContract(door.contract, operation, answer.status, answer.body);
        expect({ operation, ...refusal(answer) }).toEqual({
          operation,
          status: 500,
          code: 'SERVER_ERROR',
          message: 'Something went wrong on our side',
          details: null,
        });
      }
    } finally {
      await door.close();
    }
  }, 60_000);
});
