import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { paymentRequest, query, type Bench } from './bench.js';

const REPEAT = `INSERT INTO outbox_events
    (id, type, version, organization_id, mode, subject_id, occurred_at, payload, request_id)
  SELECT gen_random_uuid(), e.type, e.version, e.organization_id, e.mode, e.subject_id, now(), e.payload, $3
  FROM (
    SELECT DISTINCT ON (organization_id) * FROM outbox_events
    WHERE type = 'payment.settled' AND organization_id = ANY($1::uuid[]) ORDER BY organization_id, position
  ) AS e, generate_series(1, $2::int)`;

/** So many new facts of each of some organisations that have settled a payment, in one transaction. */
export const repeatEvents = (url: string, organizationIds: readonly string[], times: number): Promise<object> =>
  query(url, REPEAT, [organizationIds, times, randomUUID()]);

const LATEST = `SELECT organization_id AS id FROM payments ORDER BY id DESC LIMIT 1`;

/** A new merchant with receivers of its webhooks, and the one payment whose event is then repeated. Returns its id. */
export async function merchantToTell(bench: Bench, url: string, receivers: readonly string[]): Promise<string> {
  await bench.tellOperator('call back at once');
  const headers = await bench.signUp(...receivers);
  await bench.stopMails(headers);
  const door = new Pool(bench.stage.dashboardUrl, { connections: 1 });
  try {
    const answer = await door.request(paymentRequest('/api/payments/make-payment', headers));
    await answer.body.dump();
  } finally {
    await door.destroy();
  }
  const [organization] = await query<{ id: string }>(url, LATEST);
  if (!organization) throw new Error('No payment was made');
  return organization.id;
}
