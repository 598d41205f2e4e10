import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { Secret, TOTP } from 'otpauth';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../support/eventually.js';
import { BANK_ACCOUNT, PNG } from '../support/onboarding.js';
import { DashboardClient, type Login, type SignedIn } from '../support/platform-processes/dashboard-client.js';
import type { PlatformChild } from '../support/platform-processes/platform-child.js';
import { freePortBase, PlatformStage } from '../support/platform-processes/platform-stage.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { MailStore } from '../../apps/launcher/src/mailbox/mail-store.js';
import { openSmtpDoor } from '../../apps/launcher/src/mailbox/smtp-door.js';
import type { Drill } from './drill.js';

interface Keys {
  readonly encryption: string;
  readonly tokens: string;
}

const OLD: Keys = { encryption: randomBytes(32).toString('hex'), tokens: randomBytes(32).toString('hex') };
const NEW: Keys = { encryption: randomBytes(32).toString('hex'), tokens: randomBytes(32).toString('hex') };

/** The settings of a process, at each station of the way that docs/runbook.md describes. */
const STATIONS = {
  before: { ENCRYPTION_KEY: OLD.encryption, ENCRYPTION_KEY_VERSION: '1', TOKEN_KEY: OLD.tokens },
  newIsKnown: {
    ENCRYPTION_KEY: OLD.encryption,
    ENCRYPTION_KEY_VERSION: '1',
    PREVIOUS_ENCRYPTION_KEYS: `2:${NEW.encryption}`,
    TOKEN_KEY: OLD.tokens,
    PREVIOUS_TOKEN_KEYS: NEW.tokens,
  },
  newIsUsed: {
    ENCRYPTION_KEY: NEW.encryption,
    ENCRYPTION_KEY_VERSION: '2',
    PREVIOUS_ENCRYPTION_KEYS: `1:${OLD.encryption}`,
    TOKEN_KEY: NEW.tokens,
    PREVIOUS_TOKEN_KEYS: OLD.tokens,
  },
  oldIsGone: { ENCRYPTION_KEY: NEW.encryption, ENCRYPTION_KEY_VERSION: '2', TOKEN_KEY: NEW.tokens },
} satisfies Record<string, Record<string, string>>;
type Station = keyof typeof STATIONS;

const ENVIRONMENT = { SURFACES: 'dashboard', LOG_LEVEL: 'warn' };
const DAY_MS = 24 * 3_600_000;
const TOTP_STEP_MS = 30_000;

/** One or two api processes and a worker, each at a station of its own. */
class Platform {
  private readonly running = new Map<'first' | 'second' | 'worker', PlatformChild>();
  readonly first: DashboardClient;
  readonly second: DashboardClient;

  constructor(
    readonly stage: PlatformStage,
    private readonly secondPortBase: number,
  ) {
    this.first = new DashboardClient(stage.dashboardUrl, 4);
    this.second = new DashboardClient(`http://127.0.0.1:${secondPortBase}`, 4);
  }

  /** Ends what runs there and starts it anew with the keys of the station. */
  async roll(who: 'first' | 'second' | 'worker', station: Station): Promise<void> {
    await this.running.get(who)?.stop();
    const portBase = who === 'second' ? { portBase: this.secondPortBase } : {};
    const options = { name: who, environment: STATIONS[station], ...portBase };
    const child = this.stage.process(who === 'worker' ? 'worker' : 'api', options);
    this.running.set(who, child);
    await child.start();
  }

  /** The second api was there for the roll-out alone. */
  async endRollOut(station: Station): Promise<void> {
    await this.running.get('second')?.stop();
    await Promise.all([this.roll('first', station), this.roll('worker', station)]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.first.close(), this.second.close()]);
    await Promise.all([...this.running.values()].map((child) => child.kill()));
  }
}

/**
 * Every key of a running platform is succeeded, as docs/runbook.md says, and nobody notices: sessions go on, second factors
 * and mailed codes are right, receivers can verify, sealed records open. Before that, the old key is refused to go.
 */
