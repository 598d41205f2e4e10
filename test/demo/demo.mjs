// The main job through HTTP alone: `npm run demo`. Every step prints how long it took and what it saw; the first
// mismatch ends the demonstration with a non-zero code.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { findOrStartPlatform } from './platform.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WAIT_LIMIT_MS = 30_000;
/** Pays and releases the net at once (docs/sandbox: numbers that end in 91). */
const PAYER = '+237 6 71 38 11 91';
const LINK = {
  ...{ type: 'Fixed', amount: 4000, currency: 'XAF', description: 'Invoice 43' },
  paymentMethods: ['MTN Mobile Money', 'Orange Money'],
};

const platform = await findOrStartPlatform();
const receiver = await openReceiver();
const began = performance.now();
try {
  await tellTheStory();
  console.log(`\nThe demonstration is complete after ${seconds(began)} s.`);
} catch (error) {
  console.error(`\nThe demonstration failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  receiver.close();
  await platform.stop();
}

async function tellTheStory() {
  const email = `ada.${Date.now().toString(36)}@example.com`;
  const password = 'Secret123!';
  const person = { username: email.split('@')[0], firstName: 'Ada', lastName: 'Ngo', email, password };

  await step('a merchant signs up', async () => {
    const { userId } = await call('POST', '/auth/signup', { body: person, expect: 201 });
    return `account ${userId}`;
  });
  const code = await step(
    'the code arrives by mail',
    async () => codeFor(email),
    (seen) => `code ${seen}`,
  );
  await step('the address is verified', async () => {
    const { isVerified } = await call('POST', '/auth/verify-otp', { body: { email, otp: code } });
    assert.equal(isVerified, true);
    return 'verified';
  });
  const { accessToken: token } = await step(
    'the merchant logs in',
    () => call('POST', '/auth/login', { body: { email, password } }),
    ({ user }) => `${user.firstName} ${user.lastName}, ${user.role}`,
  );
  await step('an API key is generated', async () => {
    const { maskedKey } = await call('POST', '/api-keys/generate', { token, body: { type: 'test' }, expect: 201 });
    return maskedKey;
  });
  const { secret } = await step(
    'a webhook endpoint is registered',
    () => call('POST', '/webhooks', { token, body: { url: receiver.url, events: ['*'] }, expect: 201 }),
    ({ url }) => url,
  );

  const payment = await step(
    'a customer is asked for 15 000 XAF over MTN',
    () =>
      call('POST', '/payments/make-payment', {
        token,
        headers: { 'idempotency-key': `demo-${email}` },
        body: { amount: 15000, currency: 'XAF', provider: 'mtn-momo', phoneNumber: PAYER, description: 'Invoice 42' },
        expect: 201,
      }),
    ({ transactionId, status }) => `${transactionId} is ${status}`,
  );
  await step('the payment is paid', async () => {
    const paid = await until(
      () => call('GET', `/payments/status/${payment.transactionId}`, { token }),
      ({ status }) => status !== 'pending',
    );
    assert.equal(paid.status, 'paid');
    return `paid at ${paid.paidAt}`;
  });
  await step('the balance shows it', () => balance(token, { available: 14625, pending: 0, reserved: 0 }));
  await step('the webhook is signed by us', () => verifyWebhook('payment.completed', secret));

  const refund = await step(
    'a third is refunded',
    () => call('POST', `/payments/${payment.transactionId}/refunds`, { token, body: { amount: 5000 }, expect: 201 }),
    ({ refundId, feeReturned }) => `${refundId}, ${feeReturned} XAF of the fee come back`,
  );
  await step('the refund completes', () => completes(`/refunds/${refund.refundId}`, token));
  const payout = await step(
    'the merchant is paid out',
    () => call('POST', '/payouts', { token, body: { amount: 9000, currency: 'XAF' }, expect: 201 }),
    ({ payoutId, destination }) => `${payoutId} to ${destination.label}`,
  );
  await step('the payout completes', () => completes(`/payouts/${payout.payoutId}`, token));
  await step('the balance is what is left', () => balance(token, { available: 750, pending: 0, reserved: 0 }));
  await step('refund and payout were told of', async () => {
    await verifyWebhook('refund.completed', secret);
    return verifyWebhook('payout.completed', secret);
  });
  const link = await step(
    'a link is made for whoever has its address',
    () => call('POST', '/payments/links', { token, body: LINK, expect: 201 }),
    ({ url }) => url,
  );
  const page = await step('a payer fills in its page', () => sendForm(link.url));
  await step('the page says that it is paid', () => readsPaid(page));
  await step('the ledger is sound', () => verifyLedger());
}

async function step(title, act, show = (seen) => seen) {
  const startedAt = performance.now();
  const seen = await act().catch((error) => {
    throw new Error(`${title}: ${error.message}`);
  });
  console.log(`${seconds(startedAt).padStart(7)} s  ${title.padEnd(46)} ${show(seen)}`);
  return seen;
}

async function call(method, path, { token, body, headers, expect = 200 }) {
  const answer = await fetch(`${platform.doors.dashboard.url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: body ? JSON.stringify(body) : undefined,
  });
  const { success, data, error } = await answer.json();
  assert.equal(
    answer.status,
    expect,
    `${method} ${path} answered ${answer.status} ${error?.code ?? ''} ${error?.message ?? ''}`,
  );
  assert.equal(success, true);
  return data;
}

