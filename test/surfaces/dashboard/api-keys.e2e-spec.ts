import { ApiCallLog, Authenticator, SetUserSuspension } from '#identity';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

const OPERATIONS: Readonly<Record<string, { path?: Record<string, string>; body?: object }>> = {
  getApiKeys: {},
  generateApiKey: { body: { type: 'test' } },
  revokeApiKey: { path: { keyId: 'test' } },
  listApiLogs: {},
};

describe('dashboard: API keys', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  });
  afterAll(() => door?.close());

  const keys = async ({ token }: TestMerchant) => (await door.call('getApiKeys', { token })).body.data;
  const generate = ({ token }: TestMerchant, type: string): Promise<Answer> =>
    door.call('generateApiKey', { token, body: { type } });
  const revoke = ({ token }: TestMerchant, keyId: string): Promise<Answer> =>
    door.call('revokeApiKey', { token, path: { keyId } });
  const works = (key: string): Promise<boolean> =>
    door
      .get(Authenticator)
      .authenticateApiKey(key)
      .then(
        () => true,
        () => false,
      );

  it('both exist from the beginning, masked', async () => {
    const shown = await keys(await aMerchant(door));
    expect(shown).toMatchObject({
      liveApiKey: expect.stringMatching(/^app_live_\*{4}\w{4}$/),
      testApiKey: expect.stringMatching(/^app_test_\*{4}\w{4}$/),
      createdAt: expect.any(String),
      lastUsed: null,
    });
    expect(shown.keys.map(({ type }: { type: string }) => type)).toEqual(['live', 'test']);
  });

  it('are generated anew, shown whole once, and replace the one before', async () => {
    const merchant = await aMerchant(door);
    const first = await generate(merchant, 'test');
    expect(first).toMatchObject({
      status: 201,
      body: { message: 'Store the key now, it is not shown again', data: { type: 'test' } },
    });
    const second = (await generate(merchant, 'test')).body.data;
    expect(await works(first.body.data.key)).toBe(false);
    expect(await works(second.key)).toBe(true);
    const shown = await keys(merchant);
    expect(shown).toMatchObject({ testApiKey: second.maskedKey, createdAt: second.createdAt });
    expect(JSON.stringify(shown)).not.toContain(second.key);
    const live = (await generate(merchant, 'live')).body.data;
    expect(live.key).toMatch(/^app_live_/);
    // Refused until the organisation is let live.
    expect(await works(live.key)).toBe(false);
  });

  it('are revoked by id or by type, and are null until generated anew', async () => {
    const merchant = await aMerchant(door);
    const { key, keyId } = (await generate(merchant, 'test')).body.data;
    const revoked = await revoke(merchant, keyId);
    expect(revoked).toMatchObject({
      status: 200,
      body: { data: { keyId, type: 'test', revoked: true, revokedAt: expect.any(String) } },
    });
    expect(await works(key)).toBe(false);
    expect((await revoke(merchant, 'live')).body.data).toMatchObject({ type: 'live' });
    expect(await keys(merchant)).toEqual({
      liveApiKey: null,
      testApiKey: null,
      createdAt: null,
      lastUsed: null,
      keys: [],
    });
    await generate(merchant, 'test');
    expect(await keys(merchant)).toMatchObject({ liveApiKey: null, testApiKey: expect.any(String) });
  });

  it('cannot be revoked when unknown, revoked before or of another organisation', async () => {
    const merchant = await aMerchant(door);
    const stranger = await aMerchant(door);
    const { key, keyId } = (await generate(merchant, 'test')).body.data;
    const foreign = refusal(await revoke(stranger, keyId));
    expect(foreign).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
    expect(refusal(await revoke(stranger, 'no-such-key'))).toEqual(foreign);
    expect(refusal(await revoke(stranger, '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11'))).toEqual(foreign);
    expect(await works(key)).toBe(true);
    await revoke(merchant, keyId);
    expect(refusal(await revoke(merchant, keyId))).toEqual(foreign);
    await revoke(merchant, 'live');
    expect(refusal(await revoke(merchant, 'live'))).toEqual(foreign);
  });

  it.each<[object, string]>([
    [{}, 'type'],
    [{ type: 'sandbox' }, 'type'],
    [{ type: 'test', name: 'shop' }, 'name'],
  ])('are not generated from %j', async (body, field) => {
    const { token } = await aMerchant(door);
    const answer = await door.call('generateApiKey', { token, body });
    expect(refusal(answer)).toMatchObject({
      status: 422,
      code: 'VALIDATION_ERROR',
      details: { [field]: expect.any(Array) },
    });
    const malformed = await door.call('generateApiKey', { token, body: '{"type"' });
    expect(refusal(malformed)).toMatchObject({ status: 400, code: 'INVALID_JSON' });
  });

  describe('listApiLogs', () => {
    const record = async (merchant: TestMerchant, apiKeyId: string, requestId: string): Promise<void> => {
      const log = door.get(ApiCallLog);
      log.record({
        organizationId: merchant.organizationId,
        credential: { type: 'api_key', id: apiKeyId },
        mode: 'sandbox',
        method: 'POST',
        endpoint: '/api/payment-links/create',
        status: 401,
        durationMs: 38,
        requestId,
        ipAddress: '203.0.113.24',
        userAgent: null,
        errorMessage: 'Invalid API key',
      });
      await log.flush();
    };
    const list = ({ token }: TestMerchant, query: Record<string, string | number> = {}): Promise<Answer> =>
      door.call('listApiLogs', { token, query });

    it('shows the calls of the own keys alone, latest first, in pages', async () => {
      const merchant = await aMerchant(door);
      const stranger = await aMerchant(door);
      const { keyId } = (await generate(merchant, 'test')).body.data;
      for (const requestId of ['first', 'second', 'third']) await record(merchant, keyId, requestId);
      const page = await list(merchant, { limit: 2 });
      expect(page.status).toBe(200);
      expect(page.body.data.pagination).toEqual({
        page: 1,
        limit: 2,
        total: 3,
        totalPages: 2,
        hasNext: true,
        hasPrev: false,
      });
      expect(page.body.data.logs[0]).toEqual({
        id: expect.any(String),
        time: expect.any(String),
        method: 'POST',
        endpoint: '/api/payment-links/create',
        status: 401,
        responseTime: '38ms',
        credential: 'api-key',
        keyId,
        keyType: 'test',
        requestId: 'third',
        ipAddress: '203.0.113.24',
        userAgent: null,
        errorMessage: 'Invalid API key',
      });
      expect((await list(merchant, { limit: 2, page: 9 })).body.data.logs).toEqual([]);
      expect((await list(stranger)).body.data.logs).toEqual([]);
      expect((await keys(merchant)).lastUsed).toEqual(expect.any(String));
    });

    it('takes whole days of Douala, both included', async () => {
      const merchant = await aMerchant(door);
      await record(merchant, merchant.userId, 'today');
      const [{ time }] = (await list(merchant)).body.data.logs;
      const dayOf = (instant: number): string => new Date(instant + 3600_000).toISOString().slice(0, 10);
      const today = dayOf(Date.parse(time));
      const yesterday = dayOf(Date.parse(time) - 86_400_000);
      const found = async (query: Record<string, string>) => (await list(merchant, query)).body.data.logs.length;
      expect(await found({ startDate: today, endDate: today })).toBe(1);
      expect(await found({ startDate: yesterday, endDate: yesterday })).toBe(0);
      expect(await found({ startDate: yesterday })).toBe(1);
    });

    it.each<[Record<string, string | number>, string]>([
      [{ startDate: '2025-11-21', endDate: '2025-11-20' }, 'startDate'],
      [{ startDate: '2025-02-30' }, 'startDate'],
      [{ endDate: '20-11-2025' }, 'endDate'],
      [{ page: 0 }, 'page'],
      [{ limit: 101 }, 'limit'],
      [{ limit: 'many' }, 'limit'],
    ])('refuses %j', async (query, field) => {
      const answer = await list(await aMerchant(door), query);
      expect(refusal(answer)).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: expect.any(Array) },
      });
    });
  });

  it.each(Object.keys(OPERATIONS))(
    '%s needs a token that holds, and an account in good standing',
    async (operation) => {
      const options = OPERATIONS[operation]!;
      expect(refusal(await door.call(operation, options))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      const malformed = await door.call(operation, { ...options, token: 'no.token.atall' });
      expect(refusal(malformed)).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
      const suspended = await aMerchant(door);
      await door.commands.execute(new SetUserSuspension(suspended.userId, true));
      const forbidden = await door.call(operation, { ...options, token: suspended.token });
      expect(refusal(forbidden)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
      const { token } = await aMerchant(door);
      await door.get(SharedClock).move(3600_000);
      expect(refusal(await door.call(operation, { ...options, token }))).toMatchObject({
        status: 401,
        code: 'AUTH_EXPIRED',
      });
    },
  );
});
