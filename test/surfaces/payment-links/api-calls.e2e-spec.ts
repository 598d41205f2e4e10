import request from 'supertest';
import { ApiCallLog, Authenticator, GenerateApiKey, ListApiCalls, RevokeApiKey, type ApiCallView } from '#identity';
import { someAddress } from '../../support/dialect.js';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { aMerchant } from '../../support/merchant.js';
import { sampleDoor } from './sample-door.js';

describe('payment-links: the log of calls', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await startTestDoor(sampleDoor, { environment: { TRUSTED_PROXIES: '127.0.0.1' } });
  }, 60_000);
  afterAll(() => door?.close());

  const logged = (organizationId: string, count: number): Promise<ApiCallView[]> =>
    eventually(
      async () => {
        await door.get(ApiCallLog).flush();
        const page = { page: 1, limit: 100 };
        return (await door.queries.execute(new ListApiCalls(organizationId, { from: null, to: null }, page))).items;
      },
      (items) => items.length >= count,
    );

  it('has every call with a key that is known: answered, public, refused, too large, and unknown routes', async () => {
    const { token, organizationId } = await aMerchant(door);
    const principal = await door.get(Authenticator).authenticate(token);
    const { id, key } = await door.commands.execute(new GenerateApiKey(principal, 'sandbox'));
    const ipAddress = someAddress();
    const headers = { 'x-forwarded-for': ipAddress, 'user-agent': 'shop/3.1', 'x-api-key': key };

    await door.call('listPaymentLinks', { headers: { ...headers, 'x-request-id': 'mine' }, query: { page: 2 } });
    await door.call('getPaymentLinkBySlug', { headers, path: { idOrSlug: 'pay_x' } });
    await door.call('createPaymentLink', { headers, body: {} });
    await request(door.url).get('/api/nowhere?secret=1').set(headers);
    const tooLarge = { description: 'x'.repeat(256 * 1024) };
    await request(door.url).post('/api/payment-links/create').set(headers).send(tooLarge);
    await door.commands.execute(new RevokeApiKey(principal, { id }));
    await door.call('listPaymentLinks', { headers });
    await door.call('listPaymentLinks', { headers: { ...headers, 'x-api-key': 'app_test_neverGivenOut' } });

    const calls = await logged(organizationId, 6);
    expect(calls.map(({ method, endpoint, status, errorMessage }) => [method, endpoint, status, errorMessage])).toEqual(
      expect.arrayContaining([
        ['GET', '/api/payment-links', 200, null],
        ['GET', '/api/payment-links/pay_x', 200, null],
        ['POST', '/api/payment-links/create', 400, 'amount is required'],
        ['GET', '/api/nowhere', 404, 'Not found'],
        ['POST', '/api/payment-links/create', 413, 'Request body is larger than 256 KiB'],
        ['GET', '/api/payment-links', 401, 'Invalid API key'],
      ]),
    );
    expect(calls).toHaveLength(6);
    for (const call of calls) {
      expect(call).toMatchObject({
        credential: { type: 'api_key', id },
        mode: 'sandbox',
        ipAddress,
        userAgent: 'shop/3.1',
      });
      expect(call.durationMs).toBeGreaterThanOrEqual(0);
    }
    expect(calls.map(({ requestId }) => requestId)).toContain('mine');
  });

  it('has nothing of calls without a key', async () => {
    const { token, organizationId } = await aMerchant(door);
    expect((await door.call('listPaymentLinks', { token })).status).toBe(200);
    await expect(logged(organizationId, 0)).resolves.toEqual([]);
  });
});
