import { uuidv7, type Mode } from '#kernel';
import { JobWorkers } from '#platform';
import { eventually } from '../../../../test/support/eventually.js';
import { IdentityUnderTest, tally } from '../../../../test/support/identity.js';
import { FORGET_LAPSED } from '../retention/forget-lapsed.job.js';
import { Authenticator, type Principal } from '../session/authenticator.service.js';
import { ApiCallLog, type ApiCall } from './api-call-log.service.js';
import { ApiKeyInvalid, ApiKeyNotFound } from './api-key.errors.js';
import { API_KEY_GENERATED, API_KEY_REVOKED } from './api-key.events.js';
import { GenerateApiKey } from './generate-api-key.command.js';
import { ListApiCalls } from './list-api-calls.query.js';
import { ListApiKeys } from './list-api-keys.query.js';
import { RevokeApiKey } from './revoke-api-key.command.js';

describe('API keys', () => {
  let identity: IdentityUnderTest;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
  });
  afterAll(() => identity.stop());

  const newCaller = async (): Promise<Principal> => identity.principalOf(await identity.person());
  const generate = (caller: Principal, mode: Mode = 'sandbox') => identity.run(new GenerateApiKey(caller, mode));
  const keysOf = (caller: Principal) => identity.ask(new ListApiKeys(caller.organizationId));
  const recognise = (key: string) => identity.get(Authenticator).authenticateApiKey(key);

  it('are shown whole once, and the new one takes the place of the old', async () => {
    const caller = await newCaller();
    const first = await generate(caller);
    expect(first.key).toMatch(/^app_test_[A-Za-z0-9]{32,64}$/);
    expect(first.maskedKey).toBe(`app_test_****${first.key.slice(-4)}`);
    const second = await generate(caller);
    await expect(recognise(first.key)).rejects.toThrow(ApiKeyInvalid);
    await expect(recognise(second.key)).resolves.toMatchObject({ apiKeyId: second.id, mode: 'sandbox' });
    const [live, test] = await keysOf(caller);
    expect([live?.mode, test]).toEqual([
      'live',
      expect.objectContaining({ id: second.id, maskedKey: second.maskedKey }),
    ]);
    const actions = await identity.auditActions(caller.userId);
    expect(actions.filter((action) => action === 'api_key.generated')).toHaveLength(2);
    expect(actions.filter((action) => action === 'api_key.revoked')).toHaveLength(2);
    await expect(identity.events(caller.organizationId, API_KEY_GENERATED)).resolves.toHaveLength(2);
    await expect(identity.events(caller.organizationId, API_KEY_REVOKED)).resolves.toHaveLength(2);
  });

  it('leave exactly one that works when twenty are generated at once', async () => {
    const caller = await newCaller();
    const generated = await Promise.all(Array.from({ length: 20 }, () => generate(caller, 'sandbox')));
    const results = await Promise.allSettled(generated.map(({ key }) => recognise(key)));
    expect(tally(results)).toEqual({ fulfilled: 1, api_key_invalid: 19 });
    await expect(keysOf(caller)).resolves.toHaveLength(2);
  });

  it.each(['id', 'mode'])('are revoked by %s, once', async (by) => {
    const caller = await newCaller();
    const { id, key } = await generate(caller);
    const which = by === 'id' ? { id } : { mode: 'sandbox' as const };
    await expect(identity.run(new RevokeApiKey(caller, which))).resolves.toMatchObject({ id, mode: 'sandbox' });
    await expect(recognise(key)).rejects.toThrow(ApiKeyInvalid);
    await expect(identity.run(new RevokeApiKey(caller, which))).rejects.toThrow(ApiKeyNotFound);
    await expect(keysOf(caller)).resolves.toHaveLength(1);
    await generate(caller);
    await expect(keysOf(caller)).resolves.toHaveLength(2);
  });

  it('of somebody else are as good as absent', async () => {
    const owner = await newCaller();
    const { id, key } = await generate(owner);
    const stranger = await newCaller();
    for (const foreign of [id, uuidv7(), 'no-id-at-all']) {
      await expect(identity.run(new RevokeApiKey(stranger, { id: foreign }))).rejects.toThrow(ApiKeyNotFound);
    }
    await expect(recognise(key)).resolves.toBeDefined();
  });

  describe('and the calls that they make', () => {
    const call = (caller: Principal, apiKeyId: string, changes: Partial<ApiCall> = {}): ApiCall => ({
      organizationId: caller.organizationId,
      credential: { type: 'api_key', id: apiKeyId },
      mode: 'sandbox',
      method: 'POST',
      endpoint: '/api/payment-links/create',
      status: 200,
      durationMs: 37.6,
      requestId: 'req_1',
      ipAddress: '203.0.113.24',
      userAgent: 'shop-backend/3.1',
      errorMessage: null,
      ...changes,
    });
    const log = (): ApiCallLog => identity.get(ApiCallLog);
    const list = (caller: Principal, range: { from?: Date; to?: Date } = {}, page = { page: 1, limit: 20 }) =>
      identity.ask(new ListApiCalls(caller.organizationId, { from: range.from ?? null, to: range.to ?? null }, page));

    it('are listed latest first, of the own organisation alone, page by page', async () => {
      const caller = await newCaller();
      const stranger = await newCaller();
      const { id } = await generate(caller);
      for (let count = 0; count < 5; count += 1) log().record(call(caller, id, { status: 200 + count }));
      log().record(call(stranger, uuidv7()));
      await log().flush();
      const first = await list(caller, {}, { page: 1, limit: 2 });
      const last = await list(caller, {}, { page: 3, limit: 2 });
      expect(first).toMatchObject({ total: 5, totalPages: 3, hasNext: true, hasPrev: false });
      expect([...first.items, ...last.items].map(({ status }) => status)).toEqual([204, 203, 200]);
      expect(first.items[0]).toMatchObject({
        credential: { type: 'api_key', id },
        durationMs: 38,
        endpoint: '/api/payment-links/create',
      });
    });

    it('are found by time, both ends included, and not after thirty days', async () => {
      const caller = await newCaller();
      log().record(call(caller, uuidv7(), { requestId: 'early' }));
      await log().flush();
      const [early] = (await list(caller)).items;
      await identity.pass({ days: 1 });
      log().record(call(caller, uuidv7(), { requestId: 'late' }));
      await log().flush();
      const ids = async (range: { from?: Date; to?: Date }) =>
        (await list(caller, range)).items.map(({ requestId }) => requestId);
      await expect(ids({})).resolves.toEqual(['late', 'early']);
      await expect(ids({ to: early!.calledAt })).resolves.toEqual(['early']);
      await expect(ids({ from: early!.calledAt })).resolves.toEqual(['late', 'early']);
      await expect(ids({ from: new Date(early!.calledAt.getTime() + 1) })).resolves.toEqual(['late']);
      await identity.pass({ days: 29 });
      await identity.get(JobWorkers).runNow(FORGET_LAPSED.name);
      await expect(ids({})).resolves.toEqual(['late']);
    });

    it('move the time of last use, which is at most a minute behind', async () => {
      const caller = await newCaller();
      const { id } = await generate(caller);
      const lastUsed = async () => (await keysOf(caller)).find((key) => key.id === id)!.lastUsedAt;
      await expect(lastUsed()).resolves.toBeNull();
      for (const seconds of [0, 20, 20, 20]) {
        await identity.pass({ seconds });
        log().record(call(caller, id));
        await log().flush();
        const behindMs = identity.now().getTime() - (await lastUsed())!.getTime();
        expect(behindMs).toBeLessThan(60_000);
      }
    });

    it('are kept though what they carry cannot be stored as it is', async () => {
      const caller = await newCaller();
      log().record(
        call(caller, uuidv7(), { userAgent: `half \ud83d and \0 nul ${'x'.repeat(600)}`, endpoint: '/x'.repeat(5000) }),
      );
      log().record(call(caller, uuidv7()));
      await log().flush();
      const { items } = await list(caller);
      expect(items).toHaveLength(2);
      const mended = items.find(({ userAgent }) => userAgent?.startsWith('half'));
      expect(mended?.userAgent).toMatch(/^half \ufffd and {2}nul x+$/);
      expect(mended?.endpoint).toHaveLength(2048);
    });

    it('are written by themselves within a moment', async () => {
      const caller = await newCaller();
      log().record(call(caller, uuidv7()));
      await eventually(
        () => list(caller),
        ({ total }) => total === 1,
      );
    });
  });
});
