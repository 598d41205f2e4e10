import { Authenticator, LetOrganizationLive, SetUserSuspension } from '#identity';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

const SHOP = {
  name: 'Online shop',
  description: 'Payments of the shop',
  redirectUri: 'https://shop.exemple.cm/payments/return?x=1',
};
const LIVE = { 'x-mode': 'LIVE' };
const OPERATIONS: Readonly<Record<string, { path?: Record<string, string>; body?: object }>> = {
  listApps: {},
  createApp: { body: SHOP },
  updateApp: { path: { appId: NOWHERE }, body: { name: 'Shop' } },
  deleteApp: { path: { appId: NOWHERE } },
  regenerateAppKey: { path: { appId: NOWHERE } },
};

describe('dashboard: applications', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const list = (query: Record<string, string | number> = {}, { token } = merchant): Promise<Answer> =>
    door.call('listApps', { token, query });
  const apps = async () => (await list()).body.data.apps;
  const create = (changes: object = {}, headers: Record<string, string> = {}, { token } = merchant): Promise<Answer> =>
    door.call('createApp', { token, headers, body: { ...SHOP, ...changes } });
  const created = async (changes: object = {}) => (await create(changes)).body.data;
  const update = (appId: string, body: object, { token } = merchant): Promise<Answer> =>
    door.call('updateApp', { token, path: { appId }, body });
  const remove = (appId: string, { token } = merchant): Promise<Answer> =>
    door.call('deleteApp', { token, path: { appId } });
  const regenerate = (appId: string, headers: Record<string, string> = {}, { token } = merchant): Promise<Answer> =>
    door.call('regenerateAppKey', { token, headers, path: { appId } });
  /** What a door that takes keys says of one. */
  const standing = (key: string): Promise<string> =>
    door
      .get(Authenticator)
      .authenticateApiKey(key)
      .then(
        ({ organizationId, mode }) => (organizationId === merchant.organizationId ? mode : 'somebody else’s'),
        ({ code }: { code: string }) => code,
      );
  const audited = async (recordId: string): Promise<string[]> =>
    (
      await door.database.query<{ action: string }>(
        'SELECT action FROM audit_entries WHERE record_id = $1 AND actor_id = $2 ORDER BY id',
        [recordId, merchant.userId],
      )
    ).map(({ action }) => action);

  describe('listApps', () => {
    it('has the one that came with the account, whose keys are those of the API Keys section', async () => {
      const keys = (await door.call('getApiKeys', { token: merchant.token })).body.data.keys;
      expect((await list()).body.data).toEqual({
        apps: [
          {
            id: expect.any(String),
            name: 'Ada Ngo',
            description: null,
            redirectUri: null,
            status: 'active',
            created: expect.any(String),
            isDefault: true,
            keys,
          },
        ],
        pagination: { page: 1, limit: 20, total: 1, totalPages: 1, hasNext: false, hasPrev: false },
      });
    });

    it('lists those of the organisation alone, newest first, in pages', async () => {
      const ids = [await created(), await created({ name: 'Books' })].map(({ id }) => id).reverse();
      await create({}, {}, await aMerchant(door));
      const all = (await apps()).map(({ id }: { id: string }) => id);
      expect(all).toEqual([...ids, expect.any(String)]);
      const second = (await list({ page: 2, limit: 1 })).body.data;
      expect([second.apps[0].id, second.pagination]).toEqual([
        ids[1],
        expect.objectContaining({ total: 3, hasNext: true }),
      ]);
      expect((await list({ page: 9 })).body.data.apps).toEqual([]);
    });

    it.each<Record<string, number>>([{ page: 0 }, { limit: 101 }])('refuses %j', async (query) => {
      expect(refusal(await list(query))).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
    });
  });

  describe('createApp', () => {
    it('makes an application with a test key, shown here and never again', async () => {
      const answer = await create();
      const { key, ...app } = answer.body.data;
      expect([answer.status, answer.body.message]).toEqual([201, 'Store the key now, it is not shown again']);
      expect(app).toEqual({
        ...SHOP,
        id: expect.any(String),
        status: 'active',
        created: expect.any(String),
        isDefault: false,
        keys: [
          {
            id: expect.any(String),
            type: 'test',
            maskedKey: `app_test_****${key.slice(-4)}`,
            createdAt: app.created,
            lastUsed: null,
          },
        ],
      });
      expect(await standing(key)).toBe('sandbox');
      expect((await apps())[0]).toEqual(app);
      expect(JSON.stringify(await apps())).not.toContain(key);
      expect(await audited(app.id)).toEqual(['app.created']);
      expect(await audited(app.keys[0].id)).toEqual(['api_key.generated']);
      // The keys of the account stay what they were.
      const { keys } = (await door.call('getApiKeys', { token: merchant.token })).body.data;
      expect(keys.map(({ id }: { id: string }) => id)).not.toContain(app.keys[0].id);
    });

    it('makes a live key where the call acts in LIVE, once the organisation may', async () => {
      expect(refusal(await create({}, LIVE))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      const { key } = (await create({}, LIVE)).body.data;
      expect([key.slice(0, 9), await standing(key)]).toEqual(['app_live_', 'live']);
      expect((await created()).key).toMatch(/^app_live_/);
      expect((await create({}, { 'x-mode': 'SANDBOX' })).body.data.key).toMatch(/^app_test_/);
    });

    it('takes a name alone, and blanks for nothing', async () => {
      const { body } = await door.call('createApp', { token: merchant.token, body: { name: ' Shop ' } });
      expect(body.data).toMatchObject({ name: 'Shop', description: null, redirectUri: null });
      expect(await created({ description: ' ', redirectUri: '' })).toMatchObject({
        description: null,
        redirectUri: null,
      });
    });

    it.each(['http://localhost:5173/return', 'http://127.0.0.1/return'])(
      'sends people back to %s',
      async (redirectUri) => {
        expect(await created({ redirectUri })).toMatchObject({ redirectUri });
      },
    );

    it.each<[object, string]>([
      [{ name: ' ' }, 'name'],
      [{ name: 'A\nB' }, 'name'],
      [{ name: 'x'.repeat(101) }, 'name'],
      [{ description: 'x'.repeat(501) }, 'description'],
      [{ redirectUri: 'http://shop.exemple.cm' }, 'redirectUri'],
      [{ redirectUri: 'http://localhost.evil.cm' }, 'redirectUri'],
      [{ redirectUri: 'javascript:alert(1)' }, 'redirectUri'],
      [{ redirectUri: 'https://shop.exemple.cm/#token' }, 'redirectUri'],
      [{ redirectUri: 'https://ada:secret@shop.exemple.cm' }, 'redirectUri'],
      [{ redirectUri: 'https://shop.exemple.cm/a b' }, 'redirectUri'],
      [{ status: 'inactive' }, 'status'],
    ])('refuses %j', async (changes, field) => {
      const answer = await create(changes);
      expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect(Object.keys(answer.body.error.details)).toEqual([field]);
      expect(await apps()).toHaveLength(1);
    });

    it('stops at twenty, also when many come at once', async () => {
      const answers = await Promise.all(Array.from({ length: 22 }, () => create()));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(19);
      expect(refusal(answers.find(({ status }) => status !== 201)!)).toMatchObject({
        status: 409,
        code: 'APP_LIMIT_REACHED',
        details: null,
      });
      const [newest] = await apps();
      await remove(newest.id);
      expect((await create()).status).toBe(201);
    });
  });

  describe('updateApp', () => {
    it('changes what is sent and leaves the rest', async () => {
      const { key: _, ...app } = await created();
      const { status, body } = await update(app.id, { name: 'Shop', description: null });
      expect([status, body.data]).toEqual([200, { ...app, name: 'Shop', description: null }]);
      // Clients send the whole application back.
      const whole = { ...body.data, redirectUri: '', isDefault: true, id: NOWHERE, owner: 'me' };
      expect((await update(app.id, whole)).body.data).toEqual({ ...body.data, redirectUri: null });
      expect((await apps())[0].name).toBe('Shop');
      expect(await audited(app.id)).toEqual(['app.created', 'app.updated', 'app.updated']);
    });

    it('switches its keys off and on again', async () => {
      const { id, key } = await created();
      const other = await created();
      expect((await update(id, { status: 'inactive' })).body.data.status).toBe('inactive');
      expect([await standing(key), await standing(other.key)]).toEqual(['application_disabled', 'sandbox']);
      expect((await update(id, { status: 'active' })).body.data.status).toBe('active');
      expect(await standing(key)).toBe('sandbox');
    });

    it.each<[object, string]>([
      [{ name: '' }, 'name'],
      [{ status: 'deleted' }, 'status'],
      [{ redirectUri: 'ftp://shop.exemple.cm' }, 'redirectUri'],
    ])('refuses %j', async (changes, field) => {
      const { key: _, ...app } = await created();
      const answer = await update(app.id, changes);
      expect(refusal(answer)).toMatchObject({ status: 422, details: { [field]: expect.any(Array) } });
      expect((await apps())[0]).toEqual(app);
    });
  });

  describe('deleteApp', () => {
    it('revokes its keys for good', async () => {
      const { id, key, keys } = await created();
      expect((await remove(id)).body.data).toEqual({ id, deleted: true });
      expect(await standing(key)).toBe('api_key_invalid');
      expect(await apps()).toHaveLength(1);
      expect(refusal(await remove(id))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect(refusal(await regenerate(id))).toMatchObject({ status: 404 });
      expect(refusal(await update(id, { status: 'active' }))).toMatchObject({ status: 404 });
      expect(await audited(id)).toEqual(['app.created', 'app.deleted']);
      expect(await audited(keys[0].id)).toEqual(['api_key.generated', 'api_key.revoked']);
    });

    it('leaves the one that came with the account', async () => {
      const [{ id }] = await apps();
      expect(refusal(await remove(id))).toMatchObject({ status: 409, code: 'APP_NOT_DELETABLE', details: null });
      expect((await update(id, { status: 'inactive' })).status).toBe(200);
      expect(await apps()).toHaveLength(1);
    });
  });

  describe('regenerateAppKey', () => {
    it('replaces the key of the type and leaves the other', async () => {
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      const { id, key: live } = await created();
      const answer = await regenerate(id, { 'x-mode': 'SANDBOX' });
      const test = answer.body.data.key;
      expect([answer.status, test.slice(0, 9)]).toEqual([201, 'app_test_']);
      expect(answer.body.data.keys.map(({ type }: { type: string }) => type)).toEqual(['live', 'test']);
      const next = (await regenerate(id, { 'x-mode': 'SANDBOX' })).body.data.key;
      expect(await Promise.all([live, test, next].map(standing))).toEqual(['live', 'api_key_invalid', 'sandbox']);
      expect(refusal(await regenerate(id, { 'x-mode': 'TEST' }))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
      });
    });

    it('leaves one key that works when many come at once', async () => {
      const { id } = await created();
      const keys = (await Promise.all(Array.from({ length: 6 }, () => regenerate(id)))).map(
        ({ body }) => body.data.key,
      );
      const standings = await Promise.all(keys.map(standing));
      expect(standings.filter((one) => one === 'sandbox')).toHaveLength(1);
    });
  });

  it('an application of another organisation is as good as absent', async () => {
    const { id, key } = await created();
    const stranger = await aMerchant(door);
    const absent = refusal(await update(NOWHERE, { name: 'X' }, stranger));
    expect(absent).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
    expect(refusal(await update(id, { name: 'X' }, stranger))).toEqual(absent);
    expect(refusal(await update('no-id', { name: 'X' }, stranger))).toEqual(absent);
    expect(refusal(await remove(id, stranger))).toEqual(absent);
    expect(refusal(await regenerate(id, {}, stranger))).toEqual(absent);
    expect(await standing(key)).toBe('sandbox');
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
