// @ts-nocheck
import pg from 'pg';
import { readFileSync, readdirSync } from 'node:fs';
import { beginTestServer, endTestServer } from '../../../test/support/test-server.js';
import { createTestDatabase } from '../../../test/support/postgres.js';
beginTestServer();
const db = await createTestDatabase();
const c = new pg.Client(db.url);
await c.connect();
const q = async (t, v) =>
  (await c.query(v ? { text: t, values: v, name: t.length + t.slice(-40).replace(/\W/g, '').slice(0, 30) } : t)).rows;
const statOf = (pid) => {
  const f = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const r = f.slice(f.lastIndexOf(')') + 2).split(' ');
  return { ppid: Number(r[1]), ticks: Number(r[11]) + Number(r[12]), dead: Number(r[13]) + Number(r[14]) };
};
const [{ pid }] = await q('SELECT pg_backend_pid() AS pid');
const postmaster = statOf(pid).ppid;
const cpu = () => {
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
const wal = async () => Number((await q(`SELECT pg_wal_lsn_diff(pg_current_wal_lsn(),'0/0')::bigint AS l`))[0].l);
await q(
  `CREATE TABLE m (event_id uuid, dialect text, event text, occurred_at timestamptz, organization_id uuid, data text, PRIMARY KEY (event_id, dialect))`,
);
await q(
  `CREATE TABLE d (id uuid PRIMARY KEY, message_id text, endpoint_id uuid REFERENCES webhook_endpoints, organization_id uuid, dialect text, event_id uuid, event text, status webhook_delivery_status, attempts smallint, created_at timestamptz, completed_at timestamptz, dead_at timestamptz, replay_of uuid) WITH (fillfactor=60)`,
);
await q(`CREATE UNIQUE INDEX ON d (event_id, endpoint_id) WHERE replay_of IS NULL`);
await q(`CREATE INDEX ON d (organization_id, dialect, created_at DESC, id DESC)`);
await q(`CREATE INDEX ON d (endpoint_id, created_at DESC, id DESC)`);
await q(
  `CREATE TABLE w (delivery_id uuid PRIMARY KEY, endpoint_id uuid, next_attempt_at timestamptz, claimed_until timestamptz) WITH (fillfactor=60)`,
);
await q(`CREATE INDEX ON w (endpoint_id, next_attempt_at)`);
const eps = [];
for (let i = 0; i < 20; i++) {
  const [e] = await q(
    `INSERT INTO webhook_endpoints SELECT gen_random_uuid(), gen_random_uuid(), 'x', 'u', '{*}', 'active', NULL, '\\x00', NULL, NULL, NULL, NULL, NULL, now(), now(), NULL RETURNING id, organization_id`,
  );
  eps.push(e);
}
const N = 20000,
  B = 40;
const { uuidv7 } = await import('#kernel');
const data = 'y'.repeat(1100);
async function phase(name, f) {
  const p = cpu(),
    w0 = await wal();
  await f();
  console.log(name, 'pg us', (((cpu() - p) * 1000) / N).toFixed(0), 'wal', (((await wal()) - w0) / N).toFixed(0));
}
let idsA = [],
  idsD = [];
await phase('A insert', async () => {
  for (let i = 0; i < N; i++) {
    if (i % 200 === 0) await q('BEGIN');
    const e = eps[i % 20],
      id = uuidv7();
    idsA.push(id);
    await q(
      `INSERT INTO webhook_deliveries (id,message_id,endpoint_id,organization_id,dialect,event_id,event,occurred_at,data,status,attempts,next_attempt_at,created_at) VALUES ($1,$2,$3,$4,'x',$5,'payment.completed',now(),$6,'pending',0,now(),now())`,
      [id, 'msg_' + id, e.id, e.organization_id, uuidv7(), data],
    );
    if (i % 200 === 199) await q('COMMIT');
  }
});
await phase('D insert', async () => {
  for (let i = 0; i < N; i++) {
    if (i % 200 === 0) await q('BEGIN');
    const e = eps[i % 20],
      id = uuidv7();
    idsD.push(id);
    await q(
      `WITH mm AS (INSERT INTO m VALUES ($5,'x','payment.completed',now(),$4,$6)), ww AS (INSERT INTO w VALUES ($1,$3,now(),NULL)) INSERT INTO d (id,message_id,endpoint_id,organization_id,dialect,event_id,event,status,attempts,created_at) VALUES ($1,$2,$3,$4,'x',$5,'payment.completed','pending',0,now())`,
      [id, 'msg_' + id, e.id, e.organization_id, uuidv7(), data],
    );
    if (i % 200 === 199) await q('COMMIT');
  }
});
await q('VACUUM ANALYZE webhook_deliveries');
await q('VACUUM ANALYZE d');
await q('VACUUM ANALYZE w');
await q('VACUUM ANALYZE m');
// claim + finish interleaved, batches of B
await phase('A claim+finish', async () => {
  for (let i = 0; i < N; i += B) {
    const ids = idsA.slice(i, i + B);
    await q(
      `UPDATE webhook_deliveries SET claimed_until = now() WHERE id = ANY($1::uuid[]) RETURNING data, message_id`,
      [ids],
    );
    await q(
      `UPDATE webhook_deliveries SET status='delivered', attempts=1, next_attempt_at=NULL, claimed_until=NULL, completed_at=now() WHERE id = ANY($1::uuid[])`,
      [ids],
    );
  }
});
await phase('D claim+finish', async () => {
  for (let i = 0; i < N; i += B) {
    const ids = idsD.slice(i, i + B);
    await q(
      `WITH cl AS (UPDATE w SET claimed_until = now() WHERE delivery_id = ANY($1::uuid[]) RETURNING delivery_id) SELECT m.data, d.message_id FROM cl JOIN d ON d.id = cl.delivery_id JOIN m USING (event_id, dialect)`,
      [ids],
    );
    await q(
      `WITH dl AS (DELETE FROM w WHERE delivery_id = ANY($1::uuid[])) UPDATE d SET status='delivered', attempts=1, completed_at=now() WHERE id = ANY($1::uuid[])`,
      [ids],
    );
  }
});
for (const t of ['webhook_deliveries', 'd', 'w'])
  console.log(
    t,
    JSON.stringify(
      (
        await q(
          `SELECT n_tup_upd, n_tup_hot_upd, pg_size_pretty(pg_total_relation_size(relid)) AS size FROM pg_stat_user_tables WHERE relname = '${t}'`,
        )
      )[0],
    ),
  );
await c.end();
await db.drop();
await endTestServer();
process.exit(0);
