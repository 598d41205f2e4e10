import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import request from 'supertest';
import { AppointAdministrator, Authenticator, SetOrganizationSuspension, SignIn, SignOut } from '#identity';
import { Caller, Operation, SharedClock } from '#platform';
import { merchantDoor } from '#surfaces/merchant';
import { exampleAnswer, SampleError, someAddress } from '../../support/dialect.js';
import { startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { aMerchant } from '../../support/merchant.js';

const callers: object[] = [];
const dataOf = (operationId: string): unknown => exampleAnswer('merchant', operationId)['data'];

/** Operations of the contract for every kind of caller, which answer with its examples. */
@Controller()
class SampleController {
  @Post('auth/login')
  @Operation('login')
  login(): unknown {
    return dataOf('login');
  }

  @Post('auth/logout')
  @Operation('logout')
  logout(): unknown {
    return dataOf('logout');
  }

  @Get('auth/session')
  @Operation('getSession')
  session(@Caller() caller: object): unknown {
    callers.push(caller);
    return dataOf('getSession');
  }

  @Post('payments/initiate')
  @Operation('initiatePayment')
  initiate(@Body() body: { amount: string }): unknown {
    return { ...(dataOf('initiatePayment') as object), amount: body.amount };
  }

  @Get('payments/:id')
  @Operation('getPayment')
  payment(@Param('id') id: string): unknown {
    if (id === 'fault') throw new Error('connection string of the database');
    if (id === 'unknown') throw new SampleError('not_found', 'payment_not_found');
    return dataOf('getPayment');
  }

  @Get('admin/tiers')
  @Operation('getTierMatrix')
  tiers(): unknown {
    return dataOf('getTierMatrix');
  }

  @Get('admin/config')
  @Operation('getSystemConfig')
  config(): unknown {
    return dataOf('getSystemConfig');
  }
}

@Module({ imports: [merchantDoor.module], exports: [merchantDoor.module], controllers: [SampleController] })
class SampleModule {}

describe('merchant: the door', () => {
  let door: TestDoor;

  beforeAll(async () => {
    const environment = {
      RATE_LIMIT_FACTOR: '1',
      TRUSTED_PROXIES: '127.0.0.1',
      CORS_ORIGINS: 'https://app.example.com',
    };
    door = await startTestDoor({ ...merchantDoor, module: SampleModule }, { environment });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(() => callers.splice(0));

  const call = (operationId: string, { headers, ...options }: CallOptions = {}): Promise<Answer> =>
    door.call(operationId, { ...options, headers: { 'x-forwarded-for': someAddress(), ...headers } });
  const send = (method: 'get' | 'post' | 'patch' | 'options', path: string, address = someAddress()): request.Test =>
    request(door.url)[method](`/api/v1${path}`).set('x-forwarded-for', address);
  const refusal = ({ status, body }: Answer): unknown[] => [status, body.meta.code];
  const anAdmin = async (): Promise<string> => {
    const { email, password } = await aMerchant(door);
    const names = { username: 'not-used', firstName: 'Ada', lastName: 'Ngo', country: 'CM' };
    await door.commands.execute(new AppointAdministrator({ ...names, email, password }));
    return (await door.commands.execute(new SignIn(email, password))).accessToken.token;
  };

  describe('credentials', () => {
    it('are a token in the header or the cookie, and the header wins', async () => {
      const merchant = await aMerchant(door);
      const cookie = `theme=dark; auth_token=${merchant.token}`;
      const session = (options: CallOptions): Promise<Answer> => call('getSession', options);
      expect((await session({ token: merchant.token })).status).toBe(200);
      expect((await session({ headers: { cookie } })).status).toBe(200);
      expect((await session({ token: merchant.token, headers: { cookie: 'auth_token=nonsense' } })).status).toBe(200);
      expect(refusal(await session({ token: 'nonsense', headers: { cookie } }))).toEqual([401, 'INVALID_TOKEN']);
      expect(refusal(await session({ headers: { cookie: `not_auth_token=${merchant.token}` } }))).toEqual([
        401,
        'UNAUTHENTICATED',
      ]);
      expect(callers).toHaveLength(3);
      expect(callers[0]).toMatchObject({ userId: merchant.userId, merchantId: merchant.organizationId });
    });

    it('are told apart when they are missing, revoked, lapsed, or of a suspended account', async () => {
      const [revoked, suspended, lapsed] = [await aMerchant(door), await aMerchant(door), await aMerchant(door)];
      const session = async (token?: string): Promise<unknown[]> =>
        refusal(await call('getSession', token ? { token } : {}));
      expect(await session()).toEqual([401, 'UNAUTHENTICATED']);
      const { sessionId } = await door.get(Authenticator).authenticate(revoked.token);
      await door.commands.execute(new SignOut({ sessionId }));
      expect(await session(revoked.token)).toEqual([401, 'TOKEN_REVOKED']);
      await door.commands.execute(new SetOrganizationSuspension(suspended.organizationId, true));
      expect(await session(suspended.token)).toEqual([403, 'FORBIDDEN']);
      await door.get(SharedClock).move((door.config.accessTokenSeconds + 1) * 1000);
      expect(await session(lapsed.token)).toEqual([401, 'TOKEN_EXPIRED']);
    });

    it('are not needed where they are optional', async () => {
      expect(await call('logout')).toMatchObject({ status: 200, body: { success: true } });
    });
  });

  it('says who may do what, by role and context', async () => {
    const [{ token: merchant }, admin] = [await aMerchant(door), await anAdmin()];
    const path = { id: 'pay_1' };
    const context = { headers: { 'x-app-context': 'merchant' } };
    const of = async (operationId: string, options: CallOptions): Promise<unknown[]> =>
      refusal(await call(operationId, { path, ...options }));
    const allowed = [200, undefined];
    expect(await of('getPayment', { token: merchant, ...context })).toEqual(allowed);
    expect(await of('getTierMatrix', { token: merchant })).toEqual([403, 'ADMIN_REQUIRED']);
    expect(await of('getSystemConfig', { token: merchant })).toEqual([403, 'SUPER_ADMIN_REQUIRED']);
    expect(await of('getSession', { token: admin })).toEqual(allowed);
    expect(await of('getPayment', { token: admin })).toEqual(allowed);
    expect(await of('getTierMatrix', { token: admin, ...context })).toEqual(allowed);
    expect(await of('getSystemConfig', { token: admin })).toEqual([403, 'SUPER_ADMIN_REQUIRED']);
    expect(await of('initiatePayment', { token: admin, body: {} })).toEqual([403, 'MERCHANT_CONTEXT_REQUIRED']);
    expect(await of('getPayment', { token: admin, ...context })).toEqual([403, 'PRIMARY_MERCHANT_NOT_SET']);
    expect(callers).toEqual([expect.objectContaining({ role: 'admin', merchantId: null })]);
  });

  it('answers in its envelope, with the id of the request', async () => {
    const { token } = await aMerchant(door);
    const answer = await call('getPayment', { token, path: { id: 'pay_1' }, headers: { 'x-request-id': 'mine' } });
    expect(answer.body).toEqual({ success: true, data: dataOf('getPayment'), meta: { requestId: 'mine' } });
    expect(answer.headers).toMatchObject({ 'x-request-id': 'mine' });
  });

  describe('requests that cannot be read', () => {
    it('are refused with every mistake', async () => {
      const { token } = await aMerchant(door);
      const initiate = (body: unknown): Promise<Answer> => call('initiatePayment', { token, body });
      expect(refusal(await initiate('{"amount": '))).toEqual([400, 'INVALID_JSON']);
      const invalid = await initiate({ amount: '10.123', customerPhone: '+261341234567', extra: 1 });
      expect(refusal(invalid)).toEqual([400, 'VALIDATION_ERROR']);
      expect(invalid.body.meta.details.fields).toEqual(
        expect.arrayContaining([
          { path: 'provider', message: 'is required' },
          { path: 'extra', message: 'is not a known field' },
          { path: 'amount', message: 'must be a numeric string with at most two decimals' },
        ]),
      );
      expect(refusal(await call('getSession', { token, headers: { 'x-app-context': 'Merchant' } }))).toEqual([
        400,
        'VALIDATION_ERROR',
      ]);
      expect(refusal(await initiate({ description: 'x'.repeat(256 * 1024) }))).toEqual([400, 'VALIDATION_ERROR']);
    });

    it('say nothing of the cause when the fault is ours', async () => {
      const { token } = await aMerchant(door);
      const { status, body } = await call('getPayment', { token, path: { id: 'fault' } });
      const meta = { code: 'INTERNAL_ERROR', requestId: expect.any(String) };
      expect([status, body]).toEqual([500, { success: false, error: 'Something went wrong on our side', meta }]);
      expect(refusal(await call('getPayment', { token, path: { id: 'unknown' } }))).toEqual([404, 'PAYMENT_NOT_FOUND']);
    });
  });

  it('answers for addresses that lead nowhere, or not with that method', async () => {
    const nowhere = await send('get', '/nowhere');
    expect([nowhere.status, nowhere.body.meta.code]).toEqual([404, 'NOT_FOUND']);
    expect(nowhere.body.meta.requestId).toBe(nowhere.headers['x-request-id']);
    expect(nowhere.headers).toMatchObject({ 'x-ratelimit-limit': '600', 'x-ratelimit-remaining': '599' });
    const patched = await send('patch', '/auth/login');
    expect([patched.status, patched.body.meta.code, patched.headers['allow']]).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
      'POST',
    ]);
    expect((await request(door.url).get('/docs')).status).toBe(200);
    const { body } = await request(door.url).get('/docs/openapi.json');
    expect(Object.keys(body.paths as object)).toHaveLength(7);
  });

  describe('limits', () => {
    it('hold per address for signing in: 10 a minute, with right and wrong credentials', async () => {
      const login = (address: string): Promise<Answer> =>
        call('login', { body: { email: 'a@example.com' }, headers: { 'x-forwarded-for': address } });
      const address = someAddress();
      for (let left = 9; left >= 0; left -= 1) {
        const { status, headers } = await login(address);
        expect([status, headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual([
          200,
          '10',
          String(left),
        ]);
      }
      const limited = await login(address);
      expect(refusal(limited)).toEqual([429, 'RATE_LIMITED']);
      expect(limited.headers['retry-after']).toBe(String(limited.body.meta.details.retryAfterSeconds));
      expect((await login(someAddress())).status).toBe(200);
    });

    it('hold per account: 30 payments a minute beside 600 calls', async () => {
      const { token } = await aMerchant(door);
      const body = { provider: 'mvola', amount: '10000', customerPhone: '+261341234567' };
      for (let turn = 0; turn < 30; turn += 1) {
        expect((await call('initiatePayment', { token, body })).status).toBe(201);
      }
      expect(refusal(await call('initiatePayment', { token, body }))).toEqual([429, 'RATE_LIMITED']);
      const { status, headers } = await call('getSession', { token });
      expect([status, headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual([200, '600', '568']);
    });
  });

  it('lets browsers of configured origins in, with the cookie', async () => {
    const [ours, other] = ['https://app.example.com', 'https://shop.example.org'];
    const preflight = (origin: string): request.Test =>
      send('options', '/auth/session').set({ origin, 'access-control-request-method': 'GET' });
    expect((await preflight(ours)).headers).toMatchObject({
      'access-control-allow-origin': ours,
      'access-control-allow-credentials': 'true',
    });
    expect((await preflight(other)).headers['access-control-allow-origin']).toBeUndefined();
    expect(
      (await send('post', '/auth/login').set({ origin: other })).headers['access-control-allow-origin'],
    ).toBeUndefined();
  });
});
