import request from 'supertest';
import { ApiCallLog, RequestPasswordReset, SetUserSuspension, SignOut } from '#identity';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { anAdministrator } from '../../support/administrator.js';
import { NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { mailsTo } from '../../support/mails.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

const DAY_MS = 24 * 3_600_000;
const TOKEN = { name: 'Bookkeeping', scopes: ['payments:read', 'refunds:read'] };
const OPERATIONS: Readonly<Record<string, { path?: Record<string, string>; body?: object }>> = {
  listAccessTokens: {},
  createAccessToken: { body: TOKEN },
  deleteAccessToken: { path: { tokenId: NOWHERE } },
};

describe('dashboard: access tokens', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const create = (changes: object = {}, { token } = merchant): Promise<Answer> =>
    door.call('createAccessToken', { token, body: { ...TOKEN, ...changes } });
  const created = async (changes: object = {}) => (await create(changes)).body.data;
  const list = async ({ token } = merchant) => (await door.call('listAccessTokens', { token })).body.data;
  const remove = (tokenId: string, { token } = merchant): Promise<Answer> =>
    door.call('deleteAccessToken', { token, path: { tokenId } });
  const payments = (token: string, headers: Record<string, string> = {}): Promise<Answer> =>
    door.call('listPayments', { token, headers });
  const pass = (ms: number): Promise<Date> => door.get(SharedClock).move(ms);
  const audited = (recordId: string) =>
    door.database.query('SELECT action, actor_id FROM audit_entries WHERE record_id = $1 ORDER BY id', [recordId]);

  describe('createAccessToken', () => {
    it('makes a token that is shown here and never again', async () => {
      const answer = await create();
      const { token, ...shown } = answer.body.data;
      expect([answer.status, answer.body.message]).toEqual([201, 'Store the token now, it is not shown again']);
      expect(shown).toEqual({
        ...TOKEN,
        id: expect.any(String),
        maskedToken: `pat_****${token.slice(-4)}`,
        status: 'active',
        createdAt: expect.any(String),
        expiresAt: expect.any(String),
        lastUsed: null,
      });
      expect(Date.parse(shown.expiresAt) - Date.parse(shown.createdAt)).toBe(90 * DAY_MS);
      expect(await list()).toEqual([shown]);
      expect((await payments(token)).status).toBe(200);
      expect(await audited(shown.id)).toEqual([{ action: 'access_token.created', actor_id: merchant.userId }]);
      for (const table of ['personal_access_tokens', 'outbox_events', 'audit_entries']) {
        const rows = await door.database.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
        expect(rows.map(({ row }) => row).join('\n')).not.toContain(token.slice(4, -4));
      }
    });

    it('makes one that lasts as long as is wished', async () => {
      const { createdAt, expiresAt } = await created({ expiresInDays: 365 });
      expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(365 * DAY_MS);
    });

    it.each<[object, string]>([
      [{ name: ' ' }, 'name'],
      [{ name: 'A\u0007B' }, 'name'],
      [{ scopes: [] }, 'scopes'],
      [{ scopes: ['payments:read', 'payments:read'] }, 'scopes'],
      [{ scopes: ['everything'] }, 'scopes'],
      [{ scopes: 'payments:read' }, 'scopes'],
      [{ expiresInDays: 0 }, 'expiresInDays'],
      [{ expiresInDays: 366 }, 'expiresInDays'],
      [{ userId: NOWHERE }, 'userId'],
    ])('refuses %j', async (changes, field) => {
      const answer = await create(changes);
      expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect(Object.keys(answer.body.error.details)).toEqual([field]);
      expect(await list()).toEqual([]);
    });

    it('stops at fifty that work, also when many come at once', async () => {
      const { id } = await created({ expiresInDays: 1 });
      const answers = await Promise.all(Array.from({ length: 51 }, () => create()));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(49);
      expect(refusal(answers.find(({ status }) => status !== 201)!)).toMatchObject({
        status: 409,
        code: 'ACCESS_TOKEN_LIMIT_REACHED',
        details: null,
      });
      await remove(id);
      expect((await create()).status).toBe(201);
    });
  });

  describe('a token', () => {
    it('acts for the account and its organisation, in the mode of the call', async () => {
      const { token } = await created({ scopes: ['account:read', 'payments:read'] });
      expect((await door.call('getCurrentUser', { token })).body.data).toMatchObject({ email: merchant.email });
      expect(refusal(await payments(token, { 'x-mode': 'LIVE' }))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
      expect((await payments(token, { 'x-mode': 'SANDBOX' })).status).toBe(200);
    });

    it('is refused beyond its scopes, and told what it lacks', async () => {
      const { token } = await created();
      const body = { amount: 100, currency: 'XAF', provider: 'mtn-momo', phoneNumber: '671381152' };
      expect(refusal(await door.call('makePayment', { token, body }))).toEqual({
        status: 403,
        code: 'FORBIDDEN',
        message: 'The access token lacks the scope payments:write',
        details: { requiredScope: 'payments:write' },
      });
    });

    it('never reaches what guards the account, whatever its scopes', async () => {
      const scopes = (door.contract.document as { components: { schemas: { AccessTokenScope: { enum: string[] } } } })
        .components.schemas.AccessTokenScope.enum;
      const { token } = await created({ scopes });
      const guarded: [string, object?, Record<string, string>?][] = [
        ['changePassword', { currentPassword: 'Secret123!', newPassword: 'Other456!', confirmPassword: 'Other456!' }],
        ['setTwoFactor', { enabled: true }],
        ['confirmTwoFactor', { code: '123456' }],
        ['updateCurrentUser', { firstName: 'Eve' }],
        ['updateSettings', { emailNotifications: false }],
        ['getApiKeys'],
        ['generateApiKey', { type: 'test' }],
        ['revokeApiKey', undefined, { keyId: 'test' }],
        ['listApps'],
        ['createApp', { name: 'Eve' }],
        ['regenerateAppKey', undefined, { appId: NOWHERE }],
        ['listAccessTokens'],
        ['createAccessToken', TOKEN],
        ['deleteAccessToken', undefined, { tokenId: NOWHERE }],
        ['logout'],
      ];
      for (const [operation, body, path] of guarded) {
        expect([operation, refusal(await door.call(operation, { token, body, path: path ?? {} }))]).toEqual([
          operation,
          expect.objectContaining({ status: 403, code: 'FORBIDDEN', details: { requiredScope: null } }),
        ]);
      }
    });

    it('of staff does not reach other organisations', async () => {
      const administrator = await anAdministrator(door);
      const { token } = (await create({}, { ...merchant, token: administrator.token })).body.data;
      const answer = await door.call('adminListChargebacks', { token });
      expect(refusal(answer)).toMatchObject({ status: 403, details: { requiredScope: null } });
      expect((await payments(token)).status).toBe(200);
    });

    it('outlives the session, and ends with its time', async () => {
      const { token, id } = await created({ expiresInDays: 2 });
      const sessions = await door.database.query<{ id: string }>('SELECT id FROM sessions WHERE user_id = $1', [
        merchant.userId,
      ]);
      for (const { id: sessionId } of sessions) await door.commands.execute(new SignOut({ sessionId }));
      expect((await payments(token)).status).toBe(200);
      await pass(2 * DAY_MS);
      expect(refusal(await payments(token))).toMatchObject({ status: 401, code: 'AUTH_EXPIRED' });
      const login = { email: merchant.email, password: merchant.password };
      const { accessToken } = (await door.call('login', { body: login })).body.data;
      const again = { ...merchant, token: accessToken };
      expect(await list(again)).toMatchObject([{ id, status: 'expired' }]);
      expect((await remove(id, again)).status).toBe(200);
      expect(await list(again)).toEqual([]);
    });

    it('is refused once it is deleted, and cannot be deleted by others', async () => {
      const { token, id } = await created();
      const stranger = await aMerchant(door);
      const absent = refusal(await remove(NOWHERE, stranger));
      expect(absent).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
      expect(refusal(await remove(id, stranger))).toEqual(absent);
      expect(refusal(await remove('no-id', stranger))).toEqual(absent);
      expect(await list(stranger)).toEqual([]);
      expect((await payments(token)).status).toBe(200);
      expect((await remove(id)).body.data).toEqual({ id, deleted: true });
      expect(refusal(await payments(token))).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
      expect(refusal(await remove(id))).toEqual(absent);
      expect((await audited(id)).map((entry) => (entry as { action: string }).action)).toEqual([
        'access_token.created',
        'access_token.deleted',
      ]);
    });

    it.each(['changed', 'reset'])('ends when the password is %s', async (how) => {
      const { token } = await created();
      const newPassword = 'Another456!';
      if (how === 'changed') {
        const body = { currentPassword: merchant.password, newPassword, confirmPassword: newPassword };
        expect((await door.call('changePassword', { token: merchant.token, body })).status).toBe(200);
      } else {
        await door.commands.execute(new RequestPasswordReset(merchant.email));
        const [mail] = await eventually(
          async () => (await mailsTo(door, merchant.email)).filter(({ text }) => text.includes('reset-password')),
          (mails) => mails.length > 0,
        );
        const resetToken = decodeURIComponent(/token=([\w%-]+)/.exec(mail!.text)?.[1] ?? '');
        const body = { token: resetToken, newPassword, confirmPassword: newPassword };
        expect((await door.call('resetPassword', { body })).status).toBe(200);
      }
      expect(refusal(await payments(token))).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
    });

    it('is refused while the account is suspended, and nobody with one that was never given out', async () => {
      const { token } = await created();
      expect(refusal(await payments('pat_neverGivenOut'))).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
      await door.commands.execute(new SetUserSuspension(merchant.userId, true));
      expect(refusal(await payments(token))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    });
  });

  it('listApiLogs has every call with a token that is known, refused and unrouted ones too', async () => {
    const { token, id } = await created();
    const headers = { authorization: `Bearer ${token}`, 'user-agent': 'books/1.0' };
    await request(door.url)
      .get('/api/payments?search=secret')
      .set({ ...headers, 'x-mode': 'LIVE' });
    await request(door.url)
      .get('/api/payments')
      .set({ ...headers, 'x-mode': 'SANDBOX' });
    await request(door.url).get('/api/balance').set(headers);
    await request(door.url).get('/api/nowhere').set(headers);
    await request(door.url).get('/api/payments').set({ authorization: 'Bearer pat_neverGivenOut' });
    await remove(id);
    await request(door.url).get('/api/payments').set(headers);
    const logs = await eventually(
      async () => {
        await door.get(ApiCallLog).flush();
        return (await door.call('listApiLogs', { token: merchant.token })).body.data.logs;
      },
      (found) => found.length >= 5,
    );
    const lines = logs.map((log: Record<string, unknown>) => [log['endpoint'], log['status'], log['keyType']]);
    expect(lines.sort()).toEqual(
      [
        ['/api/payments', 403, 'live'],
        ['/api/payments', 200, 'test'],
        ['/api/balance', 403, 'test'],
        ['/api/nowhere', 404, 'test'],
        ['/api/payments', 401, 'test'],
      ].sort(),
    );
    for (const log of logs)
      expect(log).toMatchObject({ credential: 'access-token', keyId: id, userAgent: 'books/1.0' });
    expect(JSON.stringify(logs)).not.toContain('secret');
    const refused = logs.find((log: Record<string, unknown>) => log['endpoint'] === '/api/balance');
    expect(refused.errorMessage).toBe('The access token lacks the scope balance:read');
  });

  it('listAccessTokens shows when a token was used last', async () => {
    const { token } = await created();
    await payments(token);
    const [shown] = await eventually(
      async () => {
        await door.get(ApiCallLog).flush();
        return list();
      },
      ([first]) => first.lastUsed !== null,
    );
    expect(Date.parse(shown.lastUsed)).toBeGreaterThanOrEqual(Date.parse(shown.createdAt));
  });

  it.each(Object.keys(OPERATIONS))(
    '%s needs a token that holds, an account in good standing, and JSON',
    async (operation) => {
      const options = OPERATIONS[operation]!;
      const { token } = merchant;
      expect(refusal(await door.call(operation, options))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      if (options.body) {
        const malformed = await door.call(operation, { ...options, token, body: '{"name"' });
        expect(refusal(malformed)).toMatchObject({ status: 400, code: 'INVALID_JSON' });
      }
      await door.commands.execute(new SetUserSuspension(merchant.userId, true));
      expect(refusal(await door.call(operation, { ...options, token }))).toMatchObject({
        status: 403,
        code: 'FORBIDDEN',
      });
    },
  );
});
