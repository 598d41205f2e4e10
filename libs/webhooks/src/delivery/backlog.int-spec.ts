import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '#kernel';
import { UnitOfWork, withRequestContext } from '#platform';
import { rowsLookedAt, seenEmpty } from '../../../../test/support/rows-looked-at.js';
import { newOwner, WebhooksUnderTest } from '../../../../test/support/webhooks.js';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import { AttemptLog, type FinishedAttempt } from './attempt-log.service.js';
import { DeliveryClaims, type ClaimedDelivery } from './delivery-claims.service.js';
import { endWaitingDeliveries } from './end-waiting-deliveries.js';

const WAITING = 20_000;
const AT_ONCE = 40;

const FILL = `WITH n AS (SELECT gen_random_uuid() AS event_id, gen_random_uuid() AS id FROM generate_series(1, $3::int)),
  payload AS (
    INSERT INTO webhook_payloads (event_id, dialect, occurred_at, data) SELECT event_id, 'test-door', now(), '{}' FROM n
  ), delivery AS (
    INSERT INTO webhook_deliveries
      (id, message_id, endpoint_id, organization_id, dialect, event_id, event, status, attempts, created_at)
    SELECT id, id::text, $1, $2, 'test-door', event_id, 'payment.completed', 'pending', 0, now() FROM n
  )
  INSERT INTO webhook_waiting (delivery_id, endpoint_id, next_attempt_at) SELECT id, $1, now() FROM n`;

describe('many deliveries that wait, where PostgreSQL last looked when none did', () => {
  let webhooks: WebhooksUnderTest;
  let owner: WebhookOwner;
  let endpointId: string;

  beforeAll(async () => {
    webhooks = await WebhooksUnderTest.start();
    owner = newOwner();
    endpointId = (await webhooks.endpoint(owner, 'http://127.0.0.1:9/hooks')).endpoint.id;
    await fill();
    await seenEmpty(webhooks.db, 'webhook_waiting');
    await fill();
  });
  afterAll(() => webhooks.stop());

  const fill = () => webhooks.db.query(FILL, [endpointId, owner.organizationId, WAITING]);

  const claimed = (): Promise<ClaimedDelivery[]> =>
    webhooks.app.get(DeliveryClaims, { strict: false }).take({
      free: AT_ONCE,
      perEndpoint: AT_ONCE,
      perFailingEndpoint: AT_ONCE,
      perOrganization: AT_ONCE,
      busy: new Map(),
    });

  function ended({ id }: ClaimedDelivery, status: 'delivered' | 'pending'): FinishedAttempt {
    const at = new Date();
    const answer = { httpStatus: 200, excerpt: '', error: null, durationMs: 5, retryAfterMs: null };
    const ended = { deliveryId: id, endpointId, number: 1, attemptedAt: at, endedAt: at, answer };
    return status === 'delivered'
      ? { ...ended, status, nextAttemptAt: null }
      : { ...ended, status, nextAttemptAt: new Date(at.getTime() + 10_000) };
  }

  it('are claimed, and noted as sent or put off, without going through all of them', async () => {
    let claims: ClaimedDelivery[] = [];
    const byClaim = await rowsLookedAt(webhooks.db, 'webhook_waiting', async () => (claims = await claimed()));
    expect(claims).toHaveLength(AT_ONCE);
    const log = webhooks.app.get(AttemptLog, { strict: false });
    const byLog = await rowsLookedAt(webhooks.db, 'webhook_waiting', () =>
      Promise.all(claims.map((claim, index) => log.record(ended(claim, index % 2 ? 'pending' : 'delivered')))),
    );
    const [left] = await webhooks.db.query<{ claimed: number; put_off: number; waiting: number }>(
      `SELECT count(*)::int AS waiting, count(claimed_until)::int AS claimed,
        count(*) FILTER (WHERE next_attempt_at > now() + interval '5 seconds')::int AS put_off FROM webhook_waiting`,
    );
    expect(left).toEqual({ waiting: WAITING - AT_ONCE / 2, claimed: 0, put_off: AT_ONCE / 2 });
    expect(byClaim).toBeGreaterThanOrEqual(AT_ONCE);
    expect(byClaim).toBeLessThan(WAITING / 5);
    expect(byLog).toBeGreaterThanOrEqual(AT_ONCE);
    expect(byLog).toBeLessThan(WAITING / 5);
  });

  it('end with their endpoint in the time that whoever removes it has', async () => {
    const unitOfWork = webhooks.app.get(UnitOfWork, { strict: false });
    const count = 'SELECT count(*)::int AS waiting FROM webhook_waiting';
    const { waiting } = (await webhooks.db.first<{ waiting: number }>(count))!;
    await withRequestContext({ requestId: uuidv7(), isAwaited: true }, () =>
      unitOfWork.run((tx) => endWaitingDeliveries(tx, endpointId, 'dropped', new Date())),
    );
    const [left] = await webhooks.db.query(
      `SELECT (SELECT count(*)::int FROM webhook_waiting) AS waiting,
        (SELECT count(*)::int FROM webhook_deliveries WHERE status = 'dropped') AS dropped`,
    );
    expect(waiting).toBeGreaterThanOrEqual(WAITING / 2);
    expect(left).toEqual({ waiting: 0, dropped: waiting });
  });
});
