import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Assault } from '../assault.js';
import { forgedLinesIn, toldIn } from '../judges.js';
import { MAILED_CODE } from '../merchants.js';
import type { Json, Shot } from '../shot.js';

const MARK = 'attackmark';
const FORGED = `a\r\n{"level":"${MARK}","forged":"${MARK}","msg":"${MARK}"}\r\n`;

/** Texts that would be a line of their own: in a log, in the head of a mail, in an answer. */
export async function attackLines(assault: Assault): Promise<void> {
  const merchant = await assault.merchants.furnished();
  await writeLogs(assault, merchant.token);
  await writeMails(assault, merchant.token, merchant.holdings['invoiceId'] ?? '');
  await writeAnswers(assault, merchant.token);
  await delay(1500);
  await readLogs(assault, [merchant.token, merchant.refreshToken, merchant.apiKey, merchant.password, MAILED_CODE]);
}

async function writeLogs(assault: Assault, token: string): Promise<void> {
  const { merchants } = assault;
  const email = `${FORGED}@example.com`;
  const person = { username: FORGED, firstName: FORGED, lastName: FORGED, email, password: `${FORGED}aA1` };
  const inHeaders = encodeURIComponent(FORGED);
  const shots: Shot[] = [
    merchants.shot('signUp', { body: person }),
    merchants.shot('login', { body: { email, password: FORGED } }),
    merchants.shot('forgotPassword', { body: { email } }),
    merchants.shot('getPayment', { token, path: { paymentId: FORGED } }),
    merchants.shot('listPayments', { token, query: `?search=${inHeaders}` }),
    merchants.shot('createWebhook', {
      token,
      body: { url: `https://${MARK}.invalid/${inHeaders}`, events: ['payment.*'] },
    }),
    merchants.shot('receiveMomoIpnPost', { query: `?operator=${inHeaders}`, body: { externalId: FORGED } }),
    {
      ...merchants.shot('getBalance', { token }),
      headers: {
        ...merchants.shot('getBalance', { token }).headers,
        'x-request-id': inHeaders,
        'user-agent': `${MARK} ${inHeaders}`,
      },
    },
  ];
  for (const shot of shots) await assault.fire(shot);
}

async function readLogs(assault: Assault, secrets: readonly string[]): Promise<void> {
  const { logs } = assault.target;
  for (const name of await readdir(logs)) {
    const text = await readFile(join(logs, name), 'utf8');
    for (const line of forgedLinesIn(text, MARK).slice(0, 3))
      assault.blame(`${name} has a line that somebody else wrote: ${line.slice(0, 200)}`);
    if (name.startsWith('simulator')) continue;
    for (const told of toldIn(text, secrets)) assault.blame(`${name} has ${told}`);
  }
}

const HEADS = [
  'a\r\nBcc: victim@example.com',
  'a\nBcc: victim@example.com',
  'a\r\n\r\n<html>',
  'victim@example.com, b',
  '"a" <victim@example.com>',
  'a\u0000b',
  '=?utf-8?B?QmNjOiB2aWN0aW1AZXhhbXBsZS5jb20=?=',
  '\u202eabc',
  '<img src=x onerror=alert(1)>',
  '<a href="https://evil.example">here</a>',
] as const;

/** A mail goes to whom it is for, and what people write into it is text. */
async function writeMails(assault: Assault, token: string, invoiceId: string): Promise<void> {
  const { merchants, target } = assault;
  for (const [index, text] of HEADS.entries()) {
    const email = `m${Date.now()}${index}@example.com`;
    await assault.fire(
      merchants.shot('signUp', {
        body: { username: `m${Date.now()}${index}`, firstName: text, lastName: 'Ngo', email, password: 'Secret123!' },
      }),
    );
    await assault.fire(merchants.shot('submitSupportRequest', { token, body: { subject: text, message: text } }));
    const made = await assault.ask(
      merchants.shot('createCustomer', { token, body: { name: text, email: `c${email}` } }),
    );
    if (made.status !== 201) continue;
    const draft = {
      type: 'one-off',
      customerId: made.body.data.id,
      items: [{ name: text, quantity: 1, price: 100, vatRate: 0 }],
      vatDisplay: 'excluding',
    };
    const invoice = await assault.ask(merchants.shot('createInvoice', { token, body: draft }));
    if (invoice.status === 201)
      await assault.fire(merchants.shot('sendInvoice', { token, path: { invoiceId: invoice.body.data.id }, body: {} }));
  }
  await assault.fire(merchants.shot('sendInvoice', { token, path: { invoiceId }, body: {} }));
  await delay(3000);
  const { messages } = (await (await fetch(`${target.mailbox}/api/messages`)).json()) as Json;
  if (messages.length === 0) assault.blame('no mail was sent: the attack does not know the way any more');
  for (const { id, to, subject } of messages) {
    if (to.includes('victim@example.com') || to.length > 1)
      assault.blame(`a mail went to ${to.join(', ')}: ${subject}`);
    const { html } = (await (await fetch(`${target.mailbox}/api/messages/${id}`)).json()) as Json;
    if (/<img src=x|<a href="https:\/\/evil\.example/.test(html ?? ''))
      assault.blame(`a mail has what somebody wrote as HTML: ${subject}`);
  }
}

const ANSWERED = [
  '%0d%0aX-Injected:%20yes',
  '%0aX-Injected:%20yes',
  '%E5%98%8A%E5%98%8DX-Injected:%20yes',
  '%c4%8d%c4%8aX-Injected:%20yes',
] as const;

/** Whatever of a request comes back in the head of its answer. */
async function writeAnswers(assault: Assault, token: string): Promise<void> {
  const { merchants, target } = assault;
  for (const text of ANSWERED) {
    const origin = target.doors['payment-links'];
    const headers = { 'x-forwarded-for': merchants.address() };
    for (const path of [
      `/pay/${text}`,
      `/pay/x?lang=${text}`,
      `/api/payment-links/${text}`,
      `/${text}`,
      `/docs/${text}`,
    ]) {
      await assault.fire({ what: `the address ${path}`, door: null, method: 'GET', url: `${origin}${path}`, headers });
    }
    await assault.fire(merchants.shot('listPayments', { token, query: `?search=${text}` }));
    await assault.fire({
      ...merchants.shot('getBalance', { token }),
      headers: {
        ...merchants.shot('getBalance', { token }).headers,
        'x-request-id': text,
        origin: `https://a.example${text}`,
      },
    });
  }
}
