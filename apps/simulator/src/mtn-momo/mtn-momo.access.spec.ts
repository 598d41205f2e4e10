import { randomUUID } from 'node:crypto';
import { createSimulator, MTN_MOMO, MTN_MOMO_SANDBOX, type Simulator } from '../simulator.js';
import { call } from '../testing/http-call.js';
import { MtnMomoClient } from '../testing/mtn-momo-client.js';

const COLLECTION_KEY = MTN_MOMO_SANDBOX.subscriptionKeys.collection;
const OTHER_KEY = 'abcdefabcdefabcdefabcdefabcdef01';

describe('MTN MoMo access', () => {
  let simulator: Simulator;
  let client: MtnMomoClient;

  beforeEach(async () => {
    simulator = await createSimulator({ approveAfterMs: 0, callbackDelayMs: 0 });
    client = new MtnMomoClient(simulator.mtnMomo);
  });

  afterEach(() => simulator.close());

  function provision(id: string, body: unknown, key: string | undefined = COLLECTION_KEY) {
    const headers = { 'x-reference-id': id, 'ocp-apim-subscription-key': key };
    return call('POST', `${simulator.url}/v1_0/apiuser`, { headers, body });
  }

  async function provisionWithKey(body: Record<string, unknown>, key = COLLECTION_KEY): Promise<MtnMomoClient> {
    const id = randomUUID();
    await provision(id, body, key);
    const headers = { 'ocp-apim-subscription-key': key };
    const { body: answer } = await call('POST', `${simulator.url}/v1_0/apiuser/${id}/apikey`, { headers });
    return new MtnMomoClient({ ...simulator.mtnMomo, apiUser: id, apiKey: String(answer['apiKey']) });
  }

  describe('provisioning', () => {
    it('makes a user, shows it, and gives it a key of 32 hexadecimal digits', async () => {
      const id = randomUUID();
      const headers = { 'ocp-apim-subscription-key': COLLECTION_KEY };
      const made = await provision(id, { providerCallbackHost: 'hooks.example.cm' });
      expect([made.status, made.text]).toEqual([201, '']);
      const shown = await call('GET', `${simulator.url}/v1_0/apiuser/${id}`, { headers });
      expect(shown.status).toBe(200);
      expect(shown.body).toEqual({ providerCallbackHost: 'hooks.example.cm', targetEnvironment: 'sandbox' });
      const key = await call('POST', `${simulator.url}/v1_0/apiuser/${id}/apikey`, { headers });
      expect(key.status).toBe(201);
      expect(key.body).toEqual({ apiKey: expect.stringMatching(/^[0-9a-f]{32}$/) });
    });

    it.each([[{}], [{ providerCallbackHost: '' }], [{ providerCallbackHost: null }], ['not json']])(
      'refuses %j with an empty 400',
      async (body) => {
        const answer = await provision(randomUUID(), body);
        expect([answer.status, answer.text]).toEqual([400, '']);
      },
    );

    it('refuses an id that is used, malformed or unknown', async () => {
      const id = randomUUID();
      const body = { providerCallbackHost: 'hooks.example.cm' };
      const headers = { 'ocp-apim-subscription-key': COLLECTION_KEY };
      await provision(id, body);
      expect((await provision(id, body)).status).toBe(409);
      expect((await provision('not-a-uuid', body)).status).toBe(400);
      expect((await call('GET', `${simulator.url}/v1_0/apiuser/not-a-uuid`, { headers })).status).toBe(400);
      expect((await call('GET', `${simulator.url}/v1_0/apiuser/${randomUUID()}`, { headers })).status).toBe(404);
    });

    it('wants a subscription key', async () => {
      const answer = await provision(randomUUID(), { providerCallbackHost: 'hooks.example.cm' }, 'short');
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual({ statusCode: 401, message: expect.any(String) });
    });

    it('lets a new key end the old one', async () => {
      const id = randomUUID();
      const headers = { 'ocp-apim-subscription-key': COLLECTION_KEY };
      await provision(id, { providerCallbackHost: 'hooks.example.cm' });
      const keys: string[] = [];
      for (let time = 0; time < 2; time += 1) {
        const answer = await call('POST', `${simulator.url}/v1_0/apiuser/${id}/apikey`, { headers });
        keys.push(String(answer.body['apiKey']));
      }
      const [oldKey = '', newKey = ''] = keys;
      const login = (apiKey: string) =>
        new MtnMomoClient({ ...simulator.mtnMomo, apiUser: id, apiKey }).login('collection');
      expect((await login(oldKey)).status).toBe(401);
      expect((await login(newKey)).status).toBe(200);
    });

    it('ties a user to the product whose key made it', async () => {
      const provisioned = await provisionWithKey({ providerCallbackHost: '*' });
      expect((await provisioned.requestToPay('237671234567')).status).toBe(202);
      const refused = await provisioned.transfer('237671234567');
      expect(refused.status).toBe(500);
      expect(refused.body['code']).toBe('NOT_ALLOWED_TARGET_ENVIRONMENT');
    });

    it('holds callbacks to the host of the user', async () => {
      const provisioned = await provisionWithKey({ providerCallbackHost: 'Hooks.example.cm' });
      const foreign = await provisioned.requestToPay('237671234567', {}, { 'x-callback-url': 'http://evil.example/' });
      expect(foreign.status).toBe(500);
      expect(foreign.body['code']).toBe('INVALID_CALLBACK_URL_HOST');
      expect((await provisioned.paymentStatus(foreign.reference)).status).toBe(404);
      const own = { 'x-callback-url': 'https://hooks.example.cm/mtn/1' };
      expect((await provisioned.requestToPay('237671234567', {}, own)).status).toBe(202);
    });
  });

  describe('tokens', () => {
    it.each(['token/', 'token'])('are given at %s', async (path) => {
      const answer = await client.login('collection', {}, path);
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ access_token: expect.any(String), token_type: 'access_token', expires_in: 3_600 });
    });

    it.each(['grant_type=client_credentials', ''])('are given whatever the body is: "%s"', async (body) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await client.login('disbursement', { headers, body })).status).toBe(200);
    });

    it.each([undefined, 'Basic bm8=', `Basic ${Buffer.from('no:body').toString('base64')}`, 'Bearer x'])(
      'are refused to %s',
      async (authorization) => {
        const answer = await client.login('collection', { headers: { authorization } });
        expect(answer.status).toBe(401);
        expect(answer.body).toEqual({ error: 'login_failed' });
      },
    );

    it('are refused under a wrong subscription key, in the words of the gateway', async () => {
      const headers = { 'ocp-apim-subscription-key': 'zz' };
      expect((await client.login('collection', { headers })).body).toEqual({
        statusCode: 401,
        message: expect.any(String),
      });
    });

    it('open their own product only', async () => {
      const { body } = await client.login('collection');
      const headers = { authorization: `Bearer ${String(body['access_token'])}` };
      expect((await client.get('collection', 'v1_0/account/balance', headers)).status).toBe(200);
      expect((await client.get('disbursement', 'v1_0/account/balance', headers)).status).toBe(401);
    });

    it('end by their time and on demand', async () => {
      expect((await client.get('collection', 'v1_0/account/balance')).status).toBe(200);
      simulator.control.setClockOffset(3_600_000);
      const expired = await client.get('collection', 'v1_0/account/balance');
      expect(expired.status).toBe(401);
      expect(expired.body['statusCode']).toBe(401);

      const later = new MtnMomoClient(simulator.mtnMomo);
      expect((await later.get('collection', 'v1_0/account/balance')).status).toBe(200);
      simulator.control.expireTokens(MTN_MOMO);
      expect((await later.get('collection', 'v1_0/account/balance')).status).toBe(401);
    });
  });

  describe('subscription keys', () => {
    const balance = (key: string | undefined) =>
      client.get('collection', 'v1_0/account/balance', { 'ocp-apim-subscription-key': key });

    it('take any key of 32 hexadecimal digits, but not the one of the other product', async () => {
      expect((await balance(OTHER_KEY)).status).toBe(200);
      expect((await balance(MTN_MOMO_SANDBOX.subscriptionKeys.disbursement)).status).toBe(401);
      expect((await balance('xyz')).status).toBe(401);
      expect((await balance(undefined)).status).toBe(401);
    });

    it('take only the configured key where there is one', async () => {
      const strict = await createSimulator({ mtnMomo: { subscriptionKeys: { collection: OTHER_KEY } } });
      try {
        const strictClient = new MtnMomoClient(strict.mtnMomo);
        expect((await strictClient.login('collection')).status).toBe(200);
        const headers = { 'ocp-apim-subscription-key': COLLECTION_KEY };
        expect((await strictClient.login('collection', { headers })).status).toBe(401);
      } finally {
        await strict.close();
      }
    });
  });

  it.each(['mtncameroon', undefined])('refuses the target environment %s', async (environment) => {
    const answer = await client.get('collection', 'v1_0/account/balance', { 'x-target-environment': environment });
    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      code: 'NOT_ALLOWED_TARGET_ENVIRONMENT',
      message: 'Access to target environment is forbidden.',
    });
  });
});