export async function keysDrill(drill: Drill): Promise<void> {
  const receiver = await WebhookReceiver.start();
  const stage = await PlatformStage.start({ environment: ENVIRONMENT, say: () => undefined });
  const platform = new Platform(stage, await freePortBase());
  const simulator = stage.simulator();
  const mails = await MailStore.open(null);
  const mailServer = await openSmtpDoor(mails, stage.config.ports.smtp, '127.0.0.1');
  try {
    await drill.step('a platform runs with the old keys', async () => {
      await Promise.all([simulator.start(), platform.roll('first', 'before')]);
    });
    const ada = await drill.step('something is sealed in every place', () => furnish(platform, receiver));
    const newcomer = await drill.step('a newcomer is mailed a code', () => platform.first.openAccount());
    const token = await succeed(drill, platform, ada, newcomer, mails);
    await rotateWebhookSecret(drill, platform, { ...ada, token }, receiver);
  } finally {
    await platform.stop();
    await simulator.kill();
    await receiver.stop();
    await mailServer.close();
    await stage.stop();
  }
}

interface Furnished {
  readonly login: Login;
  readonly session: SignedIn;
  readonly totp: TOTP;
  readonly endpointId: string;
  readonly secret: string;
}

async function furnish({ first }: Platform, receiver: WebhookReceiver): Promise<Furnished> {
  const login = await first.openAccount();
  await first.verify(login);
  const session = await first.signIn(login);
  const token = session.accessToken;
  const webhook = await first.expect(201, '/webhooks', { token, body: { url: receiver.url, events: ['*'] } });
  await first.expect(201, '/bank-accounts', { token, body: BANK_ACCOUNT });
  await uploadPassport(first, token);
  const factor = await first.expect(200, '/users/me/2fa', { token, body: { enabled: true } }, 'PUT');
  const totp = new TOTP({ secret: Secret.fromBase32((factor.body as { data: { secret: string } }).data.secret) });
  const code = totp.generate({ timestamp: Date.now() - TOTP_STEP_MS });
  await first.expect(200, '/users/me/2fa/confirm', { token, body: { code } });
  const { id, secret } = (webhook.body as { data: { id: string; secret: string } }).data;
  return { login, session, totp, endpointId: id, secret };
}

async function uploadPassport({ origin }: DashboardClient, token: string): Promise<void> {
  const form = new FormData();
  form.set('documentType', 'Passport');
  form.set('frontImage', new Blob([new Uint8Array(PNG)], { type: 'image/png' }), 'passport.png');
  const url = `${origin}/api/onboarding/id-document`;
  const { status } = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form });
  assert.equal(status, 201, 'the passport is taken');
}

