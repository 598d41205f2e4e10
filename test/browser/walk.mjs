// All sections of the dashboard API from a browser: `npm run walk`. A page of another origin calls the platform with
// fetch, preflights included. One line for each section; the first surprise ends the walk with a non-zero code.
import assert from 'node:assert/strict';
import { startPlatform } from '../demo/platform.mjs';
import { openChromium } from './chromium.mjs';
import { servePage } from './page-server.mjs';
import * as access from './sections/access.mjs';
import * as account from './sections/account.mjs';
import * as money from './sections/money.mjs';
import * as onboarding from './sections/onboarding.mjs';
import * as sales from './sections/sales.mjs';
import { Walker } from './walker.mjs';

const SECTIONS = [
  ['signing up', account.signsUp],
  ['profile', account.keepsItsProfile],
  ['second factor', account.signsInWithTwoFactors],
  ['forgotten password', account.forgetsItsPassword],
  ['onboarding', onboarding.applies],
  ['administration', onboarding.isApproved],
  ['settings and organisation', account.keepsItsSettings],
  ['logo', account.hasALogo],
  ['API keys', access.keepsApiKeys],
  ['applications', access.keepsApps],
  ['access tokens', access.keepsAccessTokens],
  ['webhooks', access.keepsWebhooks],
  ['customers', sales.hasCustomers],
  ['products', sales.hasProducts],
  ['payments', money.asksForPayments],
  ['orders', sales.takesOrders],
  ['payment links', sales.offersLinks],
  ['invoices', sales.sendsInvoices],
  ['refunds', money.refunds],
  ['bank accounts', money.hasBankAccounts],
  ['payouts', money.isPaidOut],
  ['chargebacks', money.disputes],
  ['balance and transactions', money.hasABalance],
  ['statistics and reports', money.looksAtFigures],
  ['exports', money.exports],
  ['notifications', account.readsItsNotifications],
  ['support and feedback', account.asksForHelp],
  ['signing out', account.signsOut],
];

const began = performance.now();
const closing = [];
try {
  await walk();
  console.log(`\nThe walk is complete after ${seconds(began)} s.`);
} catch (error) {
  console.error(`\nThe walk failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  for (const close of closing.reverse()) await close();
}

async function walk() {
  const [client, elsewhere] = await Promise.all([servePage(), servePage()]);
  closing.push(client.close, elsewhere.close);
  const browser = await openChromium();
  closing.push(() => browser.close());
  const platform = await startPlatform({ CORS_ORIGINS: client.origin });
  closing.push(platform.stop);
  const { url: base, docs } = platform.doors.dashboard;
  const documentation = await (await fetch(`${docs}/openapi.json`)).json();
  const page = await browser.newPage();
  const preflights = await countPreflights(page);
  await page.goto(client.origin);
  const walker = new Walker({ page, base, documentation, mailbox: platform.mailbox });
  const visit = newVisit(walker, platform, client.origin);
  for (const [title, section] of SECTIONS) await step(title, () => section(visit));
  await step('all operations', () => {
    assert.deepEqual(walker.unused(), [], 'nothing was asked of these');
    return `${walker.operationsUsed} used, as documented`;
  });
  await step('preflights', () => {
    const missing = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !preflights.get(method));
    assert.deepEqual(missing, [], 'the browser asked about none of these');
    return [...preflights].map(([method, count]) => `${method} ${count}`).join(', ');
  });
  await step('another origin', () => staysOutside(browser, elsewhere.origin, base));
}

function newVisit(walker, { credentials }, origin) {
  const run = `w${Date.now().toString(36)}`;
  const email = `ada.${run}@example.com`;
  const person = { username: `ada.${run}`, firstName: 'Ada', lastName: 'Ngo', email, password: 'Secret123!' };
  let payers = 0;
  /** A payment from somebody new that is paid, and whose net can be used at once. */
  const pays = async ({ amount, ...more }) => {
    const phoneNumber = `+23767${String((payers += 1)).padStart(5, '0')}91`;
    const body = { amount, currency: 'XAF', provider: 'mtn-momo', phoneNumber, ...more };
    const { transactionId } = await walker.call('makePayment', { body });
    const path = { transactionId };
    const paid = ({ status }) => status === 'paid';
    await walker.until('the payment', () => walker.call('getPaymentStatus', { path }), paid);
    return { id: transactionId };
  };
  return { walker, run, person, administrator: credentials.admin, receiver: `${origin}/hooks`, pays };
}

/** How often the browser asked whether the page may use each method. */
async function countPreflights(page) {
  const counts = new Map();
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ initiator, request }) => {
    if (initiator.type !== 'preflight') return;
    const method = request.headers['Access-Control-Request-Method'];
    counts.set(method, (counts.get(method) ?? 0) + 1);
  });
  return counts;
}

/** A page of an origin that is not configured is kept from reading anything. */
async function staysOutside(browser, origin, base) {
  const page = await browser.newPage();
  await page.goto(origin);
  const outcome = await page.evaluate(
    (url) =>
      globalThis.call({ url, method: 'GET' }).then(
        ({ status }) => `reads ${status}`,
        (error) => error.message,
      ),
    `${base}/users/me`,
  );
  assert.equal(outcome, 'Failed to fetch');
  return outcome;
}

async function step(title, act) {
  const startedAt = performance.now();
  const seen = await Promise.resolve()
    .then(act)
    .catch((error) => {
      throw new Error(`${title}: ${error.message}`);
    });
  console.log(`${seconds(startedAt).padStart(7)} s  ${title.padEnd(26)} ${seen}`);
}

function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(2);
}
