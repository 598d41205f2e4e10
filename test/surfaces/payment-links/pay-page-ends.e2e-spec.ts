import { createHmac } from 'node:crypto';
import { request as openRequest, type ClientRequest } from 'node:http';
import { Money } from '#kernel';
import type { PaymentLinkRequest } from '#payments';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { CreateWebhookEndpoint, RotateWebhookSecret } from '#webhooks';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { readPdf } from '../../support/files.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer } from '../../support/payments.js';
import { MTN_MOMO } from '../../support/simulator.js';
import { keyOf, linkCalls } from './callers.js';
import { Payer, unescaped } from './payer.js';

describe('payment-links: what the pay page gives those who paid, and those who wait', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  let headers: Record<string, string>;
  let payer: Payer;
  beforeAll(async () => {
    door = await startTestDoor(paymentLinksDoor, { environment: { PAY_URL: 'https://pay.example.cm' } });
  }, 90_000);
  afterAll(async () => {
    await door?.close();
  });
  beforeEach(async () => {
    merchant = await aMerchant(door);
    ({ headers } = await keyOf(door, merchant));
    payer = new Payer(door.url);
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));
  const { created, cancel, ended, fromDashboard, paymentOf } = linkCalls(() => ({ door, merchant, headers }));
  const anyOperator = (wish: Partial<PaymentLinkRequest> = {}) => fromDashboard({ providers: null, ...wish });
  const approve = (reference: string) => door.simulator.control.decide(MTN_MOMO, reference, 'approve');
  const paymentsOf = async (): Promise<{ id: string; status: string }[]> =>
    door.database.query('SELECT id, status FROM payments WHERE organization_id = $1', [merchant.organizationId]);

  it('gives out a receipt on paper', async () => {
    const { slug } = await anyOperator({ description: 'Chaussures Ɓamiléké' });
    const phone = aPayer('87');
    const { location } = await payer.send(await payer.open(`/pay/${slug}`), { phone });
    await payer.open(location);
    const { headers: answered, bytes } = await payer.open(`${location}/receipt.pdf?lang=en`);
    expect([answered.get('content-type'), bytes.subarray(0, 4).toString()]).toEqual(['application/pdf', '%PDF']);
    const { pages, title } = await readPdf(bytes);
    expect(title).toMatch(/^Receipt /);
    expect(pages[0]).toEqual(
      expect.arrayContaining(['TEST', 'Receipt', '10,000 FCFA', 'Chaussures Bamiléké', 'MTN Mobile Money']),
    );
    expect(pages[0]?.join(' ')).not.toContain(phone.slice(-6));
  });

  it('takes the payer back to the merchant with a result that the merchant can verify', async () => {
    const owner = { organizationId: merchant.organizationId, dialect: 'dashboard' };
    const request = { url: 'http://127.0.0.1:9/hooks', events: ['*'] };
    const created = await door.commands.execute(new CreateWebhookEndpoint(owner, request, null));
    const { secret } = await door.commands.execute(new RotateWebhookSecret(owner, created.endpoint.id, null));
    const redirectUrl = 'https://shop.example.cm/thanks?order=7&status=mine#top';
    const { slug } = await anyOperator({ redirectUrl, amount: Money.of('19.5', 'USD') });
    const { location } = await payer.send(await payer.open(`/pay/${slug}`), { phone: aPayer('87') });
    const paid = await payer.open(location);
    const address = unescaped(/<a class="button" href="([^"]+)"/.exec(paid.text)?.[1] ?? '');
    expect(unescaped(paid.text)).toContain(`<meta http-equiv="refresh" content="10;url=${address}" />`);
    const { origin, searchParams: sent, hash } = new URL(address);
    const transaction = location.split('/').at(-1);
    const names = ['order', 'transaction_id', 'status', 'amount', 'currency'];
    expect([origin, hash, ...names.map((name) => sent.get(name))]).toEqual([
      ...['https://shop.example.cm', '#top', '7', transaction, 'paid', '19.5', 'USD'],
    ]);
    expect(Math.abs(Number(sent.get('timestamp')) - Date.now() / 1000)).toBeLessThan(60);
    // As the README tells merchants to do it. While a secret is being changed, either one verifies.
    const text = ['transaction_id', 'status', 'amount', 'currency', 'timestamp']
      .map((name) => sent.get(name))
      .join('.');
    const signed = (by: string) =>
      createHmac('sha256', Buffer.from(by.slice('whsec_'.length), 'base64'))
        .update(text)
        .digest('hex');
    expect(sent.get('signature')?.split(',')).toEqual([signed(secret), signed(created.secret)]);
    expect((await payer.open(`${location}?stay=1`)).text).not.toContain('http-equiv="refresh"');
  });

  it('takes nobody anywhere that the merchant did not name, and signs nothing without a secret', async () => {
    const leads = async (redirectUrl: string): Promise<string | undefined> => {
      const { slug } = await anyOperator({ redirectUrl });
      const form = await payer.open(`/pay/${slug}?redirect_url=https://evil.example&return=https://evil.example`);
      const { location } = await payer.send(form, { phone: aPayer('87'), redirect_url: 'https://evil.example' });
      const { text } = await payer.open(`${location}?redirect_url=https://evil.example`);
      expect(text).not.toContain('evil.example');
      return /<a class="button" href="([^"]+)"/.exec(text)?.[1];
    };
    expect(await leads('javascript:alert(1)')).toBeUndefined();
    expect(await leads('data:text/html,x')).toBeUndefined();
    expect(await leads('https://shop.example.cm/')).not.toContain('signature');
  });

  describe('events', () => {
    /** What a stream says until it ends. */
    const listen = (path: string): Promise<string> =>
      new Promise((resolve, reject) => {
        openRequest(`${door.url}${path}`, { headers: { accept: 'text/event-stream' } }, (answer) => {
          let said = `${answer.statusCode} ${answer.headers['content-type']}\n`;
          answer.setEncoding('utf8').on('data', (text: string) => (said += text));
          answer.on('end', () => resolve(said));
        })
          .on('error', reject)
          .end();
      });
    const news = (said: string): string[] => [...said.matchAll(/^data: (.+)$/gm)].map(([, state]) => state!);

    it('tell the end of a payment, and end', async () => {
      const { slug } = await anyOperator();
      const { location } = await payer.send(await payer.open(`/pay/${slug}`), { phone: aPayer('01') });
      const stream = listen(`${location}/events`);
      const state = async (): Promise<unknown> => JSON.parse((await payer.open(`${location}/state`)).text);
      expect(await state()).toEqual({ state: 'pending' });
      const [payment] = await paymentsOf();
      approve((await paymentOf(payment!.id)).providerReference);
      await ended(payment!.id);
      const said = await stream;
      expect([said.split('\n')[0], news(said)]).toEqual(['200 text/event-stream; charset=utf-8', ['pending', 'paid']]);
      expect([await state(), news(await listen(`${location}/events`))]).toEqual([{ state: 'paid' }, ['paid']]);
    }, 15_000);

    it('tell that a link was cancelled while its page is open', async () => {
      const { id, slug } = await created();
      const stream = listen(`/pay/${slug}/events`);
      expect(JSON.parse((await payer.open(`/pay/${slug}/state`)).text)).toEqual({ state: 'active' });
      await cancel(id);
      expect(news(await stream)).toEqual(['active', 'closed']);
      expect((await payer.open(`/pay/${slug}/state`)).status).toBe(410);
    }, 15_000);

    it('are given to 200 payers of one link at a time, and end with the door', async () => {
      const [{ slug }, other] = [await created(), await created()];
      const streams: ClientRequest[] = [];
      const open = (of: string): Promise<number | undefined> =>
        new Promise((resolve, reject) => {
          const stream = openRequest(`${door.url}/pay/${of}/events`, { agent: false });
          streams.push(stream);
          // One that was left is cut off in the midst of its answer.
          stream.on('response', (answer) => resolve(answer.on('error', () => undefined).resume().statusCode));
          stream.on('error', reject).end();
        });
      expect(new Set(await Promise.all(Array.from({ length: 200 }, () => open(slug))))).toEqual(new Set([200]));
      expect([await open(slug), await open(other.slug)]).toEqual([429, 200]);
      streams.forEach((stream) => stream.destroy());
      await eventually(async () => (await open(slug)) === 200);
    }, 20_000);
  });
});
