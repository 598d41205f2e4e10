/* eslint-disable */
// @ts-nocheck
import { fork } from 'node:child_process';
import { beginTestServer, endTestServer } from '../../../test/support/test-server.js';
import { eventually } from '../../../test/support/eventually.js';
import { anEvent, newOwner, WebhooksUnderTest } from '../../../test/support/webhooks.js';
import { AttemptLog } from './delivery/attempt-log.service.js';
import { DeliveryClaims } from './delivery/delivery-claims.service.js';
import { BackgroundWork } from '#platform';

beginTestServer();
const w = await WebhooksUnderTest.start({ WEBHOOK_TIMEOUT_MS: '5000' });
const child = fork('/tmp/receiver.mjs');
const port = await new Promise((r) => child.once('message', r));
const count = () =>
  new Promise((r) => {
    child.once('message', r);
    child.send('count');
  });
const claims = w.app.get(DeliveryClaims, { strict: false });
const stat = { claims: 0, claimMs: 0, rows: 0, writes: 0, writeMs: 0, wrows: 0 };
const take = claims.take.bind(claims);
claims.take = async (c) => {
  const t = performance.now();
  const r = await take(c);
  stat.claims++;
  stat.claimMs += performance.now() - t;
  stat.rows += r.length;
  return r;
};
const log = w.app.get(AttemptLog, { strict: false });
const write = log.write.bind(log);
log.write = async (b) => {
  const t = performance.now();
  await write(b);
  stat.writes++;
  stat.writeMs += performance.now() - t;
  stat.wrows += b.length;
};
import { readFileSync, readdirSync } from 'node:fs';
const statOf = (pid) => {
  const f = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const r = f.slice(f.lastIndexOf(')') + 2).split(' ');
  return { ppid: Number(r[1]), ticks: Number(r[11]) + Number(r[12]), dead: Number(r[13]) + Number(r[14]) };
};
const [{ pid }] = await w.db.query('SELECT pg_backend_pid() AS pid');
const postmaster = statOf(pid).ppid;
const pgCpuMs = () => {
  let t = statOf(postmaster).ticks + statOf(postmaster).dead;
  for (const e of readdirSync('/proc'))
    if (/^\d+$/.test(e)) {
      try {
        const x = statOf(e);
        if (x.ppid === postmaster) t += x.ticks;
      } catch {}
    }
  return t * 10;
};
const rcvCpuMs = () => statOf(child.pid).ticks * 10;
const owners = Array.from({ length: 20 }, () => newOwner());
for (const o of owners) await w.endpoint(o, `http://127.0.0.1:${port}/h`);
const N = Number(process.argv[2] ?? 8000);
const payload = { payment: { id: 'x', text: 'y'.repeat(1000) } };
let t = performance.now();
let p0 = pgCpuMs(),
  c0 = process.cpuUsage();
for (let i = 0; i < N; i += 200)
  await w.happen(...Array.from({ length: 200 }, (_, k) => anEvent(owners[(i + k) % 20], 'payment.settled', payload)));
{
  const u = process.cpuUsage(c0);
  console.log(
    'fan-out us/event: pg',
    (((pgCpuMs() - p0) * 1000) / N).toFixed(0),
    'node',
    ((u.user + u.system) / N).toFixed(0),
  );
}
console.log('fan-out', (N / ((performance.now() - t) / 1000)).toFixed(0), '/s');
for (const round of [1]) {
  const cpu = process.cpuUsage();
  p0 = pgCpuMs();
  const r0 = rcvCpuMs();
  t = performance.now();
  await w.sendDue();
  await eventually(async () => (await count()) >= N, Boolean, 120000);
  const s = (performance.now() - t) / 1000;
  const used = process.cpuUsage(cpu);
  console.log(
    'delivery',
    (N / s).toFixed(0),
    '/s',
    'us/delivery: pg',
    (((pgCpuMs() - p0) * 1000) / N).toFixed(0),
    'receiver',
    (((rcvCpuMs() - r0) * 1000) / N).toFixed(0),
    'node',
    ((used.user + used.system) / N).toFixed(0),
    JSON.stringify(stat),
  );
}
await eventually(
  async () => (await w.db.query(`SELECT FROM webhook_deliveries WHERE status <> 'delivered'`)).length === 0,
);
child.kill();
await w.stop();
await endTestServer();
process.exit(0);
