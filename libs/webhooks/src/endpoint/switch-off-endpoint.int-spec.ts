import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '#kernel';
import { anEvent, newOwner, WebhooksUnderTest } from '../../../../test/support/webhooks.js';
import { DeleteWebhookEndpoint } from './delete-endpoint.command.js';
import { ListWebhookEndpoints } from './list-endpoints.query.js';
import { SwitchOffWebhookEndpoint } from './switch-off-endpoint.command.js';
import { UpdateWebhookEndpoint } from './update-endpoint.command.js';
import type { WebhookEndpointView, WebhookOwner } from './webhook-endpoint.aggregate.js';

const DAY_MS = 24 * 3_600_000;

describe('switching an endpoint off', () => {
  let webhooks: WebhooksUnderTest;
  let owner: WebhookOwner;
  let id: string;

  beforeAll(async () => {
    webhooks = await WebhooksUnderTest.start();
  });
  afterAll(() => webhooks.stop());
  beforeEach(async () => {
    owner = newOwner();
    ({ id } = (await webhooks.endpoint(owner, 'http://127.0.0.1:9/hooks')).endpoint);
  });

  const switchOff = (reason: 'gone' | 'failing'): Promise<boolean> =>
    webhooks.run(new SwitchOffWebhookEndpoint(id, reason));

  const failingFor = (days: number): Promise<unknown> =>
    webhooks.db.query('UPDATE webhook_endpoints SET failing_since = $2 WHERE id = $1', [
      id,
      new Date(Date.now() - days * DAY_MS),
    ]);

  async function endpoint(): Promise<WebhookEndpointView> {
    return (await webhooks.ask(new ListWebhookEndpoints(owner, { page: 1, limit: 1 }))).items[0]!;
  }

  async function told(): Promise<number> {
    const events = await webhooks.db.query(
      `SELECT FROM outbox_events WHERE type = 'webhook.endpoint_disabled' AND subject_id = $1`,
      [id],
    );
    return events.length;
  }

  it('makes dead letters of what waits and tells once, however often and however parallel it is asked for', async () => {
    await webhooks.happen(anEvent(owner), anEvent(owner));
    const results = await Promise.all(Array.from({ length: 10 }, () => switchOff('gone')));
    expect(results.filter((done) => done)).toHaveLength(1);
    expect(await endpoint()).toMatchObject({ status: 'inactive', disabledReason: 'gone' });
    expect((await webhooks.deliveries(owner)).map(({ status }) => status)).toEqual(['dead', 'dead']);
    expect(await told()).toBe(1);
    const audit = await webhooks.db.query(
      `SELECT action, actor_id, details FROM audit_entries WHERE record_id = $1 AND action = 'webhook.disabled'`,
      [id],
    );
    expect(audit).toEqual([{ action: 'webhook.disabled', actor_id: null, details: { reason: 'gone' } }]);
  });

  it('judges again under the lock: an endpoint that works again, or fails for a day, stays active', async () => {
    expect(await switchOff('failing')).toBe(false);
    await failingFor(4.9);
    expect(await switchOff('failing')).toBe(false);
    expect((await endpoint()).status).toBe('active');
    await failingFor(5);
    expect(await switchOff('failing')).toBe(true);
    expect(await told()).toBe(1);
  });

  it('leaves one alone that its owner has switched off or removed, or that never was', async () => {
    await webhooks.run(new UpdateWebhookEndpoint(owner, id, { status: 'inactive' }, null));
    expect(await switchOff('gone')).toBe(false);
    expect((await endpoint()).disabledReason).toBe('manual');
    await webhooks.run(new UpdateWebhookEndpoint(owner, id, { status: 'active' }, null));
    await webhooks.run(new DeleteWebhookEndpoint(owner, id, null));
    expect(await switchOff('gone')).toBe(false);
    expect(await webhooks.run(new SwitchOffWebhookEndpoint(uuidv7(), 'gone'))).toBe(false);
    expect(await told()).toBe(0);
  });

  it('is remembered when its owner switches it off as well', async () => {
    await switchOff('gone');
    await webhooks.run(new UpdateWebhookEndpoint(owner, id, { status: 'inactive' }, null));
    expect(await endpoint()).toMatchObject({ status: 'inactive', disabledReason: 'gone' });
  });
});
