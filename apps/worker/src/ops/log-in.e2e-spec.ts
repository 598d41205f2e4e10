import { Secret, TOTP } from 'otpauth';
import { Authenticator, ConfirmSecondFactor, EnrolSecondFactor, SetUserSuspension, SignIn } from '#identity';
import { Clock } from '#kernel';
import { aMerchant } from '../../../../test/support/merchant.js';
import { startTestOps, type TestAdministrator, type TestOps } from '../../../../test/support/ops.js';

describe('the log-in of the ops pages', () => {
  let ops: TestOps;
  let chief: TestAdministrator;
  beforeAll(async () => {
    ops = await startTestOps();
  }, 60_000);
  afterAll(() => ops?.close());
  beforeEach(async () => {
    chief = await ops.administrator();
  });

  it('shows nothing to whoever is not logged in', async () => {
    const browser = ops.browser();
    for (const path of ['/', '/queues', '/sandbox/clock']) {
      const shown = await browser.get(path);
      expect(shown).toMatchObject({ status: 303, text: '' });
      expect(shown.headers.get('location')).toBe('/log-in');
    }
    expect((await browser.get('/queues/api/queues', { accept: 'application/json' })).status).toBe(401);
    expect((await browser.get('/queues/static/js/none.js', { accept: '*/*' })).status).toBe(401);
    expect((await browser.post('/outbox/replay', { subscriber: 'webhook-fan-out' })).status).toBe(401);
    expect((await browser.get('/log-in')).text).toContain('action="/log-in"');
  });

  it('lets an administrator in with a cookie that scripts and other sites do not get, and out again at once', async () => {
    const browser = ops.browser();
    const entered = await browser.post('/log-in', chief);
    expect(entered.status).toBe(303);
    expect(entered.headers.get('location')).toBe('/');
    expect(entered.headers.get('set-cookie')).toMatch(
      /^ops_session=[\w.-]+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect((await browser.get('/')).status).toBe(200);

    const thief = ops.browser();
    const stolen = { cookie: browser.cookie };
    expect((await thief.get('/', stolen)).status).toBe(200);
    expect((await browser.post('/log-out', {})).headers.get('location')).toBe('/log-in');
    expect(browser.cookie).toBe('');
    expect((await thief.get('/', stolen)).status).toBe(303);
  });

  it('answers a wrong password, an unknown address and an account that is no administrator alike', async () => {
    const merchant = await aMerchant(ops);
    const { password } = chief;
    const attempts = [
      { email: chief.email, password: 'Wrong123!' },
      { email: 'nobody@example.com', password },
      { email: merchant.email, password: merchant.password },
      { email: `${chief.email}\u0000`, password },
      { email: '', password: '' },
    ];
    const answers = await Promise.all(attempts.map((fields) => ops.browser().post('/log-in', fields)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.some(({ headers }) => headers.has('set-cookie'))).toBe(false);
    // The session that the right password of the merchant opened has ended; the one from before goes on.
    const [sessions] = await ops.database.query(
      'SELECT count(*)::int AS opened, count(revoked_at)::int AS ended FROM sessions WHERE user_id = $1',
      [merchant.userId],
    );
    expect(sessions).toEqual({ opened: 2, ended: 1 });
  });

  it('does not take the session of somebody else, whether as a cookie or as a token', async () => {
    const { token } = await aMerchant(ops);
    expect((await ops.browser().get('/', { cookie: `ops_session=${token}` })).status).toBe(303);
    const moved = await ops
      .browser()
      .postJson('/sandbox/clock', { advanceSeconds: 1 }, { authorization: `Bearer ${token}` });
    expect(moved.status).toBe(401);
  });

  it('shuts an administrator out at once who is suspended', async () => {
    const browser = ops.browser();
    await browser.logIn(chief);
    const { account } = await ops.commands.execute(new SignIn(chief.email, chief.password));
    await ops.commands.execute(new SetUserSuspension(account.id, true));
    expect((await browser.get('/')).status).toBe(303);
  });

  it('asks for the second factor where it is on', async () => {
    const { accessToken } = await ops.commands.execute(new SignIn(chief.email, chief.password));
    const principal = await ops.get(Authenticator).authenticate(accessToken.token);
    const { enrolment } = await ops.commands.execute(new EnrolSecondFactor(principal));
    const totp = new TOTP({ secret: Secret.fromBase32(enrolment!.secret) });
    const now = ops.get(Clock).now().getTime();
    await ops.commands.execute(new ConfirmSecondFactor(principal, totp.generate({ timestamp: now - 30_000 })));

    const browser = ops.browser();
    const asked = await browser.post('/log-in', chief);
    expect(asked.status).toBe(200);
    expect(browser.cookie).toBe('');
    const challenge = /name="challenge" value="([^"]+)"/.exec(asked.text)?.[1] ?? '';
    const code = totp.generate({ timestamp: now });
    const wrong = code === '000000' ? '111111' : '000000';
    expect((await browser.post('/log-in/code', { challenge, code: wrong })).status).toBe(401);
    expect((await browser.post('/log-in/code', { challenge, code })).status).toBe(303);
    expect((await browser.get('/')).status).toBe(200);
  });

  it('refuses forms that another site sends, with or without a session', async () => {
    const browser = ops.browser();
    const foreign = { origin: 'http://127.0.0.1:9' };
    expect((await browser.post('/log-in', chief, foreign)).status).toBe(403);
    await browser.logIn(chief);
    for (const headers of [foreign, { origin: 'null' }, { origin: 'https://ops.example' }]) {
      expect((await browser.post('/sandbox/clock', { advanceSeconds: '3600' }, headers)).status).toBe(403);
      expect((await browser.post('/log-out', {}, headers)).status).toBe(403);
    }
    expect((await browser.get('/')).status).toBe(200);
  });

  it('lets one address try ten times in five minutes', async () => {
    const address = '203.0.113.7';
    const attempt = (index: number) =>
      ops.browser(address).post('/log-in', { email: `n${index}@example.com`, password: 'x' });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => attempt(index)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
    const late = await ops.browser(address).post('/log-in', chief);
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ops.browser().post('/log-in', chief)).status).toBe(303);
  });
});
