import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidInput } from '#kernel';
import { newOwner, otherDialect, WebhooksUnderTest } from '../../../../test/support/webhooks.js';
import { CreateWebhookEndpoint } from './create-endpoint.command.js';
import { DeleteWebhookEndpoint } from './delete-endpoint.command.js';
import { ListWebhookEndpoints } from './list-endpoints.query.js';
import { RotateWebhookSecret } from './rotate-secret.command.js';
import { UpdateWebhookEndpoint } from './update-endpoint.command.js';
import type { WebhookOwner } from './webhook-endpoint.aggregate.js';
import { WebhookEndpointNotFound, WebhookLimitReached, WebhookUrlNotAllowed } from './webhook-endpoint.errors.js';

const URL = 'http://127.0.0.1:9/hooks';

describe('webhook endpoints', () => {
  let webhooks: WebhooksUnderTest;

  beforeAll(async () => {
    webhooks = await WebhooksUnderTest.start();
  });
  afterAll(() => webhooks.stop());

  const list = async (owner: WebhookOwner) =>
    (await webhooks.ask(new ListWebhookEndpoints(owner, { page: 1, limit: 20 }))).items;

  const audited = async (recordId: string) =>
    (
      await webhooks.db.query<{ action: string }>(
        'SELECT action FROM audit_entries WHERE record_id = $1 ORDER BY occurred_at, id',
        [recordId],
      )
    ).map(({ action }) => action);

  it('are created active, with a secret that is given once and kept encrypted', async () => {
    const owner = newOwner();
    const { endpoint, secret } = await webhooks.endpoint(owner, URL, ['payment.*', 'payment.paid']);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(endpoint).toMatchObject({
      url: URL,
      events: ['payment.*', 'payment.paid'],
      status: 'active',
      disabledReason: null,
    });
    expect(await list(owner)).toEqual([endpoint]);

    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const row = await webhooks.db.first<{ sealed_key: Buffer }>(
      'SELECT sealed_key FROM webhook_endpoints WHERE id = $1',
      [endpoint.id],
    );
    expect(row?.sealed_key.includes(key)).toBe(false);
    expect(await audited(endpoint.id)).toEqual(['webhook.created']);
  });

  it('are listed newest first and page by page, those of one organisation and door alone', async () => {
    const owner = newOwner();
    const first = await webhooks.endpoint(owner, `${URL}/1`);
    const second = await webhooks.endpoint(owner, `${URL}/2`);
    await webhooks.endpoint(newOwner(), URL);
    await webhooks.endpoint({ ...owner, dialect: otherDialect.name }, URL);
    expect((await list(owner)).map(({ id }) => id)).toEqual([second.endpoint.id, first.endpoint.id]);
    expect(await webhooks.ask(new ListWebhookEndpoints(owner, { page: 2, limit: 1 }))).toMatchObject({
      items: [{ id: first.endpoint.id }],
      total: 2,
      hasNext: false,
    });
  });

  it('are refused for an event that nobody sends', async () => {
    const refused = webhooks.endpoint(newOwner(), URL, ['payment.completed', 'payment.vanished']);
    await expect(refused).rejects.toThrow(InvalidInput);
  });

  it('are limited per organisation and door, also when many are created at once', async () => {
    const owner = newOwner();
    const results = await Promise.allSettled(Array.from({ length: 16 }, () => webhooks.endpoint(owner, URL)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(WebhookLimitReached);
    }
    await expect(webhooks.endpoint({ ...owner, dialect: otherDialect.name }, URL)).resolves.toBeDefined();

    const [oldest] = (await list(owner)).slice(-1);
    await webhooks.run(new DeleteWebhookEndpoint(owner, oldest!.id, null));
    await expect(webhooks.endpoint(owner, URL)).resolves.toBeDefined();
  });

  it('change in what is sent and keep the rest', async () => {
    const owner = newOwner();
    const { endpoint } = await webhooks.endpoint(owner, URL, ['payment.*']);
    const update = (changes: object) => webhooks.run(new UpdateWebhookEndpoint(owner, endpoint.id, changes, null));
    expect(await update({ url: `${URL}/new` })).toMatchObject({
      url: `${URL}/new`,
      events: ['payment.*'],
      status: 'active',
    });
    expect(await update({ events: ['*'] })).toMatchObject({ url: `${URL}/new`, events: ['*'] });
    expect(await update({ status: 'inactive' })).toMatchObject({ status: 'inactive', disabledReason: 'manual' });
    expect(await update({ status: 'active' })).toMatchObject({ status: 'active', disabledReason: null });
    await expect(update({ events: ['nothing'] })).rejects.toThrow(InvalidInput);
    expect(await audited(endpoint.id)).toEqual(['webhook.created', ...Array<string>(4).fill('webhook.updated')]);
  });

  it('are gone once deleted, for every operation', async () => {
    const owner = newOwner();
    const { endpoint } = await webhooks.endpoint(owner, URL);
    await webhooks.run(new DeleteWebhookEndpoint(owner, endpoint.id, null));
    expect(await list(owner)).toEqual([]);
    await expectNobodyHome(owner, endpoint.id);
    expect(await audited(endpoint.id)).toEqual(['webhook.created', 'webhook.deleted']);
  });

  it('are out of reach for another organisation, another door and by an id that is none', async () => {
    const owner = newOwner();
    const { endpoint } = await webhooks.endpoint(owner, URL);
    await expectNobodyHome(newOwner(), endpoint.id);
    await expectNobodyHome({ ...owner, dialect: otherDialect.name }, endpoint.id);
    await expectNobodyHome(owner, 'mtn-callback');
    expect(await list(owner)).toEqual([endpoint]);
  });

  async function expectNobodyHome(owner: WebhookOwner, id: string): Promise<void> {
    const operations = [
      new UpdateWebhookEndpoint(owner, id, { status: 'inactive' }, null),
      new RotateWebhookSecret(owner, id, null),
      new DeleteWebhookEndpoint(owner, id, null),
    ];
    for (const operation of operations)
      await expect(webhooks.run<unknown>(operation)).rejects.toThrow(WebhookEndpointNotFound);
  }
});

describe('the addresses of webhook endpoints', () => {
  let webhooks: WebhooksUnderTest;

  beforeAll(async () => {
    webhooks = await WebhooksUnderTest.start({ WEBHOOK_PRIVATE_HOSTS: 'false' });
  });
  afterAll(() => webhooks.stop());

  it.each([
    'http://93.184.216.34/hooks',
    'https://127.0.0.1/hooks',
    'https://[::1]/hooks',
    'https://10.1.2.3/hooks',
    'https://169.254.169.254/latest/meta-data',
    'https://user:password@93.184.216.34/hooks',
    'https://2130706433/',
    'ftp://93.184.216.34/',
    'not a url',
  ])('must be https and public where private ones are not allowed: %s', async (url) => {
    const owner = newOwner();
    const create = new CreateWebhookEndpoint(owner, { url, events: ['*'] }, null);
    await expect(webhooks.run(create)).rejects.toThrow(WebhookUrlNotAllowed);
    const { endpoint } = await webhooks.endpoint(owner, 'https://93.184.216.34/hooks');
    await expect(webhooks.run(new UpdateWebhookEndpoint(owner, endpoint.id, { url }, null))).rejects.toThrow(
      WebhookUrlNotAllowed,
    );
  });
});
