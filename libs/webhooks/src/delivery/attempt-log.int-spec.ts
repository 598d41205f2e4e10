import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '#kernel';
import { ConstraintViolation } from '#platform';
import { anEvent, newOwner, WebhooksUnderTest } from '../../../../test/support/webhooks.js';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import { AttemptLog, type FinishedAttempt } from './attempt-log.service.js';
import type { WebhookDeliveryHistory } from './get-delivery.query.js';

describe('the log of attempts', () => {
  let webhooks: WebhooksUnderTest;
  let log: AttemptLog;
  let owner: WebhookOwner;
  let endpointId: string;

  beforeAll(async () => {
    webhooks = await WebhooksUnderTest.start();
    log = webhooks.app.get(AttemptLog, { strict: false });
  });
  afterAll(() => webhooks.stop());
  beforeEach(async () => {
    owner = newOwner();
    endpointId = (await webhooks.endpoint(owner, 'http://127.0.0.1:9/hooks')).endpoint.id;
  });

  async function deliveries(count: number): Promise<string[]> {
    await webhooks.happen(...Array.from({ length: count }, () => anEvent(owner)));
    return (await webhooks.deliveries(owner)).map(({ id }) => id);
  }

  function attempt(deliveryId: string, number: number, httpStatus: number, endedAt = new Date()): FinishedAttempt {
    const received = httpStatus === 200;
    return {
      deliveryId,
      endpointId,
      number,
      attemptedAt: endedAt,
      endedAt,
      answer: {
        httpStatus,
        excerpt: '',
        error: received ? null : `HTTP ${httpStatus}`,
        durationMs: 5,
        retryAfterMs: null,
      },
      ...(received
        ? { status: 'delivered', nextAttemptAt: null }
        : { status: 'pending', nextAttemptAt: new Date(endedAt.getTime() + number * 10_000) }),
    };
  }

  const history = (id: string): Promise<WebhookDeliveryHistory> => webhooks.delivery(owner, id);

  it('does not let a worker that was slower than its claim undo what another one did', async () => {
    const [id] = (await deliveries(1)) as [string];
    await log.record(attempt(id, 1, 500));
    await log.record(attempt(id, 2, 502));
    const { delivery } = await history(id);
    await log.record(attempt(id, 1, 500));
    expect((await history(id)).delivery).toMatchObject({
      status: 'pending',
      attempts: 2,
      nextAttemptAt: delivery.nextAttemptAt,
    });
  });

  it('lets good news count however late, and nothing after it', async () => {
    const [id] = (await deliveries(1)) as [string];
    await log.record(attempt(id, 1, 500));
    await log.record(attempt(id, 2, 500));
    await log.record(attempt(id, 1, 200));
    expect((await history(id)).delivery).toMatchObject({ status: 'delivered', attempts: 2, nextAttemptAt: null });
    await log.record(attempt(id, 3, 500));
    const { delivery, attempts } = await history(id);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 2 });
    expect(attempts).toHaveLength(4);
  });

  it('does not let one that cannot be written take others down with it', async () => {
    const ids = await deliveries(30);
    const stray = { ...attempt(uuidv7(), 1, 200), endpointId: uuidv7() };
    const results = await Promise.allSettled([
      ...ids.slice(0, 15).map((id) => log.record(attempt(id, 1, 200))),
      log.record(stray),
      ...ids.slice(15).map((id) => log.record(attempt(id, 1, 500))),
    ]);
    const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(failed).toEqual([expect.any(ConstraintViolation)]);
    const left = await webhooks.deliveries(owner);
    expect(left.every(({ attempts }) => attempts === 1)).toBe(true);
    expect(left.filter(({ status }) => status === 'delivered')).toHaveLength(15);
  });

  it.each([
    ['works', [500, 500, 200], null],
    ['has failed since its last success', [200, 500, 502], 1],
    ['still fails', [500, 500, 500], 0],
  ])('tells of an endpoint that it %s, from attempts that are written together', async (_, statuses, failingFrom) => {
    const ids = await deliveries(3);
    const at = statuses.map((_status, index) => new Date(Date.now() + index * 1000));
    await Promise.all(ids.map((id, index) => log.record(attempt(id, 1, statuses[index]!, at[index]))));
    const row = await webhooks.db.first(
      `SELECT failing_since AS "failingSince", last_delivery_at AS "lastDeliveryAt" FROM webhook_endpoints WHERE id = $1`,
      [endpointId],
    );
    expect(row).toEqual({ failingSince: failingFrom === null ? null : at[failingFrom], lastDeliveryAt: at[2] });
  });

  it('remembers since when an endpoint fails from one write to the next', async () => {
    const [one, other] = (await deliveries(2)) as [string, string];
    const first = new Date(Date.now() - 60_000);
    await log.record(attempt(one, 1, 500, first));
    await log.record(attempt(other, 1, 500));
    const row = await webhooks.db.first<{ since: Date }>(
      'SELECT failing_since AS since FROM webhook_endpoints WHERE id = $1',
      [endpointId],
    );
    expect(row?.since).toEqual(first);
  });
});
