// @ts-nocheck
import { beginTestServer, endTestServer } from '../../../test/support/test-server.js';
import { anEvent, newOwner, WebhooksUnderTest } from '../../../test/support/webhooks.js';
import { DeliveryClaims } from './delivery/delivery-claims.service.js';
import { AttemptLog } from './delivery/attempt-log.service.js';
import { UpdateWebhookEndpoint } from '#webhooks';
beginTestServer();
const w = await WebhooksUnderTest.start();
const db = w.db;
// deadlocks
{
  const owner = newOwner(); const eps = [];
  for (let i = 0; i < 10; i++) eps.push((await w.endpoint(owner, 'http://127.0.0.1:9/')).endpoint.id);
  const other = await WebhooksUnderTest.start({}, w);
  const logs = [w, other].map((x) => x.app.get(AttemptLog, { strict: false }));
  for (let round = 0; round < 20; round++) {
    await w.happen(...Array.from({ length: 20 }, () => anEvent(owner)));
    const rows = await db.query(`SELECT delivery_id AS id, endpoint_id AS ep FROM webhook_waiting ORDER BY random()`);
    const at = new Date();
    const recs = rows.map((r, i) => logs[i % 2].record({ deliveryId: r.id, endpointId: r.ep, number: 1, attemptedAt: at, endedAt: at, answer: { httpStatus: i % 3 ? 200 : 500, excerpt: '', error: null, durationMs: 1, retryAfterMs: null }, ...(i % 3 ? { status: 'delivered', nextAttemptAt: null } : { status: 'pending', nextAttemptAt: at }) }));
    const ups = eps.map((id) => [w, other][round % 2].run(new UpdateWebhookEndpoint(owner, id, { status: 'inactive' }, null)).then(() => w.run(new UpdateWebhookEndpoint(owner, id, { status: 'active' }, null))));
    await Promise.all([...recs, ...ups, w.happen(...Array.from({ length: 5 }, () => anEvent(owner)))]);
  }
  console.log('deadlocks', await db.query(`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`));
  console.log('inconsistent', await db.query(`SELECT count(*)::int FROM webhook_deliveries d FULL JOIN webhook_waiting x ON x.delivery_id = d.id WHERE (d.status = 'pending') <> (x.delivery_id IS NOT NULL)`));
  await other.stop();
  await db.query('TRUNCATE webhook_endpoints, webhook_payloads CASCADE');
}
await db.query(`INSERT INTO webhook_endpoints SELECT gen_random_uuid(), gen_random_uuid(), 'test-door', 'http://127.0.0.1:9/', '{*}', 'active', NULL, '\\x00', NULL, NULL, NULL, NULL, NULL, now(), now(), NULL FROM generate_series(1,2000)`);
await db.query(`CREATE TEMP TABLE src AS SELECT gen_random_uuid() AS id, gen_random_uuid() AS ev, e.id AS ep, e.organization_id AS org, now() + interval '1 hour' AS at FROM webhook_endpoints e, generate_series(1,50)`).catch((e) => console.log(e.message));
for (const [at, q, n] of [["now() + interval '1 hour'", 'webhook_endpoints', 50], ["now() - interval '1 hour'", '(SELECT * FROM webhook_endpoints LIMIT 1)', 100000]]) {
  await db.query(`WITH src AS (SELECT gen_random_uuid() AS id, gen_random_uuid() AS ev, e.id AS ep, e.organization_id AS org FROM ${q} e, generate_series(1,${n})), p AS (INSERT INTO webhook_payloads SELECT ev, 'test-door', now(), repeat('x',1000) FROM src), d AS (INSERT INTO webhook_deliveries (id,message_id,endpoint_id,organization_id,dialect,event_id,event,status,attempts,created_at) SELECT id,'m',ep,org,'test-door',ev,'payment.completed','pending',1,now() FROM src) INSERT INTO webhook_waiting SELECT id, ep, ${at} FROM src`);
}
for (const t of ['webhook_deliveries', 'webhook_waiting', 'webhook_endpoints', 'webhook_payloads']) await db.query(`ANALYZE ${t}`);
const claims = w.app.get(DeliveryClaims, { strict: false });
const times = [];
for (let i = 0; i < 12; i++) { const t = performance.now(); const got = await claims.take({ free: 256, perEndpoint: 8, perFailingEndpoint: 1, busy: new Map() }); times.push(`${got.length}:${(performance.now() - t).toFixed(1)}`); }
console.log('claims', times.join(' '));
const none = [];
await db.query(`DELETE FROM webhook_waiting WHERE next_attempt_at < now()`);
await db.query('VACUUM webhook_waiting');
for (let i = 0; i < 5; i++) { const t = performance.now(); await claims.take({ free: 256, perEndpoint: 8, perFailingEndpoint: 1, busy: new Map() }); none.push((performance.now() - t).toFixed(1)); }
console.log('idle with 2000 endpoints waiting', none.join(' '));
const { default: fs } = await import('node:fs');
const src = fs.readFileSync('libs/webhooks/src/delivery/delivery-claims.service.ts', 'utf8');
const sql = /const CLAIM = `([\s\S]*?)`;/.exec(src)[1];
const plan = await db.pool.query({ text: 'EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) ' + sql, values: [new Date(), new Date(Date.now() + 1000), [], [], 8, 1, 256] });
console.log(plan.rows.map((r) => r['QUERY PLAN']).join('\n'));
await w.stop(); await endTestServer(); process.exit(0);