async function codeFor(email) {
  const mails = await until(
    async () => (await fetch(`${platform.mailbox}/api/messages?to=${encodeURIComponent(email)}`)).json(),
    (found) => found.messages.length > 0,
  );
  const [mail] = mails.messages;
  const whole = await (await fetch(`${platform.mailbox}/api/messages/${mail.id}`)).json();
  const [code] = /\b\d{6}\b/.exec(whole.text) ?? [];
  assert.ok(code, 'the mail has no code');
  return code;
}

async function balance(token, expected) {
  const seen = await call('GET', '/balance', { token });
  for (const [name, amount] of Object.entries(expected)) assert.equal(seen[name], amount, `${name} is ${seen[name]}`);
  return `available ${seen.available}, pending ${seen.pending}, reserved ${seen.reserved}`;
}

async function completes(path, token) {
  const seen = await until(
    () => call('GET', path, { token }),
    ({ status }) => !['pending', 'processing'].includes(status),
  );
  assert.equal(seen.status, 'completed', seen.failureReason ?? seen.status);
  return `completed at ${seen.completedAt}`;
}

async function verifyWebhook(event, secret) {
  const found = await until(
    () => receiver.received.find(({ body }) => JSON.parse(body).event === event),
    (delivery) => delivery !== undefined,
  );
  // Throws when the signature, or the time it was made, does not hold.
  new Webhook(secret).verify(found.body, found.headers);
  return `${event}, message ${found.headers['webhook-id']}`;
}

/** As a browser without scripts does it. Resolves to the address of the payment's page. */
async function sendForm(url) {
  const form = await (await fetch(url, { headers: { 'accept-language': 'en' } })).text();
  assert.match(form, /Pay 4,000.FCFA/);
  const [, key] = /name="key" value="([^"]+)"/.exec(form);
  const body = new URLSearchParams({ key, phone: PAYER });
  const sent = await fetch(url, { method: 'POST', body, redirect: 'manual' });
  assert.equal(sent.status, 303, await sent.text());
  return new URL(sent.headers.get('location'), url).href;
}

async function readsPaid(url) {
  const open = async () => (await fetch(`${url}?lang=en`)).text();
  const page = await until(open, (text) => !text.includes('<h2>Approve on your phone</h2>'));
  assert.match(page, /<h2>Paid<\/h2>/);
  const receipt = await fetch(`${url}/receipt.pdf?lang=en`);
  assert.equal(receipt.headers.get('content-type'), 'application/pdf');
  return 'with a receipt';
}

function verifyLedger() {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'ledger:verify'], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: platform.databaseUrl, DATA_DIR: platform.dataDirectory },
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
  return Promise.resolve(stdout.split('\n')[0]);
}

async function until(probe, passes) {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  for (;;) {
    const seen = await probe();
    if (passes(seen)) return seen;
    assert.ok(Date.now() < deadline, `still not so after ${WAIT_LIMIT_MS / 1000} s: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

function openReceiver() {
  const received = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      received.push({ body, headers: request.headers });
      response.end();
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const url = `http://127.0.0.1:${server.address().port}/hooks`;
      resolve({ url, received, close: () => server.close() });
    });
  });
}

function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(2);
}
