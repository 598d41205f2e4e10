import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SetUserSuspension } from '#identity';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

const URL = 'https://hooks.example.cm/payments';
const EVENTS = ['payment.*', 'payment.paid', 'refund.completed'];
const UNKNOWN = '0192f0c1-0000-7000-8000-000000000000';
const OPERATIONS: [string, CallOptions][] = [
  ['listWebhooks', {}],
  ['createWebhook', { body: { url: URL, events: ['*'] } }],
  ['updateWebhook', { path: { webhookId: UNKNOWN }, body: { status: 'active' } }],
  ['deleteWebhook', { path: { webhookId: UNKNOWN } }],
];

describe('the receivers of webhooks', () => {
  let door: TestDoor;
  let merchant: TestMerchant;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
    merchant = await aMerchant(door);
  });
  afterAll(() => door?.close());

  const call = (operation: string, options: CallOptions = {}, who = merchant): Promise<Answer> =>
    door.call(operation, { token: who.token, ...options });

  async function created(who = merchant, body: object = { url: URL, events: EVENTS }): Promise<string> {
    const { status, body: answer } = await call('createWebhook', { body }, who);
    if (status !== 201) throw new Error(JSON.stringify(answer));
    return answer.data.id;
  }

  const auditedOf = async (recordId: string): Promise<object[]> =>
    door.database.query(
      `SELECT action, actor_id AS "actorId", organization_id AS "organizationId" FROM audit_entries
       WHERE record_id = $1 ORDER BY occurred_at, id`,
      [recordId],
    );

  it('are created with a secret that is shown once', async () => {
    const { status, body } = await call('createWebhook', { body: { url: URL, events: EVENTS } });
    expect(status).toBe(201);
    expect(body).toEqual({
      success: true,
      message: 'Store the secret now, it is not shown again',
      data: {
        id: expect.any(String),
        url: URL,
        events: EVENTS,
        status: 'active',
        createdAt: expect.any(String),
        secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      },
    });
    const list = await call('listWebhooks');
    expect(JSON.stringify(list.body)).not.toContain(body.data.secret);
    expect(await auditedOf(body.data.id)).toEqual([
      { action: 'webhook.created', actorId: merchant.userId, organizationId: merchant.organizationId },
    ]);
  });

  it('are listed newest first, page by page, to their organisation alone', async () => {
    const [owner, stranger] = [await aMerchant(door), await aMerchant(door)];
    expect((await call('listWebhooks', {}, owner)).body.data).toMatchObject({ webhooks: [], pagination: { total: 0 } });
    const ids = [await created(owner), await created(owner), await created(owner)];
    await created(stranger);
    const { status, body } = await call('listWebhooks', { query: { page: 1, limit: 2 } }, owner);
    expect(status).toBe(200);
    expect(body.data).toEqual({
      webhooks: [ids[2], ids[1]].map((id) => ({
        id,
        url: URL,
        events: EVENTS,
        status: 'active',
        createdAt: expect.any(String),
        lastDeliveryAt: null,
        disabledReason: null,
      })),
      pagination: { page: 1, limit: 2, total: 3, totalPages: 2, hasNext: true, hasPrev: false },
    });
    const rest = await call('listWebhooks', { query: { page: 2, limit: 2 } }, owner);
    expect(rest.body.data.webhooks).toMatchObject([{ id: ids[0] }]);
  });

  it('change in what is sent and are answered whole', async () => {
    const owner = await aMerchant(door);
    const webhookId = await created(owner);
    const change = async (body: object): Promise<Answer> => call('updateWebhook', { path: { webhookId }, body }, owner);
    const moved = await change({ url: 'https://hooks.example.cm/new' });
    expect(moved.status).toBe(200);
    expect(moved.body.data).toMatchObject({
      id: webhookId,
      url: 'https://hooks.example.cm/new',
      events: EVENTS,
      status: 'active',
    });
    expect((await change({ events: ['*'] })).body.data).toMatchObject({ events: ['*'], status: 'active' });
    expect((await change({ status: 'inactive' })).body.data).toMatchObject({
      status: 'inactive',
      disabledReason: 'manual',
    });
    expect((await change({ status: 'active' })).body.data).toMatchObject({ status: 'active', disabledReason: null });
    expect((await auditedOf(webhookId)).slice(1)).toEqual(
      Array(4).fill({ action: 'webhook.updated', actorId: owner.userId, organizationId: owner.organizationId }),
    );
  });

  it('are removed for good', async () => {
    const owner = await aMerchant(door);
    const webhookId = await created(owner);
    const { status, body } = await call('deleteWebhook', { path: { webhookId } }, owner);
    expect(status).toBe(200);
    expect(body).toEqual({ success: true, data: { id: webhookId, deleted: true } });
    expect((await call('listWebhooks', {}, owner)).body.data.webhooks).toEqual([]);
    await expectNotFound(webhookId, owner);
    expect((await auditedOf(webhookId)).at(-1)).toMatchObject({ action: 'webhook.deleted', actorId: owner.userId });
  });

  it('answer a foreign id like an absent or malformed one', async () => {
    const [owner, stranger] = [await aMerchant(door), await aMerchant(door)];
    const webhookId = await created(owner);
    for (const id of [webhookId, UNKNOWN, 'nonsense']) await expectNotFound(id, stranger);
    expect((await call('listWebhooks', {}, owner)).body.data.webhooks).toMatchObject([
      { id: webhookId, status: 'active' },
    ]);
  });

  async function expectNotFound(webhookId: string, who: TestMerchant): Promise<void> {
    const updated = await call('updateWebhook', { path: { webhookId }, body: { status: 'inactive' } }, who);
    const deleted = await call('deleteWebhook', { path: { webhookId } }, who);
    for (const { status, body } of [updated, deleted]) {
      expect(status).toBe(404);
      expect(body).toEqual({
        success: false,
        error: { code: 'NOT_FOUND', message: 'Webhook not found', details: null },
      });
    }
  }

  it('are ten at most', async () => {
    const owner = await aMerchant(door);
    for (let count = 0; count < 10; count += 1) await created(owner);
    const { status, body } = await call('createWebhook', { body: { url: URL, events: ['*'] } }, owner);
    expect(status).toBe(409);
    expect(body.error).toMatchObject({ code: 'WEBHOOK_LIMIT_REACHED', details: null });
  });

  it.each([
    ['no url', { events: ['*'] }, ['url']],
    ['no events', { url: URL }, ['events']],
    ['an empty list of events', { url: URL, events: [] }, ['events']],
    ['an unknown event', { url: URL, events: ['payment.*', 'payment.vanished'] }, ['events']],
    ['an event twice', { url: URL, events: ['*', '*'] }, ['events']],
    ['a scheme that is none of ours', { url: 'ftp://hooks.example.cm/', events: ['*'] }, ['url']],
    ['a url with a blank', { url: 'https://hooks.example.cm/a b', events: ['*'] }, ['url']],
    ['a url that is too long', { url: `https://hooks.example.cm/${'a'.repeat(2048)}`, events: ['*'] }, ['url']],
    ['nothing at all', {}, ['events', 'url']],
  ])('are refused with %s', async (_, body, fields) => {
    const { status, body: answer } = await call('createWebhook', { body });
    expect(status).toBe(422);
    expect(answer.error.code).toBe('VALIDATION_ERROR');
    expect([...new Set(Object.keys(answer.error.details))].sort()).toEqual(fields);
  });

  it.each([
    ['an unknown event', { events: ['nothing'] }],
    ['a status that is none', { status: 'paused' }],
    ['a url that is none', { url: 'hooks' }],
    ['no change', {}],
  ])('are not changed by %s', async (_, body) => {
    const webhookId = await created(await aMerchant(door));
    const { status, body: answer } = await call('updateWebhook', { path: { webhookId }, body });
    expect(status).toBe(422);
    expect(answer.error.code).toBe('VALIDATION_ERROR');
  });

  it('are not listed beyond a hundred a page', async () => {
    const { status, body } = await call('listWebhooks', { query: { limit: 101 } });
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ code: 'VALIDATION_ERROR', details: { limit: expect.any(Array) } });
  });

  it.each(OPERATIONS)('let nobody in without standing: %s', async (operation, options) => {
    const suspended = await aMerchant(door);
    await door.commands.execute(new SetUserSuspension(suspended.userId, true));
    const refused = async (token: string | null): Promise<[number, string]> => {
      const { status, body } = await door.call(operation, { ...options, token });
      return [status, body.error.code];
    };
    expect(await refused(null)).toEqual([401, 'AUTH_REQUIRED']);
    expect(await refused('a.b.c')).toEqual([401, 'AUTH_INVALID']);
    expect(await refused(suspended.token)).toEqual([403, 'FORBIDDEN']);
    const lapsed = await aMerchant(door);
    await door.get(SharedClock).move(3_601_000);
    expect(await refused(lapsed.token)).toEqual([401, 'AUTH_EXPIRED']);
    merchant = await aMerchant(door);
  });

  it.each(['createWebhook', 'updateWebhook'])('do not read what is not JSON: %s', async (operation) => {
    const { status, body } = await call(operation, { path: { webhookId: UNKNOWN }, body: '{"url":' });
    expect([status, body]).toMatchObject([400, { error: { code: 'INVALID_JSON' } }]);
  });
});

