import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import request from 'supertest';
import { AppointAdministrator, SetOrganizationSuspension, SignIn } from '#identity';
import { Caller, Operation } from '#platform';
import { walletDoor } from '#surfaces/wallet';
import { exampleAnswer, someAddress } from '../../support/dialect.js';
import { startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { aMerchant } from '../../support/merchant.js';

const example = (operationId: string): unknown => exampleAnswer('wallet', operationId);
let fault = false;

/** Operations of the contract for every kind of caller, which answer with its examples. */
@Controller()
class SampleController {
  @Post('auth/register')
  @Operation('registerUser')
  register(@Body() body: { email: string }): unknown {
    return { ...(example('registerUser') as object), email: body.email };
  }

  @Get('bills/airtime/providers')
  @Operation('listAirtimeProviders')
  providers(): unknown {
    if (fault) throw new Error('connection string of the database');
    return example('listAirtimeProviders');
  }

  @Get('users/profile')
  @Operation('getProfile')
  profile(@Caller() caller: { userId: string }): unknown {
    return { ...(example('getProfile') as object), userId: caller.userId };
  }

  @Get('wallets')
  @Operation('listWallets')
  wallets(): unknown {
    return example('listWallets');
  }

  @Get('admin/fraud/analytics')
  @Operation('getFraudAnalytics')
  analytics(): unknown {
    return example('getFraudAnalytics');
  }
}

@Module({ imports: [walletDoor.module], exports: [walletDoor.module], controllers: [SampleController] })
class SampleModule {}

describe('wallet: the door', () => {
  let door: TestDoor;

  beforeAll(async () => {
    const environment = {
      RATE_LIMIT_FACTOR: '1',
      TRUSTED_PROXIES: '127.0.0.1',
      CORS_ORIGINS: 'https://app.example.com',
    };
    door = await startTestDoor({ ...walletDoor, module: SampleModule }, { environment });
  }, 60_000);
  afterAll(() => door?.close());

  const call = (operationId: string, { headers, ...options }: CallOptions = {}): Promise<Answer> =>
    door.call(operationId, { ...options, headers: { 'x-forwarded-for': someAddress(), ...headers } });
  const send = (method: 'get' | 'patch' | 'options', path: string, address = someAddress()): request.Test =>
    request(door.url)[method](`/api/v1${path}`).set('x-forwarded-for', address);
  const refusal = ({ status, body }: Answer): unknown[] => [status, body.errorCode];
  /** A customer has one request a second; what is asked of one here waits for the next. */
  const patiently = (operationId: string, options: CallOptions): Promise<Answer> =>
    eventually(
      () => call(operationId, options),
      ({ status }) => status !== 429,
    );
  const anAdmin = async (): Promise<string> => {
    const { email, password } = await aMerchant(door);
    const names = { username: 'not-used', firstName: 'Ada', lastName: 'Ngo', country: 'NG' };
    await door.commands.execute(new AppointAdministrator({ ...names, email, password }));
    return (await door.commands.execute(new SignIn(email, password))).accessToken.token;
  };

  it('knows callers by their token, and answers without an envelope', async () => {
    const { token, userId } = await aMerchant(door);
    const answer = await call('getProfile', { token });
    expect([answer.status, answer.body.userId]).toEqual([200, userId]);
    expect(refusal(await call('getProfile'))).toEqual([401, 'UNAUTHORIZED']);
    expect(refusal(await call('getProfile', { token: 'a.b.c' }))).toEqual([401, 'UNAUTHORIZED']);
  });

  it('takes a token where it is optional, but none that is not valid', async () => {
    const { token, organizationId } = await aMerchant(door);
    expect((await call('listAirtimeProviders')).status).toBe(200);
    expect((await call('listAirtimeProviders', { token })).status).toBe(200);
    expect(refusal(await call('listAirtimeProviders', { token: 'a.b.c' }))).toEqual([401, 'UNAUTHORIZED']);
    await door.commands.execute(new SetOrganizationSuspension(organizationId, true));
    for (const operation of ['listAirtimeProviders', 'getProfile']) {
      expect(refusal(await patiently(operation, { token }))).toEqual([403, 'FORBIDDEN']);
    }
    const body = { email: 'not an address' };
    expect(refusal(await call('registerUser', { token: 'a.b.c', body }))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('says who may do what, by role', async () => {
    const [{ token: user }, admin] = [await aMerchant(door), await anAdmin()];
    expect((await call('listWallets', { token: user })).status).toBe(200);
    expect(refusal(await patiently('getFraudAnalytics', { token: user }))).toEqual([403, 'FORBIDDEN']);
    expect((await call('getFraudAnalytics', { token: admin })).status).toBe(200);
    expect((await call('getProfile', { token: admin })).status).toBe(200);
    expect(refusal(await call('listWallets', { token: admin }))).toEqual([403, 'FORBIDDEN']);
  });

  it('refuses what cannot be read, and names the first field', async () => {
    const form = {
      email: 'ada@example.com',
      password: 'SecurePassword123!',
      firstName: 'Ada',
      lastName: 'Ngo',
      phoneNumber: '+2348012345678',
      dateOfBirth: '1990-01-15',
      accountType: 'individual',
    };
    const register = (body: unknown): Promise<Answer> => call('registerUser', { body });
    expect((await register(form)).status).toBe(201);
    const malformed = await register('{"email": ');
    expect([...refusal(malformed), malformed.body.details.field]).toEqual([400, 'INVALID_REQUEST', 'body']);
    const short = await register({ ...form, password: 'Secret1' });
    expect([...refusal(short), short.body.details.field]).toEqual([400, 'INVALID_REQUEST', 'password']);
    const phone = await register({ ...form, phoneNumber: '08012345678' });
    expect([...refusal(phone), phone.body.details.field]).toEqual([422, 'UNPROCESSABLE_ENTITY', 'phoneNumber']);
    const both = await register({ ...form, phoneNumber: '08012345678', extra: 1 });
    expect([...refusal(both), both.body.details.field]).toEqual([400, 'INVALID_REQUEST', 'extra']);
    expect(refusal(await register({ ...form, firstName: 'x'.repeat(256 * 1024) }))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('says nothing of the cause when the fault is ours', async () => {
    fault = true;
    const { status, body, headers } = await call('listAirtimeProviders').finally(() => (fault = false));
    expect(status).toBe(500);
    expect(body).toEqual({
      statusCode: 500,
      errorCode: 'INTERNAL_SERVER_ERROR',
      message: 'Unexpected server error',
      details: null,
      timestamp: expect.any(String),
      requestId: headers['x-request-id'],
    });
  });

  it('says where the caller stands though nobody can be recognised', async () => {
    const { token } = await aMerchant(door);
    await door.database.query('ALTER TABLE sessions RENAME TO sessions_away');
    try {
      const { status, headers } = await call('getProfile', { token });
      expect([status, headers['x-ratelimit-limit']]).toEqual([500, '500']);
    } finally {
      await door.database.query('ALTER TABLE sessions_away RENAME TO sessions');
    }
  });

  it('answers for addresses that lead nowhere, or not with that method', async () => {
    const nowhere = await send('get', '/nowhere');
    expect([nowhere.status, nowhere.body.errorCode]).toEqual([404, 'NOT_FOUND']);
    expect(door.contract.validateSchema('Error', nowhere.body)).toEqual([]);
    expect(nowhere.headers).toMatchObject({ 'x-ratelimit-limit': '500', 'x-ratelimit-remaining': '499' });
    const patched = await send('patch', '/users/profile');
    expect([patched.status, patched.body.errorCode, patched.headers['allow']]).toEqual([404, 'NOT_FOUND', 'GET']);
    expect((await request(door.url).get('/docs')).status).toBe(200);
    const { body } = await request(door.url).get('/docs/openapi.json');
    expect(Object.keys(body.paths as object)).toHaveLength(5);
  });

  describe('limits', () => {
    const many = (act: () => PromiseLike<Answer>): Promise<Answer[]> => Promise.all(Array.from({ length: 30 }, act));
    const remaining = ({ headers }: Answer): number => Number(headers['x-ratelimit-remaining']);

    it('hold per user, wherever the call comes from: one a second without KYC, told by the hour', async () => {
      const { token } = await aMerchant(door);
      const answers = await many(() => call('listWallets', { token }));
      const limited = answers.filter(({ status }) => status === 429);
      const counted = answers.length - limited.length;
      expect(counted).toBeGreaterThanOrEqual(1);
      expect(limited[0]).toMatchObject({
        headers: { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0', 'retry-after': '1' },
        body: { errorCode: 'RATE_LIMITED', retryAfter: 1, resetAt: expect.stringMatching(/Z$/) },
      });
      const next = await patiently('listWallets', { token });
      expect([next.status, next.headers['x-ratelimit-limit']]).toEqual([200, '100']);
      // What was answered 429 does not count.
      expect(remaining(next)).toBe(100 - counted - 1);
    });

    it('hold per address for everybody else, whatever is refused', async () => {
      const address = someAddress();
      const headers = { 'x-forwarded-for': address };
      const guesses = await many(() => call('getProfile', { headers, token: 'a.b.c' }));
      const counted = guesses.filter(({ status }) => status === 401).length;
      expect(counted).toBeGreaterThanOrEqual(5);
      expect(counted).toBeLessThan(30);
      const nowhere = await eventually(
        () => send('get', '/nowhere', address),
        ({ status }) => status !== 429,
      );
      expect([nowhere.status, remaining(nowhere)]).toEqual([404, 500 - counted - 1]);
    });

    it('hold for staff by the figures of the highest tier', async () => {
      const { headers } = await call('getProfile', { token: await anAdmin() });
      expect([headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual(['5000', '4999']);
    });
  });

  it('lets browsers of configured origins in', async () => {
    const preflight = (origin: string): request.Test =>
      send('options', '/wallets').set({ origin, 'access-control-request-method': 'GET' });
    const { headers } = await preflight('https://app.example.com');
    expect(headers['access-control-allow-origin']).toBe('https://app.example.com');
    expect(headers['access-control-allow-headers']).toContain('x-device-id');
    expect((await preflight('https://shop.example.org')).headers['access-control-allow-origin']).toBeUndefined();
  });
});
