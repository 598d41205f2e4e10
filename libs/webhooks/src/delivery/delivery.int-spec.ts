import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.js';
import { behaviours, WebhookReceiver, type Behaviour } from '../../../../test/support/webhook-receiver.js';
import { anEvent, newOwner, WebhooksUnderTest } from '../../../../test/support/webhooks.js';
import { ListWebhookEndpoints } from '../endpoint/list-endpoints.query.js';
import { RotateWebhookSecret } from '../endpoint/rotate-secret.command.js';
import { UpdateWebhookEndpoint } from '../endpoint/update-endpoint.command.js';
import type { WebhookEndpointView, WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import type { WebhookDeliveryHistory } from './get-delivery.query.js';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The longest wait of each step of the schedule, jitter included. */
const STEPS_MS = [5.5 * SECOND_MS, 330 * SECOND_MS, 1980 * SECOND_MS, 2.2 * HOUR_MS, 5.5 * HOUR_MS]
  .concat([11, 15.4, 22, 26.4].map((hours) => hours * HOUR_MS))
  .map(Math.ceil);

describe('the delivery of webhooks', () => {
  let webhooks: WebhooksUnderTest;
  let receiver: WebhookReceiver;
  let owner: WebhookOwner;

  beforeAll(async () => {
    webhooks = await WebhooksUnderTest.start({ WEBHOOK_TIMEOUT_MS: '1500' });
  });
  afterAll(() => webhooks.stop());
  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    owner = newOwner();
  });
  afterEach(() => receiver.stop());

  /** One event for one endpoint, sent once: what became of it. */
  async function sendOne(behaviour: Behaviour): Promise<WebhookDeliveryHistory> {
    receiver.behave(behaviour);
    await webhooks.endpoint(owner, receiver.url);
    await webhooks.happen(anEvent(owner));
    return attempt(1);
  }

  /** Sends what is due and waits until so many attempts have been written down. */
  async function attempt(attempts: number): Promise<WebhookDeliveryHistory> {
    await webhooks.sendDue();
    return eventually(
      async () => webhooks.delivery(owner, (await webhooks.deliveries(owner))[0]?.id ?? ''),
      (history) => history.attempts.length === attempts,
    );
  }

  async function endpoint(): Promise<WebhookEndpointView> {
    const { items } = await webhooks.ask(new ListWebhookEndpoints(owner, { page: 1, limit: 10 }));
    return items[0]!;
  }

  it('posts what the public library of Standard Webhooks verifies', async () => {
    const { secret } = await webhooks.endpoint(owner, `${receiver.url}?shop=1`);
    const event = anEvent(owner, 'payment.settled', { payment: { id: 'p1', amount: 2500 } });
    await webhooks.happen(event);
    const { delivery, attempts } = await attempt(1);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 1, nextAttemptAt: null });
    expect(delivery.completedAt).toBeInstanceOf(Date);
    expect(attempts).toEqual([
      {
        number: 1,
        attemptedAt: expect.any(Date),
        durationMs: expect.any(Number),
        httpStatus: 200,
        error: null,
        responseExcerpt: '',
      },
    ]);
    expect(receiver.verified(secret)).toEqual([
      {
        type: 'payment.completed',
        timestamp: event.occurredAt.toISOString(),
        data: { payment: { id: 'p1', amount: 2500 } },
      },
    ]);
    expect(receiver.received[0]).toMatchObject({
      method: 'POST',
      path: '/hooks?shop=1',
      headers: { 'content-type': 'application/json', 'webhook-id': delivery.messageId },
    });
    expect(await endpoint()).toMatchObject({ lastDeliveryAt: delivery.completedAt, failingSince: null });
  });

  it('sends again after a failure, with the same id and body, signed anew', async () => {
    receiver.behave(behaviours.inTurn(500, 204));
    const { secret } = await webhooks.endpoint(owner, receiver.url);
    await webhooks.happen(anEvent(owner));
    const failed = await attempt(1);
    expect(failed.delivery).toMatchObject({ status: 'pending', attempts: 1 });
    expect(failed.attempts[0]).toMatchObject({ httpStatus: 500, error: 'HTTP 500' });
    const waitMs = failed.delivery.nextAttemptAt!.getTime() - failed.attempts[0]!.attemptedAt.getTime();
    expect(waitMs).toBeGreaterThanOrEqual(4500);
    expect(waitMs).toBeLessThan(7000);
    expect((await endpoint()).failingSince).toBeInstanceOf(Date);

    await webhooks.sendDue();
    await webhooks.pass(STEPS_MS[0]!);
    const { delivery } = await attempt(2);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 2, lastAttempt: { number: 2, httpStatus: 204 } });
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.ids()).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(receiver.verified(secret)).toHaveLength(2);
    expect(await endpoint()).toMatchObject({ failingSince: null, lastSuccessAt: delivery.completedAt });
  });

  it.each([
    ['hangs', behaviours.hang, null, 'no answer in time'],
    ['resets the connection', behaviours.reset, null, 'the connection was lost before the answer'],
    ['redirects', behaviours.answer(302, { location: '/elsewhere' }), 302, 'HTTP 302'],
    ['refuses', behaviours.answer(404), 404, 'HTTP 404'],
    ['breaks', behaviours.answer(500), 500, 'HTTP 500'],
    ['drips a refusal', behaviours.drip(502), 502, 'HTTP 502'],
  ])('takes it for a failure when a receiver %s', async (_, behaviour, httpStatus, error) => {
    const { delivery, attempts } = await sendOne(behaviour);
    expect(delivery.status).toBe('pending');
    expect(attempts[0]).toMatchObject({ httpStatus, error });
    expect(attempts[0]!.durationMs).toBeLessThan(5000);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hooks']);
  });

  it('takes it for a failure when nobody listens', async () => {
    await webhooks.endpoint(owner, 'http://127.0.0.1:9/hooks');
    await webhooks.happen(anEvent(owner));
    const { delivery, attempts } = await attempt(1);
    expect(delivery.status).toBe('pending');
    expect(attempts[0]).toMatchObject({ httpStatus: null, error: 'the receiver could not be reached (ECONNREFUSED)' });
  });

  it.each([
    ['says more than anybody wants to read', behaviours.huge(200)],
    ['drips', behaviours.drip(200)],
  ])('takes the status for an answer when a receiver %s', async (_, behaviour) => {
    const { delivery, attempts } = await sendOne(behaviour);
    expect(delivery.status).toBe('delivered');
    expect(attempts[0]!.responseExcerpt!.length).toBeLessThanOrEqual(1024);
  });

  it('takes its turns with what it cannot compose, and leaves time to mend it', async () => {
    const { endpoint: made } = await webhooks.endpoint(owner, receiver.url);
    const key = await webhooks.db.first<{ key: Buffer }>(
      'SELECT sealed_key AS key FROM webhook_endpoints WHERE id = $1',
      [made.id],
    );
    const put = (sealed: Buffer): Promise<unknown> =>
      webhooks.db.query('UPDATE webhook_endpoints SET sealed_key = $2 WHERE id = $1', [made.id, sealed]);
    await put(key!.key.subarray(0, -1));
    await webhooks.happen(anEvent(owner));
    const { delivery, attempts } = await attempt(1);
    expect(delivery.status).toBe('pending');
    expect(attempts[0]).toMatchObject({ httpStatus: null, error: 'could not be composed' });
    await put(key!.key);
    await webhooks.pass(STEPS_MS[0]!);
    expect((await attempt(2)).delivery.status).toBe('delivered');
  });

  it('keeps the beginning of the answer, also one that a database would not take', async () => {
    const { attempts } = await sendOne(behaviours.answer(400, {}, `bad \u0000 request ${'é'.repeat(2000)}`));
    expect(attempts[0]!.responseExcerpt).toMatch(/^bad \ufffd request é+$/);
    expect(Buffer.byteLength(attempts[0]!.responseExcerpt!)).toBeLessThanOrEqual(1026);
  });

  it('gives up after ten attempts over more than three days, and lists a dead letter', async () => {
    const started = await sendOne(behaviours.answer(503));
    let { delivery } = started;
    for (const [index, stepMs] of STEPS_MS.entries()) {
      await webhooks.pass(stepMs);
      ({ delivery } = await attempt(index + 2));
    }
    expect(delivery).toMatchObject({ status: 'dead', attempts: 10, nextAttemptAt: null });
    const tookMs = delivery.completedAt!.getTime() - delivery.createdAt.getTime();
    expect(tookMs).toBeGreaterThan(3 * DAY_MS);
    await webhooks.pass(2 * DAY_MS);
    await webhooks.sendDue();
    expect(receiver.received).toHaveLength(10);
    expect((await endpoint()).status).toBe('active');
  });

  it.each([
    ['seconds', () => '7200'],
    ['a date', () => new Date(Date.now() + 3 * DAY_MS).toUTCString()],
  ])('waits as long as a receiver asks for with %s, up to a day', async (form, retryAfter) => {
    const { delivery, attempts } = await sendOne(behaviours.answer(429, { 'retry-after': retryAfter() }));
    const waitMs = delivery.nextAttemptAt!.getTime() - attempts[0]!.attemptedAt.getTime();
    const expectedMs = form === 'seconds' ? 2 * HOUR_MS : DAY_MS;
    expect(Math.abs(waitMs - expectedMs)).toBeLessThan(2 * SECOND_MS);
  });

  it('switches an endpoint off at once when it says that it is gone, and tells', async () => {
    receiver.behave(behaviours.answer(410));
    await webhooks.endpoint(owner, receiver.url);
    const first = anEvent(owner);
    await webhooks.happen(first, ...Array.from({ length: 60 }, () => anEvent(owner)));
    await webhooks.sendDue();
    await eventually(endpoint, ({ disabledReason }) => disabledReason === 'gone');
    await eventually(
      () => webhooks.deliveries(owner),
      (deliveries) => deliveries.every(({ status }) => status === 'dead'),
    );
    expect((await endpoint()).status).toBe('inactive');
    expect(receiver.received.length).toBeLessThan(61);
    expect(await disabledEvents()).toEqual([expect.objectContaining({ reason: 'gone', url: receiver.url })]);
  });

  it('switches an endpoint off that has only failed for five days, and starts anew when its owner says so', async () => {
    await sendOne(behaviours.answer(500));
    await webhooks.pass(5 * DAY_MS - 60 * SECOND_MS);
    await attempt(2);
    expect((await endpoint()).status).toBe('active');
    await webhooks.pass(STEPS_MS[1]!);
    await attempt(3);
    await eventually(endpoint, ({ disabledReason }) => disabledReason === 'failing');
    expect((await endpoint()).status).toBe('inactive');
    expect((await webhooks.deliveries(owner))[0]).toMatchObject({ status: 'dead', attempts: 3 });
    expect(await disabledEvents()).toEqual([
      expect.objectContaining({ reason: 'failing', failingSince: expect.stringMatching(/Z$/) }),
    ]);

    const { id } = await endpoint();
    await webhooks.run(new UpdateWebhookEndpoint(owner, id, { status: 'active' }, null));
    await webhooks.happen(anEvent(owner));
    await webhooks.sendDue();
    await eventually(() => receiver.received.length === 4);
    await eventually(endpoint, ({ failingSince }) => failingSince !== null);
    expect((await endpoint()).status).toBe('active');
  });

  it('signs with both keys for a day after a rotation, and with the new one alone after it', async () => {
    const { endpoint: made, secret: old } = await webhooks.endpoint(owner, receiver.url);
    const { secret, previousUntil } = await webhooks.run(new RotateWebhookSecret(owner, made.id, null));
    expect(secret).not.toBe(old);
    expect(Math.abs(previousUntil.getTime() - made.createdAt.getTime() - DAY_MS)).toBeLessThan(5 * SECOND_MS);
    await webhooks.happen(anEvent(owner));
    await attempt(1);
    expect(receiver.verified(secret)).toEqual(receiver.verified(old));
    expect(receiver.received[0]!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);

    await webhooks.pass(DAY_MS + SECOND_MS);
    receiver.received.length = 0;
    await webhooks.happen(anEvent(owner));
    await webhooks.sendDue();
    await eventually(() => receiver.received.length === 1);
    expect(receiver.verified(secret)).toHaveLength(1);
    expect(() => receiver.verified(old)).toThrow();
  });

  it('sends what waits to the new address when it is changed', async () => {
    await sendOne(behaviours.answer(500));
    const moved = await WebhookReceiver.start();
    await webhooks.run(new UpdateWebhookEndpoint(owner, (await endpoint()).id, { url: moved.url }, null));
    await webhooks.pass(STEPS_MS[0]!);
    const { delivery } = await attempt(2);
    expect(delivery.status).toBe('delivered');
    expect(moved.ids()).toEqual(receiver.ids());
    await moved.stop();
  });

  it('lets an attempt that is under way change nothing once its endpoint was switched off by its owner', async () => {
    const answers: (() => void)[] = [];
    receiver.behave((response) => answers.push(() => response.writeHead(500).end()));
    await webhooks.endpoint(owner, receiver.url);
    await webhooks.happen(anEvent(owner));
    await webhooks.sendDue();
    await eventually(() => answers.length === 1);
    await webhooks.run(new UpdateWebhookEndpoint(owner, (await endpoint()).id, { status: 'inactive' }, null));
    answers[0]!();
    const { delivery } = await attempt(1);
    expect(delivery).toMatchObject({ status: 'dropped', nextAttemptAt: null });
  });

  async function disabledEvents(): Promise<unknown[]> {
    const rows = await webhooks.db.query<{ payload: unknown }>(
      `SELECT payload FROM outbox_events WHERE type = 'webhook.endpoint_disabled' AND organization_id = $1`,
      [owner.organizationId],
    );
    return rows.map(({ payload }) => payload);
  }
});
