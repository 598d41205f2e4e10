// @ts-nocheck
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { GuardedOutbound } from '#platform';
import { Agent, request } from 'undici';
const child = fork('/tmp/receiver.mjs');
const port = await new Promise((r) => child.once('message', r));
const statOf = (pid) => {
  const f = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const r = f.slice(f.lastIndexOf(')') + 2).split(' ');
  return (Number(r[11]) + Number(r[12])) * 10;
};
const out = new GuardedOutbound({ webhookPrivateHosts: true });
const body = JSON.stringify({ a: 'y'.repeat(1000) });
const url = `http://127.0.0.1:${port}/h`;
const agent = new Agent({ connections: 64 });
async function run(name, N, conc, f) {
  const c = process.cpuUsage(),
    r = statOf(child.pid),
    t = performance.now();
  let left = N;
  await Promise.all(
    Array.from({ length: conc }, async () => {
      while (left-- > 0) await f();
    }),
  );
  const u = process.cpuUsage(c);
  console.log(
    name,
    (N / ((performance.now() - t) / 1000)).toFixed(0),
    '/s node',
    ((u.user + u.system) / N).toFixed(0),
    'receiver',
    (((statOf(child.pid) - r) * 1000) / N).toFixed(0),
  );
}
for (let i = 0; i < 2; i++) {
  await run('guarded', 8000, 160, () =>
    out.post({ url, headers: { 'content-type': 'application/json' }, body, timeoutMs: 5000, maxResponseBytes: 16384 }),
  );
  await run('undici', 8000, 160, async () => {
    const r = await request(url, {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/json' },
      body,
    });
    await r.body.dump();
  });
  await run('fetch', 8000, 160, async () => {
    const r = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await r.arrayBuffer();
  });
}
child.kill();
process.exit(0);
