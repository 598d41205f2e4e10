/* eslint-disable */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import { eventually } from '../../../test/support/eventually.js';
import { anEvent, newOwner, WebhooksUnderTest } from '../../../test/support/webhooks.js';
import { AttemptLog } from './delivery/attempt-log.service.js';
import { DeliveryClaims } from './delivery/delivery-claims.service.js';
import { BackgroundWork } from '#platform';

describe('bench', () => {
  let w: WebhooksUnderTest;
  beforeAll(async () => { w = await WebhooksUnderTest.start({ WEBHOOK_TIMEOUT_MS: '5000' }); });
  afterAll(() => w.stop());
  it('claims', async () => {
    await w.db.query(`INSERT INTO webhook_endpoints SELECT gen_random_uuid(), gen_random_uuid(), 'test-door', 'http://127.0.0.1:9/', '{*}', 'active', NULL, '\\x00', NULL, NULL, NULL, NULL, NULL, now(), now(), NULL FROM generate_series(1,2000)`);
    await w.db.query(`INSERT INTO webhook_deliveries (id,message_id,endpoint_id,organization_id,dialect,event_id,event,occurred_at,data,status,attempts,next_attempt_at,created_at)
      SELECT gen_random_uuid(),'m',e.id,e.organization_id,e.dialect,gen_random_uuid(),'payment.completed',now(),repeat('x',1500),'pending',1,now() + interval '1 hour',now() FROM webhook_endpoints e, generate_series(1,50)`);
    await w.db.query(`INSERT INTO webhook_deliveries (id,message_id,endpoint_id,organization_id,dialect,event_id,event,occurred_at,data,status,attempts,next_attempt_at,created_at)
      SELECT gen_random_uuid(),'m',e.id,e.organization_id,e.dialect,gen_random_uuid(),'payment.completed',now(),repeat('x',1500),'pending',1,now() - interval '1 hour',now() FROM (SELECT * FROM webhook_endpoints LIMIT 1) e, generate_series(1,100000)`);
    await w.db.query('ANALYZE webhook_deliveries'); await w.db.query('ANALYZE webhook_endpoints');
    const claims = w.app.get(DeliveryClaims, { strict: false });
    for (let i = 0; i < 12; i++) {
      const t = performance.now();
      const got = await claims.take({ free: 256, perEndpoint: 8, perFailingEndpoint: 1, busy: new Map() });
      console.log('claim', i, got.length, (performance.now() - t).toFixed(1), 'ms');
    }
    await w.db.query('TRUNCATE webhook_deliveries CASCADE');
    await w.db.query('DELETE FROM webhook_endpoints');
  }, 120000);
  it('throughput', async () => {
    const claims = w.app.get(DeliveryClaims, { strict: false });
    const stat = { claims: 0, claimMs: 0, rows: 0, writes: 0, writeMs: 0, wrows: 0 };
    const take = claims.take.bind(claims);
    claims.take = async (c) => { const t = performance.now(); const r = await take(c); stat.claims++; stat.claimMs += performance.now() - t; stat.rows += r.length; return r; };
    const log = w.app.get(AttemptLog, { strict: false }) as any;
    const write = log.write.bind(log);
    log.write = async (b: any[]) => { const t = performance.now(); await write(b); stat.writes++; stat.writeMs += performance.now() - t; stat.wrows += b.length; };

    let n = 0;
    const server = createServer((req, res) => { req.resume(); req.on('end', () => { n++; res.end('ok'); }); });
    await new Promise<void>((r) => server.listen(0, r));
    const port = (server.address() as any).port;
    const owners = Array.from({ length: 20 }, () => newOwner());
    for (const o of owners) await w.endpoint(o, `http://127.0.0.1:${port}/h`);
    const N = 8000;
    const payload = { payment: { id: 'x', text: 'y'.repeat(1000) } };
    let t = performance.now();
    for (let i = 0; i < N; i += 200) await w.happen(...Array.from({ length: 200 }, (_, k) => anEvent(owners[(i + k) % 20]!, 'payment.settled', payload)));
    console.log('fan-out', (N / ((performance.now() - t) / 1000)).toFixed(0), '/s');
    const cpu = process.cpuUsage();
    t = performance.now();
    await w.sendDue();
    await eventually(() => n >= N, Boolean, 60000);
    const s = (performance.now() - t) / 1000;
    const used = process.cpuUsage(cpu);
    console.log('delivery', (N / s).toFixed(0), '/s', 'cpu us/delivery (receiver included)', ((used.user + used.system) / N).toFixed(0));
    console.log(JSON.stringify(stat));
    await eventually(async () => (await w.db.query(`SELECT FROM webhook_deliveries WHERE status <> 'delivered'`)).length === 0);
    server.close();
  }, 120000);
  it('latency', async () => {
    const seen = new Map<string, number>();
    const server = createServer((req, res) => { let b = ''; req.on('data', (c) => (b += c)); req.on('end', () => { const k = JSON.parse(b).data.k; if (k) seen.set(k, performance.now()); res.end('ok'); }); });
    await new Promise<void>((r) => server.listen(0, r));
    const owner = newOwner();
    await w.endpoint(owner, `http://127.0.0.1:${(server.address() as any).port}/h`);
    const work = w.app.get(BackgroundWork);
    await work.start();
    const sent = new Map<string, number>();
    const N = 1500, rate = 250;
    const start = performance.now();
    for (let i = 0; i < N; i++) {
      const due = start + (i * 1000) / rate;
      const wait = due - performance.now();
      if (wait > 0) await new Promise((r) => setTimeout(r, wait));
      void w.unitOfWork.run(async (tx) => tx.record(anEvent(owner, 'payment.settled', { k: `k${i}` }))).then(() => sent.set(`k${i}`, performance.now()));
    }
    await eventually(() => seen.size >= N, Boolean, 60000);
    const lat = [...sent].map(([k, at]) => seen.get(k)! - at).sort((a, b) => a - b);
    console.log('latency ms p50', lat[Math.floor(N * 0.5)]!.toFixed(0), 'p99', lat[Math.floor(N * 0.99)]!.toFixed(0), 'max', lat.at(-1)!.toFixed(0));
    await work.stop();
    server.close();
  }, 120000);
});