describe('the addresses of receivers in production', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { environment: { WEBHOOK_PRIVATE_HOSTS: 'false' } });
  });
  afterAll(() => door?.close());

  it('are https and public', async () => {
    const { token } = await aMerchant(door);
    const { body } = await door.call('createWebhook', {
      token,
      body: { url: 'https://93.184.216.34/', events: ['*'] },
    });
    const path = { webhookId: body.data.id as string };
    for (const url of [
      'http://93.184.216.34/',
      'https://10.0.0.1/',
      'https://me:secret@93.184.216.34/',
      'https://[::1]/',
    ]) {
      const refusals = [
        await door.call('createWebhook', { token, body: { url, events: ['*'] } }),
        await door.call('updateWebhook', { token, path, body: { url } }),
      ];
      for (const { status, body: answer } of refusals) {
        expect([url, status, answer.error.code]).toEqual([url, 422, 'WEBHOOK_URL_NOT_ALLOWED']);
      }
    }
  });
});

describe('the limits of a caller', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { environment: { RATE_LIMIT_PER_ACCOUNT: '1' } });
  });
  afterAll(() => door?.close());

  it.each(OPERATIONS)('hold for %s', async (operation, options) => {
    const { token } = await aMerchant(door);
    await door.call(operation, { ...options, token });
    const { status, body, headers } = await door.call(operation, { ...options, token });
    expect([status, body.error.code]).toEqual([429, 'RATE_LIMIT_EXCEEDED']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });
});
