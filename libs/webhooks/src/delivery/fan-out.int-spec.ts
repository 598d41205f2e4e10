import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { anEvent, newOwner, otherDialect, WebhooksUnderTest } from '../../../../test/support/webhooks.js';
import { DeleteWebhookEndpoint } from '../endpoint/delete-endpoint.command.js';
import { loadEndpoint } from '../endpoint/load-endpoint.js';
import { UpdateWebhookEndpoint } from '../endpoint/update-endpoint.command.js';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import { endWaitingDeliveries } from './end-waiting-deliveries.js';

const URL = 'http://127.0.0.1:9/hooks';

describe('the fan-out of events to endpoints', () => {
  let webhooks: WebhooksUnderTest;

  beforeAll(async () => {
    webhooks = await WebhooksUnderTest.start();
  });
  afterAll(() => webhooks.stop());

  const endpointFor = async (owner: WebhookOwner, ...events: string[]): Promise<string> =>
    (await webhooks.endpoint(owner, URL, events)).endpoint.id;

  it('makes one delivery for each endpoint that asked for the event, however many patterns ask', async () => {
    const owner = newOwner();
    const asking = [
      await endpointFor(owner, '*'),
      await endpointFor(owner, 'payment.*', 'payment.completed', 'payment.paid', '*'),
      await endpointFor(owner, 'payment.paid'),
      await endpointFor(owner, 'refund.*', 'payment.completed'),
    ];
    await endpointFor(owner, 'payment.failed', 'refund.*');
    const event = anEvent(owner);
    await webhooks.happen(event);
    const deliveries = await webhooks.deliveries(owner);
    expect(deliveries.map(({ endpointId }) => endpointId).sort()).toEqual(asking.sort());
    for (const delivery of deliveries) {
      expect(delivery).toMatchObject({
        eventId: event.id,
        event: 'payment.completed',
        occurredAt: event.occurredAt,
        data: { payment: 'p' },
        status: 'pending',
        attempts: 0,
        messageId: expect.stringMatching(/^msg_[0-9a-f]{32}$/),
      });
    }
    expect(new Set(deliveries.map(({ messageId }) => messageId)).size).toBe(4);
  });

  it('leaves out what a door has no words for, and organisations that are not concerned', async () => {
    const [owner, stranger] = [newOwner(), newOwner()];
    await endpointFor(owner, '*');
    await endpointFor(stranger, '*');
    await webhooks.happen(anEvent(owner, 'payment.initiated'), { ...anEvent(owner), organizationId: null });
    expect(await webhooks.deliveries(owner)).toEqual([]);
    await webhooks.happen(anEvent(owner));
    expect(await webhooks.deliveries(owner)).toHaveLength(1);
    expect(await webhooks.deliveries(stranger)).toEqual([]);
  });

  it('serves the endpoints of every door', async () => {
    const owner = newOwner();
    const elsewhere = { ...owner, dialect: otherDialect.name };
    await endpointFor(owner, '*');
    await endpointFor(elsewhere, '*');
    await webhooks.happen(anEvent(owner));
    expect(await webhooks.deliveries(owner)).toHaveLength(1);
    expect(await webhooks.deliveries(elsewhere)).toHaveLength(1);
  });

  it('makes one delivery of an event that is handed over fifty times at once', async () => {
    const owner = newOwner();
    await endpointFor(owner, '*');
    await endpointFor(owner, 'payment.*');
    const event = anEvent(owner);
    await Promise.all(Array.from({ length: 50 }, () => webhooks.happen(event)));
    expect(await webhooks.deliveries(owner)).toHaveLength(2);
    await webhooks.happen(event);
    expect(await webhooks.deliveries(owner)).toHaveLength(2);
  });

  it('keeps the words of the event as they are, byte by byte', async () => {
    const owner = newOwner();
    await endpointFor(owner, '*');
    const payload = { z: 1, a: [1.5, '1.50', null], text: 'Éloïse \u0000 🦊 \ud800 "\\\n', nested: { b: 2, a: 1 } };
    await webhooks.happen(anEvent(owner, 'payment.settled', payload));
    const row = await webhooks.db.first<{ data: string }>(
      'SELECT data FROM webhook_payloads JOIN webhook_deliveries USING (event_id, dialect) WHERE organization_id = $1',
      [owner.organizationId],
    );
    expect(row?.data).toBe(JSON.stringify(payload));
  });

  it('passes endpoints by that are inactive or deleted', async () => {
    const owner = newOwner();
    const inactive = await endpointFor(owner, '*');
    const deleted = await endpointFor(owner, '*');
    await webhooks.run(new UpdateWebhookEndpoint(owner, inactive, { status: 'inactive' }, null));
    await webhooks.run(new DeleteWebhookEndpoint(owner, deleted, null));
    await webhooks.happen(anEvent(owner));
    expect(await webhooks.deliveries(owner)).toEqual([]);
  });

  it('waits for an endpoint that is becoming inactive at the moment, and leaves nothing waiting for it', async () => {
    const owner = newOwner();
    const id = await endpointFor(owner, '*');
    let finish = (): void => undefined;
    const mayFinish = new Promise<void>((resolve) => (finish = resolve));
    let hasLocked = false;
    const deactivating = webhooks.unitOfWork.run(async (tx) => {
      const endpoint = await loadEndpoint(tx, owner, id);
      hasLocked = true;
      await mayFinish;
      endpoint.deactivate(new Date());
      await endWaitingDeliveries(tx, id, 'dropped', new Date());
      tx.save(endpoint);
    });
    await eventually(() => hasLocked);
    const happening = webhooks.happen(anEvent(owner));
    await eventually(
      () =>
        webhooks.db.query(`SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE NOT l.granted AND a.datname = current_database()`),
      (waiting) => waiting.length > 0,
    );
    finish();
    await Promise.all([deactivating, happening]);
    expect(await webhooks.deliveries(owner)).toEqual([]);
  });

  it('leaves nothing waiting for an endpoint that becomes inactive amid events', async () => {
    const owner = newOwner();
    const id = await endpointFor(owner, '*');
    for (let round = 0; round < 5; round += 1) {
      await webhooks.run(new UpdateWebhookEndpoint(owner, id, { status: 'active' }, null));
      const before = Array.from({ length: 4 }, () => webhooks.happen(anEvent(owner)));
      const change = webhooks.run(new UpdateWebhookEndpoint(owner, id, { status: 'inactive' }, null));
      const after = Array.from({ length: 4 }, () => webhooks.happen(anEvent(owner)));
      await Promise.all([...before, change, ...after]);
    }
    const statuses = new Set((await webhooks.deliveries(owner)).map(({ status }) => status));
    expect([...statuses].filter((status) => status !== 'dropped')).toEqual([]);
  });

  it('drops what waits when its endpoint becomes inactive or is deleted', async () => {
    const owner = newOwner();
    const [one, other] = [await endpointFor(owner, '*'), await endpointFor(owner, '*')];
    await webhooks.happen(anEvent(owner), anEvent(owner));
    await webhooks.run(new UpdateWebhookEndpoint(owner, one, { status: 'inactive' }, null));
    expect(await statusesOf(owner)).toEqual({ [one]: ['dropped', 'dropped'], [other]: ['pending', 'pending'] });
    await webhooks.run(new DeleteWebhookEndpoint(owner, other, null));
    expect(await statusesOf(owner)).toEqual({ [one]: ['dropped', 'dropped'], [other]: ['dropped', 'dropped'] });
    await webhooks.run(new UpdateWebhookEndpoint(owner, one, { status: 'active' }, null));
    expect(await statusesOf(owner)).toMatchObject({ [one]: ['dropped', 'dropped'] });
  });

  async function statusesOf(owner: WebhookOwner): Promise<Record<string, string[]>> {
    const statuses: Record<string, string[]> = {};
    for (const { endpointId, status } of await webhooks.deliveries(owner)) (statuses[endpointId] ??= []).push(status);
    return statuses;
  }
});
