import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { behaviours, WebhookReceiver } from '../../../../test/support/webhook-receiver.js';
import { anEvent, newOwner, otherDialect, WebhooksUnderTest } from '../../../../test/support/webhooks.js';
import { DeleteWebhookEndpoint } from '../endpoint/delete-endpoint.command.js';
import { UpdateWebhookEndpoint } from '../endpoint/update-endpoint.command.js';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import { WebhookEndpointInactive, WebhookEndpointNotFound } from '../endpoint/webhook-endpoint.errors.js';
import type { WebhookDeliveryView } from './delivery-view.js';
import { GetWebhookDelivery } from './get-delivery.query.js';
import { ListWebhookDeliveries } from './list-deliveries.query.js';
import { ReplayWebhookDelivery } from './replay-delivery.command.js';
import { SendTestWebhook } from './send-test-event.command.js';
import { WebhookDeliveryNotFound, WebhookDeliveryPending, WebhookDeliveryReplayed } from './webhook-delivery.errors.js';

describe('what was sent before', () => {
  let webhooks: WebhooksUnderTest;
  let receiver: WebhookReceiver;
  let owner: WebhookOwner;
  let endpointId: string;
  let secret: string;

  beforeAll(async () => {
    webhooks = await WebhooksUnderTest.start();
  });
  afterAll(() => webhooks.stop());
  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    owner = newOwner();
    const created = await webhooks.endpoint(owner, receiver.url);
    [endpointId, secret] = [created.endpoint.id, created.secret];
  });
  afterEach(() => receiver.stop());

  /** A delivery that its receiver never took, given up with its endpoint, which then works again. */
  async function aDeadLetter(): Promise<WebhookDeliveryView> {
    receiver.behave(behaviours.answer(410));
    await webhooks.happen(anEvent(owner));
    await webhooks.sendDue();
    await eventually(
      () => webhooks.db.query(`SELECT FROM webhook_endpoints WHERE id = $1 AND status = 'inactive'`, [endpointId]),
      (rows) => rows.length === 1,
    );
    await webhooks.run(new UpdateWebhookEndpoint(owner, endpointId, { status: 'active' }, null));
    receiver.behave(behaviours.answer(200));
    const [letter] = await list({ status: 'dead' });
    return letter!;
  }

  const list = async (filters: object): Promise<WebhookDeliveryView[]> =>
    (await webhooks.ask(new ListWebhookDeliveries(owner, filters, { page: 1, limit: 50 }))).items;

  const replay = (id: string): Promise<string> => webhooks.run(new ReplayWebhookDelivery(owner, id, null));

  const settled = (id: string): Promise<{ delivery: WebhookDeliveryView }> =>
    eventually(
      () => webhooks.delivery(owner, id),
      ({ delivery }) => delivery.status !== 'pending',
    );

  it('can be replayed as a delivery of its own, with the same message', async () => {
    const letter = await aDeadLetter();
    const id = await replay(letter.id);
    await webhooks.sendDue();
    const { delivery } = await settled(id);
    expect(delivery).toMatchObject({
      status: 'delivered',
      attempts: 1,
      messageId: letter.messageId,
      eventId: letter.eventId,
      data: letter.data,
      replayOf: letter.id,
      replayedBy: null,
    });
    expect(new Set(receiver.ids())).toEqual(new Set([letter.messageId]));
    expect(receiver.verified(secret)).toHaveLength(2);
    expect((await webhooks.delivery(owner, letter.id)).delivery).toMatchObject({
      status: 'dead',
      replayedBy: id,
      replayedAt: delivery.createdAt,
    });
  });

  it('is replayed once, also when it is asked for fifty times at once; then its replay can be', async () => {
    const letter = await aDeadLetter();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => replay(letter.id)));
    const [won] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(lost).toHaveLength(49);
    expect(lost.every((error) => error instanceof WebhookDeliveryReplayed)).toBe(true);
    await webhooks.sendDue();
    await settled(won!);
    expect(await list({})).toHaveLength(2);

    const again = await replay(won!);
    await webhooks.sendDue();
    expect((await settled(again)).delivery).toMatchObject({ status: 'delivered', replayOf: won });
    expect(receiver.received).toHaveLength(3);
  });

  it('is not replayed while it is under way, nor for an endpoint that takes nothing', async () => {
    await webhooks.happen(anEvent(owner));
    const [waiting] = await list({ status: 'pending' });
    await expect(replay(waiting!.id)).rejects.toThrow(WebhookDeliveryPending);
    await webhooks.sendDue();
    await settled(waiting!.id);
    await webhooks.run(new UpdateWebhookEndpoint(owner, endpointId, { status: 'inactive' }, null));
    await expect(replay(waiting!.id)).rejects.toThrow(WebhookEndpointInactive);
    await expect(webhooks.run(new SendTestWebhook(owner, endpointId, null))).rejects.toThrow(WebhookEndpointInactive);
    await webhooks.run(new DeleteWebhookEndpoint(owner, endpointId, null));
    await expect(replay(waiting!.id)).rejects.toThrow(WebhookEndpointNotFound);
    expect((await webhooks.delivery(owner, waiting!.id)).delivery.status).toBe('delivered');
  });

  it('is out of reach for another organisation, another door and by an id that is none', async () => {
    const letter = await aDeadLetter();
    const others: [WebhookOwner, string][] = [
      [newOwner(), letter.id],
      [{ ...owner, dialect: otherDialect.name }, letter.id],
      [owner, 'whd_1'],
      [owner, endpointId],
    ];
    for (const [who, id] of others) {
      await expect(webhooks.run(new ReplayWebhookDelivery(who, id, null))).rejects.toThrow(WebhookDeliveryNotFound);
      await expect(webhooks.ask(new GetWebhookDelivery(who, id))).rejects.toThrow(WebhookDeliveryNotFound);
    }
    expect(await webhooks.deliveries(newOwner())).toEqual([]);
  });

  it('is listed newest first, by endpoint, event and status', async () => {
    const letter = await aDeadLetter();
    const other = await webhooks.endpoint(owner, receiver.url, ['refund.*']);
    await webhooks.happen(anEvent(owner, 'refund.settled'), anEvent(owner));
    const ids = async (filters: object) => (await list(filters)).map(({ id }) => id);
    const all = await list({});
    expect(all.map(({ event }) => event)).toHaveLength(4);
    expect(all.at(-1)!.id).toBe(letter.id);
    expect(all.at(-1)!.lastAttempt).toMatchObject({ number: 1, httpStatus: 410, error: 'HTTP 410' });
    expect(await ids({ status: 'dead' })).toEqual([letter.id]);
    expect(await list({ endpointId: other.endpoint.id })).toMatchObject([{ event: 'refund.completed' }]);
    expect(await ids({ event: 'refund.completed' })).toHaveLength(2);
    expect(await ids({ event: 'refund.completed', endpointId, status: 'pending' })).toHaveLength(1);
    expect(await ids({ endpointId: 'none' })).toEqual([]);
  });

  it('shows how a receiver works when a test event is sent, whatever it subscribed to', async () => {
    const elsewhere = await WebhookReceiver.start();
    const { endpoint, secret: key } = await webhooks.endpoint(owner, elsewhere.url, ['refund.*']);
    const id = await webhooks.run(new SendTestWebhook(owner, endpoint.id, null));
    await webhooks.sendDue();
    expect((await settled(id)).delivery).toMatchObject({ event: 'webhook.test', status: 'delivered', attempts: 1 });
    expect(elsewhere.verified(key)).toEqual([
      expect.objectContaining({ type: 'webhook.test', data: { endpointId: endpoint.id } }),
    ]);
    await elsewhere.stop();
  });

  it('is forgotten after thirty days, unless it still waits: attempts, payload and all', async () => {
    const letter = await aDeadLetter();
    // The end of the dead letter sets the courier out again, which may find the replay: that waits all the same.
    receiver.behave(behaviours.answer(503));
    const replayed = await replay(letter.id);
    await webhooks.runJob('remove-old-webhook-deliveries');
    expect(await list({})).toHaveLength(2);
    await webhooks.pass(30 * 24 * 3_600_000 + 60_000);
    await webhooks.runJob('remove-old-webhook-deliveries');
    expect(await list({})).toMatchObject([{ id: replayed, status: 'pending', replayOf: null }]);
    const left = await webhooks.db.query('SELECT FROM webhook_attempts WHERE delivery_id = $1', [letter.id]);
    expect(left).toEqual([]);

    receiver.behave(behaviours.answer(200));
    await webhooks.sendDue();
    await settled(replayed);
    await webhooks.runJob('remove-old-webhook-deliveries');
    expect(await list({})).toEqual([]);
    const payloads = await webhooks.db.query('SELECT FROM webhook_payloads WHERE event_id = $1', [letter.eventId]);
    expect(payloads).toEqual([]);
  });
});
