import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anEvent, newOwner, otherDialect, WebhooksUnderTest } from '../../../../test/support/webhooks.js';
import { DeleteWebhookEndpoint } from '../endpoint/delete-endpoint.command.js';
import { UpdateWebhookEndpoint } from '../endpoint/update-endpoint.command.js';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';

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
      'SELECT data FROM webhook_deliveries WHERE organization_id = $1',
      [owner.organizationId],
    );
    expect(row?.data).toBe(JSON.stringify(payload));
  });

  it('passes endpoints by that are inactive or deleted, and those that become so at the same moment keep nothing', async () => {
    const owner = newOwner();
    const inactive = await endpointFor(owner, '*');
    const deleted = await endpointFor(owner, '*');
    await webhooks.run(new UpdateWebhookEndpoint(owner, inactive, { status: 'inactive' }, null));
    await webhooks.run(new DeleteWebhookEndpoint(owner, deleted, null));
    await webhooks.happen(anEvent(owner));
    expect(await webhooks.deliveries(owner)).toEqual([]);

    for (let round = 0; round < 10; round += 1) {
      await webhooks.run(new UpdateWebhookEndpoint(owner, inactive, { status: 'active' }, null));
      await Promise.all([
        ...Array.from({ length: 4 }, () => webhooks.happen(anEvent(owner))),
        webhooks.run(new UpdateWebhookEndpoint(owner, inactive, { status: 'inactive' }, null)),
        ...Array.from({ length: 4 }, () => webhooks.happen(anEvent(owner))),
      ]);
    }
    const statuses = new Set((await webhooks.deliveries(owner)).map(({ status }) => status));
    expect([...statuses]).toEqual(['dropped']);
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
