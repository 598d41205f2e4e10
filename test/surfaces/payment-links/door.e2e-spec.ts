import request from 'supertest';
import { Authenticator, GenerateApiKey, LetOrganizationLive, SetOrganizationSuspension } from '#identity';
import type { Mode } from '#kernel';
import { someAddress } from '../../support/dialect.js';
import { startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { callers, LIST, sampleDoor } from './sample-door.js';

describe('payment-links: the door', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  const LIMIT = 8;

  beforeAll(async () => {
    door = await startTestDoor(sampleDoor, {
      environment: {
        RATE_LIMIT_FACTOR: '1',
        RATE_LIMIT_PER_ACCOUNT: String(LIMIT),
        TRUSTED_PROXIES: '127.0.0.1',
        CORS_ORIGINS: 'https://app.example.com',
      },
    });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    callers.length = 0;
  });

  const call = (operationId: string, { headers, ...options }: CallOptions = {}): Promise<Answer> =>
    door.call(operationId, { ...options, headers: { 'x-forwarded-for': someAddress(), ...headers } });
  const send = (method: 'get' | 'post' | 'patch' | 'options', path: string, address = someAddress()): request.Test =>
    request(door.url)[method](`/api${path}`).set('x-forwarded-for', address);
  const aKey = async (mode: Mode = 'sandbox'): Promise<{ id: string; key: string }> => {
    const principal = await door.get(Authenticator).authenticate(merchant.token);
    return door.commands.execute(new GenerateApiKey(principal, mode));
  };
  const withKey = (key: string, headers: Record<string, string> = {}): Promise<Answer> =>
    call('listPaymentLinks', { headers: { 'x-api-key': key, ...headers } });
  const refusal = ({ status, body }: Answer): unknown[] => [status, body.message];

  describe('credentials', () => {
    it('are a key, which gives organisation and mode and counts before a token', async () => {
      const { id, key } = await aKey();
      const answer = await withKey(key, { authorization: 'Bearer nonsense' });
      expect(answer).toMatchObject({ status: 200, body: LIST });
      expect(callers).toEqual([{ tenant: merchant.tenant, holder: { type: 'api_key', id } }]);
    });

    it('are a token of the dashboard, which acts in sandbox mode until the organisation is let live', async () => {
      const list = (mode?: string): Promise<Answer> =>
        call('listPaymentLinks', { token: merchant.token, headers: mode ? { 'x-mode': mode } : {} });
      expect((await list()).status).toBe(200);
      expect(refusal(await list('LIVE'))).toEqual([403, 'Insufficient permissions']);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      for (const mode of [undefined, 'LIVE', 'SANDBOX']) expect((await list(mode)).status).toBe(200);
      const holder = { type: 'account', id: merchant.userId };
      const tenant = (mode: Mode): object => ({ tenant: { organizationId: merchant.organizationId, mode }, holder });
      expect(callers).toEqual([tenant('sandbox'), tenant('live'), tenant('live'), tenant('sandbox')]);
    });

    it('are refused when they are missing, unknown, revoked or switched off', async () => {
      expect(refusal(await call('listPaymentLinks'))).toEqual([401, 'API key is required']);
      expect(refusal(await withKey(''))).toEqual([401, 'API key is required']);
      expect(refusal(await withKey('app_test_neverGivenOut'))).toEqual([401, 'Invalid API key']);
      expect(refusal(await call('listPaymentLinks', { token: 'a.b.c' }))).toEqual([401, 'Invalid or expired token']);
      const { key } = await aKey();
      const { key: current } = await aKey();
      expect(refusal(await withKey(key))).toEqual([401, 'Invalid API key']);
      await door.database.query('UPDATE applications SET disabled_at = now() WHERE organization_id = $1', [
        merchant.organizationId,
      ]);
      expect(refusal(await withKey(current))).toEqual([401, 'Application is inactive']);
    });

    it('are refused for a suspended organisation, and for live mode too early', async () => {
      const [{ key: live }, { key: test }] = [await aKey('live'), await aKey()];
      expect(refusal(await withKey(live))).toEqual([403, 'Insufficient permissions']);
      await door.commands.execute(new SetOrganizationSuspension(merchant.organizationId, true));
      expect(refusal(await withKey(test))).toEqual([403, 'Insufficient permissions']);
    });

    it('must agree with a mode that the call names', async () => {
      const { key } = await aKey();
      const mismatch = [400, 'Mode does not match the API key'];
      const create = (body: object): Promise<Answer> =>
        call('createPaymentLink', { body, headers: { 'x-api-key': key } });
      expect((await withKey(key, { 'x-mode': 'SANDBOX' })).status).toBe(200);
      expect(refusal(await withKey(key, { 'x-mode': 'LIVE' }))).toEqual(mismatch);
      expect((await create({ amount: 10000, mode: 'SANDBOX' })).status).toBe(200);
      expect(refusal(await create({ amount: 10000, mode: 'LIVE' }))).toEqual(mismatch);
      expect(refusal(await create({ amount: 0, mode: 'LIVE' }))).toEqual([400, 'amount must be at least 1']);
    });
  });

  describe('requests that cannot be read', () => {
    it('are refused with a sentence about the first mistake', async () => {
      const { key } = await aKey();
      const create = (body: unknown): Promise<Answer> =>
        call('createPaymentLink', { body, headers: { 'x-api-key': key } });
      expect(refusal(await create('{"amount": '))).toEqual([400, 'Request body is not valid JSON']);
      expect(refusal(await create({}))).toEqual([400, 'amount is required']);
      expect(refusal(await create({ amount: 1, expires_at: '31/12/2025' }))).toEqual([
        400,
        'Invalid expiration date format',
      ]);
      const { status, body } = await create({ amount: 1, ['x'.repeat(500)]: 1 });
      expect([status, body.message]).toEqual([400, 'x'.repeat(300)]);
    });

    it('are refused when the body is too large, with the rate limit on the answer', async () => {
      const { status, body, headers } = await send('post', '/payment-links/create').send({
        description: 'x'.repeat(256 * 1024),
      });
      expect(status).toBe(413);
      expect(body).toEqual({ status_code: 413, status: 'PAYLOAD TOO LARGE', message: expect.any(String), data: {} });
      expect(headers).toMatchObject({ 'x-ratelimit-limit': String(LIMIT) });
    });

    it('say nothing of the cause when the fault is ours', async () => {
      const { status, body } = await call('getPaymentLinkBySlug', { path: { idOrSlug: 'pay_fault' } });
      expect([status, body.message, body.data]).toEqual([500, 'Internal server error', {}]);
    });
  });

  describe('addresses', () => {
    it('that lead nowhere are 404 in the envelope', async () => {
      for (const path of ['/', '/payment-links/a/b/c', '/nowhere/%E0%A4%A']) {
        const { status, body } = await send('get', path);
        expect(body).toEqual({ status_code: 404, status: 'NOT FOUND', message: 'Not found', data: {} });
        expect(status).toBe(404);
      }
    });

    it('with an id of any length are 404 by the record, not by the router', async () => {
      for (const slug of ['x'.repeat(8000), '%E0%A4%A']) {
        expect(refusal(await send('get', `/payment-links/${slug}`))).toEqual([404, 'Payment not found']);
      }
    });

    it('that are known by another method are 405 and say which', async () => {
      for (const method of ['patch', 'options'] as const) {
        const { status, body, headers } = await send(method, '/payment-links');
        expect([status, body.status, headers['allow']]).toEqual([405, 'METHOD NOT ALLOWED', 'GET']);
      }
    });

    it('of the documentation show what the door serves', async () => {
      expect((await request(door.url).get('/docs')).status).toBe(200);
      const { body } = await request(door.url).get('/docs/openapi.json');
      expect(Object.keys(body.paths as object)).toEqual([
        '/payment-links/create',
        '/payment-links',
        '/payment-links/{idOrSlug}',
      ]);
    });
  });

  describe('limits', () => {
    const exhaust = async (times: number, act: () => Promise<{ status: number }>): Promise<number[]> => {
      const statuses = [];
      for (let turn = 0; turn < times; turn += 1) statuses.push((await act()).status);
      return [...new Set(statuses)];
    };

    it('hold per key, wherever it calls from', async () => {
      const { key } = await aKey();
      const first = await withKey(key);
      expect(first.headers).toMatchObject({
        'x-ratelimit-limit': String(LIMIT),
        'x-ratelimit-remaining': String(LIMIT - 1),
        'x-ratelimit-reset': expect.stringMatching(/^\d{10}$/),
      });
      expect(await exhaust(LIMIT - 1, () => withKey(key))).toEqual([200]);
      const limited = await withKey(key);
      expect(refusal(limited)).toEqual([429, 'Too many requests']);
      expect(Number(limited.headers['retry-after'])).toBeGreaterThan(3500);
      expect((await call('listPaymentLinks', { token: merchant.token })).status).toBe(200);
    });

    it('hold per address for payers: 120 a minute', async () => {
      const read = (address: string): Promise<Answer> =>
        call('getPaymentLinkBySlug', { path: { idOrSlug: 'pay_x' }, headers: { 'x-forwarded-for': address } });
      const address = someAddress();
      expect(await exhaust(120, () => read(address))).toEqual([200]);
      const limited = await read(address);
      expect(refusal(limited)).toEqual([429, 'Too many requests']);
      expect(limited.headers).toMatchObject({ 'x-ratelimit-limit': '120', 'x-ratelimit-remaining': '0' });
      expect((await read(someAddress())).status).toBe(200);
    });

    it('hold per address for whoever guesses keys or paths', async () => {
      const address = someAddress();
      const headers = { 'x-forwarded-for': address, 'x-api-key': 'app_test_guessed' };
      expect(await exhaust(LIMIT / 2, () => call('listPaymentLinks', { headers }))).toEqual([401]);
      expect(await exhaust(LIMIT / 2, () => send('get', '/nowhere', address))).toEqual([404]);
      const limited = await send('get', '/nowhere', address);
      expect(limited.status).toBe(429);
      expect(limited.headers['retry-after']).toBeDefined();
      expect((await call('listPaymentLinks', { headers })).status).toBe(429);
    });
  });

  describe('browsers', () => {
    const allowed = (answer: { headers: Record<string, string> }): string | undefined =>
      answer.headers['access-control-allow-origin'];
    const preflight = (origin: string, method: string, path: string): request.Test =>
      send('options', path).set({ origin, 'access-control-request-method': method });

    it('of every origin may call what is public, those of configured origins the rest', async () => {
      const [ours, other] = ['https://app.example.com', 'https://shop.example.org'];
      expect(allowed(await preflight(ours, 'POST', '/payment-links/create'))).toBe(ours);
      expect(allowed(await preflight(other, 'POST', '/payment-links/create'))).toBeUndefined();
      expect(allowed(await preflight(other, 'POST', '/payment-links/pay_x/redeem'))).toBe(other);
      expect(allowed(await preflight(other, 'PATCH', '/payment-links/pay_x'))).toBeUndefined();
      const read = await preflight(other, 'GET', '/payment-links/pay_x');
      expect([read.status, allowed(read)]).toEqual([204, other]);
      expect(read.headers['access-control-allow-headers']).toBe(
        'content-type, x-api-key, x-mode, authorization, idempotency-key',
      );
      expect(allowed(await send('get', '/payment-links/pay_x').set({ origin: other }))).toBe(other);
      expect(allowed(await send('get', '/payment-links').set({ origin: other }))).toBeUndefined();
    });
  });
});
