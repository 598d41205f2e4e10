import { createSimulator, ORANGE_WEB, type Simulator } from '../simulator.js';
import { CallbackReceiver } from '../testing/callback-receiver.js';
import { call, type Answer } from '../testing/http-call.js';
import { OrangeWebClient } from '../testing/orange-web-client.js';
import { waitFor } from '../testing/wait-for.js';

const TEN_MINUTES_MS = 600_000;

describe('Orange Web Payment, simulated', () => {
  let simulator: Simulator;
  let client: OrangeWebClient;
  let receiver: CallbackReceiver;

  beforeAll(async () => {
    receiver = await CallbackReceiver.start();
  });
  beforeEach(async () => {
    simulator = await createSimulator({ approveAfterMs: 20, callbackDelayMs: 0 });
    client = new OrangeWebClient(simulator.orangeWeb);
    receiver.received.length = 0;
  });
  afterEach(() => simulator.close());
  afterAll(() => receiver.stop());

  async function created(fields: Record<string, unknown> = {}) {
    const order = client.order({ notif_url: receiver.urlOf('/notices'), ...fields });
    return { order, answer: await client.create(order) };
  }
  type Created = Awaited<ReturnType<typeof created>>;
  const wordOf = async ({ order, answer }: Created): Promise<unknown> =>
    (await client.status(order, answer)).body['status'];
  const pageOf = ({ body }: Answer) => call('GET', String(body['payment_url']));

  describe('access', () => {
    it('is by client credentials, whose tokens end', async () => {
      expect((await client.login()).body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
      expect((await client.login({ authorization: 'Basic eDp5' })).status).toBe(401);
      expect((await client.login({}, 'grant_type=password')).status).toBe(400);
      const { order, answer } = await created();
      for (const end of [
        () => simulator.control.expireTokens(ORANGE_WEB),
        () => simulator.control.setClockOffset(3_600_000),
      ]) {
        end();
        const refused = await client.status(order, answer);
        expect([refused.status, refused.body['code']]).toEqual([401, 42]);
        client = new OrangeWebClient(simulator.orangeWeb);
        expect((await client.status(order, answer)).status).toBe(201);
      }
      expect((await client.create(client.order({ merchant_key: 'another' }))).status).toBe(403);
    });
  });

  describe('an order', () => {
    it('is answered 201 with a page and two tokens, and is INITIATED until somebody confirms', async () => {
      const one = await created();
      expect([one.answer.status, one.answer.body]).toEqual([
        201,
        {
          status: 201,
          message: 'OK',
          pay_token: expect.stringMatching(/^[0-9a-f]{64}$/),
          payment_url: `${simulator.url}/payment/pay_token/${String(one.answer.body['pay_token'])}`,
          notif_token: expect.stringMatching(/^[0-9a-f]{32}$/),
        },
      ]);
      const status = await client.status(one.order, one.answer);
      expect([status.status, status.body]).toEqual([201, { status: 'INITIATED', order_id: one.order['order_id'] }]);
      simulator.control.setClockOffset(10 * TEN_MINUTES_MS);
      client = new OrangeWebClient(simulator.orangeWeb);
      expect(await wordOf(one)).toBe('INITIATED');
    });

    it.each([
      ['currency', 'XAF'],
      ['order_id', 'x'.repeat(31)],
      ['order_id', undefined],
      ['amount', '2500'],
      ['amount', 0],
      ['return_url', `http://127.0.0.1/${'x'.repeat(120)}`],
      ['cancel_url', 'javascript:alert(1)'],
      ['notif_url', undefined],
      ['lang', 'de'],
      ['reference', 'x'.repeat(31)],
    ])('is refused with %s %j', async (field, value) => {
      const refused = await client.create(client.order({ [field]: value }));
      expect([refused.status, refused.body['code'], refused.body['description']]).toEqual([
        400,
        24,
        expect.stringContaining(field),
      ]);
    });

    it('has an id of its own', async () => {
      const { order } = await created();
      const again = await client.create(order);
      expect([again.status, again.body['code']]).toEqual([400, 1204]);
    });

    it('is told to nobody who does not name id, amount and token of it', async () => {
      const [one, two] = [await created(), await created()];
      for (const wrong of [
        client.status({ ...one.order, amount: 2501 }, one.answer),
        client.status({ ...one.order, order_id: two.order['order_id'] }, one.answer),
        client.status(one.order, two.answer),
      ]) {
        expect((await wrong).status).toBe(404);
      }
    });

    it('obeys the faults: refused, forgotten, or recorded without an answer', async () => {
      simulator.control.setFaults(ORANGE_WEB, { creations: 'refused', refusalCode: '1205' });
      expect((await created()).answer).toMatchObject({ status: 400, body: { code: 1205 } });
      simulator.control.setFaults(ORANGE_WEB, { creations: 'vanishes' });
      const forgotten = await created();
      expect([forgotten.answer.status, (await client.status(forgotten.order, forgotten.answer)).status]).toEqual([
        201, 404,
      ]);
      simulator.control.setFaults(ORANGE_WEB, { creations: 'answer-lost' });
      const lost = client.order();
      await expect(client.create(lost)).rejects.toThrow('fetch failed');
      simulator.control.setFaults(ORANGE_WEB, {});
      expect((await client.create(lost)).body['code']).toBe(1204);
    });
  });

  describe('its page', () => {
    it('takes number and code, and leads back once it is paid', async () => {
      const one = await created();
      const page = await pageOf(one.answer);
      expect(page.text).toContain('Pay 2500 OUV to Shop');
      expect(page.text).toContain('href="http://127.0.0.1:9/cancelled"');
      expect((await client.confirm(one.answer, '12')).status).toBe(400);
      expect((await client.confirm(one.answer, '699123442', '1')).status).toBe(400);
      const sent = await client.confirm(one.answer, '+237 699 12 34 42');
      expect([sent.status, sent.headers.get('location')]).toEqual([
        303,
        expect.stringMatching(/^\/payment\/pay_token/),
      ]);
      await waitFor(async () => (await pageOf(one.answer)).text.includes('content="0;url=http://127.0.0.1:9/back"'));
      expect(await wordOf(one)).toBe('SUCCESS');
      // Sending the form again pays nothing.
      await client.confirm(one.answer, '699123442');
      expect(simulator.control.statement(ORANGE_WEB)).toMatchObject({
        entries: [{ kind: 'collection', amount: '2500', currency: 'OUV', counterparty: { id: '699123442' } }],
      });
    });

    it('can be confirmed for ten minutes; later it makes the payment EXPIRED, of which there is no notice', async () => {
      const one = await created();
      simulator.control.setClockOffset(TEN_MINUTES_MS);
      expect((await pageOf(one.answer)).text).toContain('This payment page has expired.');
      expect(await wordOf(one)).toBe('INITIATED');
      await client.confirm(one.answer, '699123442');
      expect(await wordOf(one)).toBe('EXPIRED');
      expect(simulator.control.callbacks(ORANGE_WEB)).toEqual([]);
    });

    it('is not there for tokens that nobody was given', async () => {
      const url = `${simulator.url}/payment/pay_token/${'0'.repeat(64)}`;
      expect((await call('GET', url)).status).toBe(404);
      expect((await call('POST', url, { body: 'msisdn=699123442&code=1234' })).status).toBe(404);
    });

    it('lets no markup of the merchant through, and loads nothing', async () => {
      const { answer } = await created({ reference: '"><script>alert(1)</script>' });
      const response = await fetch(String(answer.body['payment_url']));
      expect(await response.text()).not.toContain('<script');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    });
  });

  describe('the rows of the sandbox table', () => {
    it.each([
      ['42', 'SUCCESS', 1],
      ['00', 'FAILED', 1],
      ['85', 'SUCCESS', 2],
      ['87', 'SUCCESS', 0],
      ['89', 'EXPIRED', 0],
      ['93', 'FAILED', 1],
      ['98', 'FAILED', 1],
      ['99', 'FAILED', 1],
    ])('…%s: %s, and %i notices that name nothing but status, token and number', async (digits, word, notices) => {
      const one = await created();
      await client.confirm(one.answer, `6991234${digits}`);
      await waitFor(async () => !['INITIATED', 'PENDING'].includes(String(await wordOf(one))));
      expect(await wordOf(one)).toBe(word);
      await waitFor(() => receiver.of('/notices').length >= notices);
      const notice = {
        status: word,
        notif_token: one.answer.body['notif_token'],
        txnid: expect.stringMatching(/^MP\d{6}\.\d{4}\.A\d{5}$/) as unknown,
      };
      expect(receiver.of('/notices').map(({ body }) => body)).toEqual(Array.from({ length: notices }, () => notice));
    });

    it('…01 waits for the handset, …97 for ever, …92 until the merchant has closed it', async () => {
      const [handset, never, late] = [await created(), await created(), await created()];
      await client.confirm(handset.answer, '699123401');
      await client.confirm(never.answer, '699123497');
      await client.confirm(late.answer, '699123492');
      for (const each of [handset, never, late]) expect(await wordOf(each)).toBe('PENDING');
      simulator.control.decide(ORANGE_WEB, String(handset.answer.body['pay_token']), 'approve');
      const closed = await client.status(late.order, late.answer, { 'x-payment-closed': 'true' });
      expect([await wordOf(handset), await wordOf(never), closed.body['status']]).toEqual([
        'SUCCESS',
        'PENDING',
        'SUCCESS',
      ]);
    });

    it('…86 loses the answer of the page, …94 finds it out of service and may try another number', async () => {
      const [lost, away] = [await created(), await created()];
      await expect(client.confirm(lost.answer, '699123486')).rejects.toThrow('fetch failed');
      expect(await wordOf(lost)).toBe('SUCCESS');
      expect((await client.confirm(away.answer, '699123494')).status).toBe(503);
      expect(await wordOf(away)).toBe('INITIATED');
      expect((await client.confirm(away.answer, '699123442')).status).toBe(303);
    });
  });

  it('lets tests play the payer without a browser', async () => {
    const { order, answer } = await created();
    const url = `${simulator.url}/_control/orange-web/orders/${String(order['order_id'])}`;
    expect((await call('GET', url)).body).toEqual({
      orderId: order['order_id'],
      status: 'INITIATED',
      pageUrl: answer.body['payment_url'],
    });
    expect((await call('POST', `${url}/confirmation`, { body: { msisdn: 'x' } })).status).toBe(400);
    const confirmed = await call('POST', `${url}/confirmation`, { body: { msisdn: '699123497' } });
    expect([confirmed.status, confirmed.body['status']]).toEqual([200, 'PENDING']);
    expect((await call('GET', `${simulator.url}/_control/orange-web/orders/none`)).status).toBe(404);
    const elsewhere = { origin: 'https://elsewhere.example' };
    expect((await call('GET', url, { headers: elsewhere })).status).toBe(403);
  });
});
