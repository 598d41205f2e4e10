import type { INestApplicationContext } from '@nestjs/common';
import { PASSWORD_CHANGED, SignIn } from '#identity';
import { Clock, domainEvent, uuidv7 } from '#kernel';
import { BackgroundWork, CONFIG, Health, JobWorkers, Queues, UnitOfWork, type Config } from '#platform';
import { eventually } from '../../../../test/support/eventually.js';
import { aMerchant } from '../../../../test/support/merchant.js';
import { OpsBrowser, startTestOps, type TestAdministrator, type TestOps } from '../../../../test/support/ops.js';
import { openWorkerOps } from './worker-ops.js';

describe('the ops pages', () => {
  let ops: TestOps;
  let chief: TestAdministrator;
  let browser: OpsBrowser;

  beforeAll(async () => {
    ops = await startTestOps({ worker: true });
    chief = await ops.administrator();
    browser = ops.browser();
    await browser.logIn(chief);
  }, 60_000);
  afterAll(() => ops?.close());

  const audited = (action: string) =>
    ops.database.query('SELECT actor_id IS NOT NULL AS signed, details FROM audit_entries WHERE action = $1', [action]);

  it('tell machines how the worker is, without a log-in', async () => {
    const stranger = ops.browser();
    const live = await stranger.get('/health/live');
    expect(live).toMatchObject({ status: 200, text: '{"live":true}' });
    const ready = await stranger.get('/health/ready');
    expect(ready.status).toBe(200);
    const healthy = { healthy: true, problem: null };
    expect(JSON.parse(ready.text)).toMatchObject({
      ready: true,
      checks: { database: healthy, queues: healthy, relay: healthy, outbox: healthy },
    });

    const metrics = await stranger.get('/metrics');
    expect(metrics.status).toBe(200);
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(metrics.text).toMatch(/^outbox_lag_seconds\{subscriber="security-notices"\} [\d.]+$/m);
    expect(metrics.text).toMatch(/^outbox_parked_events\{subscriber="security-notices"\} 0$/m);
    expect(metrics.text).toMatch(/^queue_jobs\{queue="payments",state="waiting"\} \d+$/m);
    expect(metrics.text).toMatch(/^db_pool_in_use \d+$/m);
    expect(metrics.text).toMatch(/^outbox_bytes [1-9]\d+$/m);
    expect(metrics.text).toMatch(/^wal_archive_failing 0$/m);
    expect(metrics.text).toMatch(/^wal_unarchived_bytes 0$/m);
  });

  it('tell machines what the books and the mails owe, whichever worker saw to them', async () => {
    const valueOf = async (metric: string): Promise<number> => {
      const { text } = await ops.browser().get('/metrics');
      const line = text.split('\n').find((one) => one.startsWith(`${metric} `));
      return Number(line?.slice(metric.length));
    };
    expect(await valueOf('due_checks_overdue_seconds{kind="payout"}')).toBe(0);
    await ops.get(JobWorkers).runNow('verify-books');
    expect(await valueOf('ledger_verify_failures')).toBe(0);
    expect(await valueOf('ledger_verified_timestamp_seconds')).toBeGreaterThan(Date.now() / 1000 - 60);

    await ops.get(JobWorkers).runNow('verify-audit-log');
    expect(await valueOf('audit_verify_failures')).toBe(0);
    expect(await valueOf('audit_verified_timestamp_seconds')).toBeGreaterThan(Date.now() / 1000 - 60);

    await ops.get(JobWorkers).runNow('send-owed-mails');
    expect(await valueOf('mails_owed{table="owed_mails"}')).toBe(0);
  });

  it('show everything at a glance', async () => {
    const page = await browser.get('/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    for (const part of ['ready</span>', 'relay', 'maintenance', 'webhook-fan-out', 'Sandbox clock', 'href="/queues"']) {
      expect(page.text).toContain(part);
    }
    expect((await browser.get('/ops.css')).headers.get('content-type')).toContain('text/css');
  });

  it('show parked events, as text, and replay them', async () => {
    const { userId, organizationId } = await aMerchant(ops);
    const event = domainEvent({
      type: PASSWORD_CHANGED,
      version: 1,
      organizationId,
      mode: null,
      subjectId: userId,
      occurredAt: ops.get(Clock).now(),
      payload: { userId },
    });
    await ops.get(UnitOfWork).run(async (tx) => tx.record(event));
    const notice = () => ops.database.query('DELETE FROM security_notices WHERE id = $1 RETURNING 1', [event.id]);
    await eventually(notice, (rows) => rows.length === 1);
    await ops.database.query(
      `INSERT INTO outbox_parked (subscriber, transaction_id, event_position, error)
        SELECT 'security-notices', transaction_id, position, '<b>no room</b> for ama@shop.example' FROM outbox_events WHERE id = $1`,
      [event.id],
    );

    const page = await browser.get('/');
    expect(page.text).toContain(event.id);
    expect(page.text).toContain('&lt;b&gt;no room&lt;/b&gt; for a***@s');
    const replayed = await browser.post('/outbox/replay', { subscriber: 'security-notices' });
    expect(replayed.headers.get('location')).toBe('/?replayed=1&failed=0');
    expect((await browser.get('/?replayed=1&failed=0')).text).toContain('Replayed: 1.');
    expect(await notice()).toHaveLength(1);
    expect((await browser.get('/')).text).not.toContain(event.id);
    expect(await audited('ops.parked_events_replayed')).toEqual([
      { signed: true, details: { subscriber: 'security-notices', replayed: 1, failed: 0 } },
    ]);
    expect((await browser.post('/outbox/replay', { subscriber: 'nobody' })).status).toBe(404);
    expect((await browser.post('/outbox/replay', {})).status).toBe(400);
  });

  it('show the queues, with what jobs carry redacted, and audit who changes them', async () => {
    const board = await browser.get('/queues');
    expect(board.status).toBe(200);
    expect(board.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
    const script = /src="(static\/js\/main[^"]+)"/.exec(board.text)?.[1] ?? '';
    expect((await browser.get(`/queues/${script}`)).status).toBe(200);

    // Later than the test lasts, so that no worker takes it.
    await ops
      .get(Queues)
      .queue('mail')
      .add('unknown', { data: { password: 'Hunter2222!' }, requestId: null }, { delay: 600_000 });
    const listed = await browser.get('/queues/api/queues?activeQueue=mail&status=delayed&page=1&jobsPerPage=10');
    expect(listed.status).toBe(200);
    expect(listed.text).toContain('"password":"[redacted]"');
    expect(listed.text).not.toContain('Hunter2222!');
    const { queues } = JSON.parse(listed.text) as { queues: { name: string }[] };
    expect(queues.map(({ name }) => name).sort()).toEqual(['mail', 'maintenance', 'payments', 'reports', 'webhooks']);

    const pause = (action: string) => put(`/queues/api/queues/mail/${action}`);
    expect(await pause('pause')).toBe(200);
    expect(await ops.get(Queues).queue('mail').isPaused()).toBe(true);
    expect(await pause('resume')).toBe(200);
    const paths = ['pause', 'resume'].map((action) => `/queues/api/queues/mail/${action}`);
    const rows = await eventually(
      () => audited('ops.queue_changed'),
      ({ length }) => length === 2,
    );
    expect(rows).toEqual(paths.map((path) => ({ signed: true, details: { method: 'PUT', path } })));
  });

  const put = async (path: string): Promise<number> => {
    const headers = { cookie: browser.cookie, origin: ops.ops.url };
    return (await fetch(new URL(path, ops.ops.url), { method: 'PUT', headers })).status;
  };

  it('answer what they do not know, and what they cannot read, without a fault', async () => {
    expect((await browser.get('/nowhere')).status).toBe(404);
    const broken = await browser.post('/sandbox/clock', {}, { 'content-type': 'application/json' });
    expect(broken.status).toBe(400);
    expect((await browser.post('/log-in', {}, { 'content-type': 'image/png' })).status).toBe(415);
  });

  /** The same core, as another configuration would have it served. */
  async function servedWith(change: Partial<Config>, visit: (visitor: OpsBrowser) => Promise<void>): Promise<void> {
    const config = { ...ops.config, ...change };
    const get = (token: never, options: object): unknown => (token === CONFIG ? config : ops.app.get(token, options));
    const server = await openWorkerOps({ get } as unknown as INestApplicationContext, 0);
    try {
      await visit(new OpsBrowser(server.url));
    } finally {
      await server.close();
    }
  }

  it('keep the cookie to https, and the clock as it is, in production', () =>
    servedWith({ environment: 'production' }, async (visitor) => {
      const entered = await visitor.post('/log-in', chief);
      expect(entered.headers.get('set-cookie')).toMatch(
        /^__Host-ops_session=[\w.-]+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
      );
      expect((await visitor.get('/')).text).not.toContain('Sandbox clock');
      expect((await visitor.get('/sandbox/clock')).status).toBe(404);
      expect((await visitor.post('/sandbox/clock', { advanceSeconds: '60' })).status).toBe(404);
    }));

  it('leave the clock alone where operators are real', () =>
    servedWith({ operators: 'real' }, async (visitor) => {
      await visitor.logIn(chief);
      expect((await visitor.get('/sandbox/clock')).status).toBe(404);
    }));

  it('ask for the token of the metrics where there is one', () =>
    servedWith({ metricsToken: 'scrape-me' }, async (scraper) => {
      expect((await scraper.get('/metrics')).status).toBe(401);
      expect((await scraper.get('/metrics', { authorization: 'Bearer scrape-mf' })).status).toBe(401);
      expect((await scraper.get('/metrics', { authorization: 'Bearer scrape-me' })).status).toBe(200);
    }));

  describe('the sandbox clock', () => {
    it('moves with an administrator’s token or cookie, for everybody, and only forward', async () => {
      const { accessToken } = await ops.commands.execute(new SignIn(chief.email, chief.password));
      const bearer = { authorization: `Bearer ${accessToken.token}` };
      const before = ops.get(Clock).now().getTime();
      const moved = await ops.browser().postJson('/sandbox/clock', { advanceSeconds: 600 }, bearer);
      expect(moved.status).toBe(200);
      expect(JSON.parse(moved.text)).toMatchObject({ offsetSeconds: 600 });
      expect(ops.get(Clock).now().getTime() - before).toBeGreaterThanOrEqual(600_000);

      const byForm = await browser.post('/sandbox/clock', { advanceSeconds: '60' });
      expect(byForm.headers.get('location')).toBe('/');
      const shown = await ops.browser().get('/sandbox/clock', bearer);
      expect(JSON.parse(shown.text)).toMatchObject({ offsetSeconds: 660 });
      expect((await browser.get('/')).text).toContain('11 min ahead');

      for (const advanceSeconds of [0, -5, 1.5, '60', null, 1e12]) {
        const refused = await ops.browser().postJson('/sandbox/clock', { advanceSeconds }, bearer);
        expect(refused.status).toBe(400);
      }
      expect(await audited('ops.clock_moved')).toEqual([
        { signed: true, details: { bySeconds: 600 } },
        { signed: true, details: { bySeconds: 60 } },
      ]);
    });
  });

  describe('a worker that is not well', () => {
    it('says that it is not ready and why, and which subscriber lags without counting that', async () => {
      await ops.get(BackgroundWork).stop();
      const stopped = await ops.browser().get('/health/ready');
      expect(stopped.status).toBe(503);
      expect(JSON.parse(stopped.text)).toMatchObject({
        live: true,
        ready: false,
        checks: { database: { healthy: true }, relay: { healthy: false, problem: 'the relay does not run' } },
      });

      await ops.database.query(
        `INSERT INTO outbox_events (id, type, version, subject_id, occurred_at, payload) VALUES ($1, 'x', 1, 's', $2, '{}')`,
        [uuidv7(), new Date(ops.get(Clock).now().getTime() - 90_000)],
      );
      const late = await eventually(
        async () => JSON.parse((await ops.browser().get('/health/ready')).text),
        ({ checks }) => !checks.outbox.healthy,
      );
      expect(late.checks.outbox.problem).toMatch(/daily-statistics is 9\d s behind/);

      await ops.get(BackgroundWork).start();
      const back = await eventually(
        async () => ops.browser().get('/health/ready'),
        ({ status }) => status === 200,
      );
      expect(JSON.parse(back.text)).toMatchObject({ ready: true, checks: { relay: { healthy: true } } });
    });

    it('is not ready while it drains', async () => {
      ops.get(Health).drain();
      const draining = await ops.browser().get('/health/ready');
      expect(draining.status).toBe(503);
      expect((await ops.browser().get('/health/live')).status).toBe(200);
    });
  });
});
