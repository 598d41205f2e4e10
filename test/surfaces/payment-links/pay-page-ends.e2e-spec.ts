import { createHmac } from 'node:crypto';
import { request as openRequest, type ClientRequest } from 'node:http';
import { Money } from '#kernel';
import type { PaymentLinkRequest } from '#payments';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { CreateWebhookEndpoint, RotateWebhookSecret } from '#webhooks';
import { SharedClock } from '#platform';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { readPdf } from '../../support/files.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer } from '../../support/payments.js';
import { MTN_MOMO, ORANGE_WEB } from '../../support/simulator.js';
import { keyOf, linkCalls } from './callers.js';
import { Payer, unescaped, type SeenPage } from './payer.js';

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
    // As docs/pay-page.md tells merchants to do it. While a secret is being changed, either one verifies.
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

  describe('a page of the operator’s own', () => {
    const choice = 'orange-money.page';
    beforeEach(() => door.simulator.control.setFaults(ORANGE_WEB, {}));

    /** Sends the form, and is where the operator has its page. */
    async function atOrange(slug: string): Promise<SeenPage> {
      const form = await payer.open(`/pay/${slug}?lang=en`);
      expect(form.text).toContain('Orange Money, on its own page');
      const sent = await payer.send(form, { phone: aPayer('10'), operator: choice });
      expect(sent.status).toBe(303);
      return sent;
    }
    const confirm = ({ location }: SeenPage, msisdn: string): Promise<Response> =>
      fetch(location, { method: 'POST', body: new URLSearchParams({ msisdn, code: '1234' }), redirect: 'manual' });
    /** Where a link of the operator's page leads to, below our own address. */
    async function back({ location }: SeenPage): Promise<SeenPage> {
      const page = await (await fetch(location)).text();
      const [, path = ''] = /href="https:\/\/pay\.example\.cm(\/pay\/back\/[^"]+)"/.exec(page) ?? [];
      const { status, location: shown } = await payer.open(path);
      expect([status, path.length]).toEqual([303, 46]);
      return payer.open(`${shown}?lang=en`);
    }
    const movements = (): number => door.simulator.control.statement(ORANGE_WEB, {}).entries.length;

    it('is where the payer goes from the form, and comes back from, and it is the operator who says how it ended', async () => {
      const { slug } = await anyOperator({ maxUses: 1, description: 'Shoes' });
      const paidBefore = movements();
      const sent = await atOrange(slug);
      expect(sent.location.startsWith(`${door.simulator.url}/payment/pay_token/`)).toBe(true);
      const waiting = await back(sent);
      expect(waiting.text).toContain('<h2>Waiting for your payment</h2>');
      expect(waiting.text).toContain(`href="${sent.location}"`);
      expect(waiting.text).not.toMatch(/\*126#|Pay another way/);
      // Sent again, the form leads to the same page; the link has no other use.
      const [payment] = await paymentsOf();
      const id = payment!.id;
      expect((await payer.open(`/pay/${slug}`)).location).toBe(waiting.path.replace('?lang=en', ''));
      await confirm(sent, '699123442');
      await eventually(() => movements() === paidBefore + 1);
      await ended(id);
      const paid = await payer.open(waiting.path);
      expect(paid.text).toContain('<h2>Paid</h2>');
      expect(paid.text).not.toContain('<dt>Number</dt>');
      expect(await paymentOf(id)).toMatchObject({ status: 'settled', channel: 'page', provider: 'orange-money' });
    });

    it('ends nothing when the payer cancels there: he may go on, or pay another way', async () => {
      const { slug } = await anyOperator();
      const cancelled = await back(await atOrange(slug));
      expect(cancelled.text).toContain('Pay another way');
      const again = await payer.open(`/pay/${slug}?lang=en`);
      expect(again.text).toContain(`value="${choice}" data-ranges="" checked`);
      await payer.send(again, { phone: aPayer('87'), operator: 'mtn-momo' });
      const payments = await paymentsOf();
      expect(payments).toHaveLength(2);
      expect(await Promise.all(payments.map(async ({ id }) => (await paymentOf(id)).status))).toEqual([
        'pending',
        'pending',
      ]);
    });

    it('lapses when nobody confirms on it, and is shown to nobody after that', async () => {
      const { slug } = await anyOperator({ maxUses: 1 });
      const sent = await atOrange(slug);
      const waiting = await back(sent);
      await door.get(SharedClock).move(10 * 60_000);
      expect((await payer.open(waiting.path)).text).not.toContain(sent.location);
      await door.get(SharedClock).move(2 * 60_000);
      const [payment] = await paymentsOf();
      await ended(payment!.id);
      expect((await payer.open(waiting.path)).text).toContain('<h2>Not paid: no answer in time</h2>');
      expect((await payer.open(`/pay/${slug}`)).status).toBe(200);
    });

    it.each([
      ['its answer is lost', { creations: 'answer-lost' }, 'Not paid: the operator is away'],
      ['it is refused', { creations: 'refused', refusalCode: '1204' }, 'Not paid: refused by the operator'],
    ] as const)('fails at once when %s, and the link can be paid anew', async (_, faults, title) => {
      door.simulator.control.setFaults(ORANGE_WEB, faults);
      const { slug } = await anyOperator({ maxUses: 1 });
      const sent = await atOrange(slug);
      expect((await payer.open(`${sent.location}`)).text).toContain(`<h2>${title}</h2>`);
      door.simulator.control.setFaults(ORANGE_WEB, {});
      expect((await atOrange(slug)).location).toContain('/payment/pay_token/');
    });

    it('is not offered, nor taken, where the merchant does not take the operator', async () => {
      const { slug } = await fromDashboard({ providers: ['mtn-momo'] });
      const form = await payer.open(`/pay/${slug}`);
      expect(form.text).not.toContain(choice);
      for (const operator of [choice, 'mtn-momo.page', '.page', 'orange-money.page.page']) {
        const refused = await payer.send(form, { phone: aPayer('10'), operator });
        expect([refused.status, operator, refused.text.includes('id="operator-error"')]).toEqual([400, operator, true]);
      }
      expect(await paymentsOf()).toEqual([]);
    });

    it('is where the form may lead, beside to ourselves, and no other form may', async () => {
      const { slug } = await anyOperator();
      const policyOf = ({ headers: answered }: SeenPage): string => answered.get('content-security-policy') ?? '';
      const form = await payer.open(`/pay/${slug}`);
      const refused = await payer.send(form, { phone: 'x', operator: choice });
      const waiting = await back(await atOrange(slug));
      const strict = policyOf(waiting);
      const wider = strict.replace("form-action 'self';", `form-action 'self' ${door.simulator.url};`);
      expect([wider === strict, ...[form, refused].map(policyOf)]).toEqual([false, wider, wider]);
      expect(form.bytes.length).toBeLessThan(25_000);
    });

    it('leads back to no payment that is not there', async () => {
      for (const id of ['x', '0190a5c0-6712-7345-8671-237671234567']) {
        expect((await payer.open(`/pay/back/${id}`)).status).toBe(404);
      }
    });
  });

  describe('events', () => {
    /** What a stream says until it ends, for who waited for the door to have opened it. */
    const listen = (path: string): Promise<{ said: Promise<string> }> =>
      new Promise((resolve, reject) => {
        openRequest(`${door.url}${path}`, { headers: { accept: 'text/event-stream' } }, (answer) => {
          let said = `${answer.statusCode} ${answer.headers['content-type']}\n`;
          answer.setEncoding('utf8').on('data', (text: string) => (said += text));
          resolve({ said: new Promise((ended) => answer.on('end', () => ended(said))) });
        })
          .on('error', reject)
          .end();
      });
    const news = (said: string): string[] => [...said.matchAll(/^data: (.+)$/gm)].map(([, state]) => state!);

    it('tell the end of a payment, and end', async () => {
      const { slug } = await anyOperator();
      const { location } = await payer.send(await payer.open(`/pay/${slug}`), { phone: aPayer('01') });
      const stream = await listen(`${location}/events`);
      const state = async (): Promise<unknown> => JSON.parse((await payer.open(`${location}/state`)).text);
      expect(await state()).toEqual({ state: 'pending' });
      const [payment] = await paymentsOf();
      approve((await paymentOf(payment!.id)).providerReference);
      await ended(payment!.id);
      const said = await stream.said;
      expect([said.split('\n')[0], news(said)]).toEqual(['200 text/event-stream; charset=utf-8', ['pending', 'paid']]);
      const late = await listen(`${location}/events`);
      expect([await state(), news(await late.said)]).toEqual([{ state: 'paid' }, ['paid']]);
    }, 15_000);

    it('tell that a link was cancelled while its page is open', async () => {
      const { id, slug } = await created();
      const stream = await listen(`/pay/${slug}/events`);
      expect(JSON.parse((await payer.open(`/pay/${slug}/state`)).text)).toEqual({ state: 'active' });
      await cancel(id);
      expect(news(await stream.said)).toEqual(['active', 'closed']);
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