async function succeed(
  drill: Drill,
  platform: Platform,
  ada: Furnished,
  newcomer: Login,
  mails: MailStore,
): Promise<string> {
  const { stage, first, second } = platform;
  const check = (station: Station) => stage.command(['keys:reseal', '--check'], STATIONS[station]);
  const old = ada.session.accessToken;
  await drill.step('every process learns the new keys and goes on with the old ones', () =>
    Promise.all([platform.roll('first', 'newIsKnown'), platform.roll('worker', 'newIsKnown')]),
  );
  await drill.step('one process uses the new keys, and the others understand it', async () => {
    await platform.roll('second', 'newIsUsed');
    const login = await second.openAccount();
    await second.verify(login);
    const { accessToken } = await second.signIn(login);
    jwt.verify(accessToken, Buffer.from(NEW.tokens, 'hex'));
    await second.expect(201, '/bank-accounts', { token: accessToken, body: BANK_ACCOUNT });
    await first.expect(200, '/users/me', { token: accessToken }, 'GET');
    // An account of these numbers is known only to who can open those that are sealed with the new key.
    await first.expect(409, '/bank-accounts', { token: accessToken, body: BANK_ACCOUNT });
    await second.expect(200, '/users/me', { token: old }, 'GET');
  });
  await drill.step(
    'all doors use the new keys: sessions, mailed codes and second factors of before go on',
    async () => {
      await platform.roll('first', 'newIsUsed');
      await first.expect(200, '/users/me', { token: old }, 'GET');
      await first.verify(newcomer);
      await signInWithCode(first, ada, 0);
      await eventually(() => mails.list(newcomer.email).length > 0);
    },
  );
  await drill.step('the old key may not go: something lies under it', async () => {
    const { code, text } = await check('newIsUsed');
    assert.equal(code, 1, text);
    assert.match(text, /^Key 1 must stay: .*second_factors\.sealed_secret/m);
  });
  await drill.step('everything is sealed anew, and then it may', async () => {
    const { code, text } = await stage.command(['keys:reseal'], STATIONS.newIsUsed);
    assert.equal(code, 0, text);
    assert.match(text, /^Key 1 holds nothing any more/m);
  });
  return drill.step('without the old keys everything opens, and old tokens are renewed', async () => {
    const [{ code, text }] = await Promise.all([check('oldIsGone'), platform.endRollOut('oldIsGone')]);
    assert.equal(code, 0, text);
    await first.expect(401, '/users/me', { token: old }, 'GET');
    const { refreshToken } = ada.session;
    const renewed = await first.expect(200, '/auth/refresh', { body: { refreshToken } });
    const { accessToken } = (renewed.body as { data: SignedIn }).data;
    await first.expect(200, '/users/me', { token: accessToken }, 'GET');
    await first.expect(409, '/bank-accounts', { token: accessToken, body: BANK_ACCOUNT });
    await signInWithCode(first, ada, 1);
    const audit = await stage.command(['audit:verify'], STATIONS.oldIsGone);
    assert.equal(audit.code, 0, audit.text);
    assert.match(audit.text, /^It is sealed until /m);
    return accessToken;
  });
}

/** A code is right once: each sign-in takes that of a later step, which the drift of clocks allows. */
async function signInWithCode(client: DashboardClient, { login, totp }: Furnished, stepsLater: number): Promise<void> {
  const { body } = await client.expect(401, '/auth/login', { body: login });
  const { challengeToken } = (body as { error: { details: { challengeToken: string } } }).error.details;
  const code = totp.generate({ timestamp: Date.now() + stepsLater * TOTP_STEP_MS });
  await client.expect(200, '/auth/login/2fa', { body: { challengeToken, code } });
}

async function rotateWebhookSecret(
  drill: Drill,
  { stage, first }: Platform,
  ada: Furnished & { readonly token: string },
  receiver: WebhookReceiver,
): Promise<void> {
  const nextDelivery = async () => {
    const before = receiver.received.length;
    const payment = { amount: 500 + before, currency: 'XAF', provider: 'mtn-momo', phoneNumber: '+237671234512' };
    await first.expect(201, '/payments/make-payment', {
      token: ada.token,
      body: { ...payment, description: 'Basket' },
    });
    const received = await eventually(() => receiver.received[before]);
    return (secret: string) => {
      try {
        new Webhook(secret).verify(received?.body ?? '', received?.headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    };
  };
  await drill.step('receivers verify with the secret that was given before', async () => {
    assert.ok((await nextDelivery())(ada.secret));
  });
  await drill.step(
    'a new webhook secret: for a day receivers may verify with either, then with the new one',
    async () => {
      const { text } = await stage.command(['webhook:rotate', ada.endpointId], STATIONS.oldIsGone);
      const [secret = ''] = /whsec_\S+/.exec(text) ?? [];
      const isSignedWith = await nextDelivery();
      assert.ok(isSignedWith(secret) && isSignedWith(ada.secret));
      await moveClock(stage.databaseUrl, DAY_MS);
      const aDayLater = await nextDelivery();
      assert.ok(aDayLater(secret) && !aDayLater(ada.secret));
    },
  );
}

async function moveClock(databaseUrl: string, byMs: number): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query('UPDATE clock_offset SET offset_ms = offset_ms + $1', [byMs]);
  await client.end();
}
