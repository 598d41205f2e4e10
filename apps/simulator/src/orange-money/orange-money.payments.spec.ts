import { createSimulator, ORANGE_MONEY, type Simulator } from '../simulator.js';
import { CallbackReceiver } from '../testing/callback-receiver.js';
import { dataOf, OrangeMoneyClient } from '../testing/orange-money-client.js';
import { waitFor } from '../testing/wait-for.js';

const NEVER_BY_ITSELF_MS = 3_600_000;

function payer(ending: string): string {
  return `6551234${ending}`;
}

describe('merchant payments of Orange Money', () => {
  let simulator: Simulator;
  let client: OrangeMoneyClient;

  /** Nothing ends by time here: what a status tells came about at the query. */
  beforeAll(async () => {
    simulator = await createSimulator({
      approveAfterMs: NEVER_BY_ITSELF_MS,
      callbackDelayMs: 0,
      orangeMoney: { payTokenTtlSeconds: 600 },
    });
    client = new OrangeMoneyClient(simulator.orangeMoney);
  });

  beforeEach(() => simulator.control.setFaults(ORANGE_MONEY, {}));
  afterAll(() => simulator.close());

  async function firstStatus(number: string): Promise<Record<string, unknown>> {
    const { payToken, status } = await client.pay(number);
    expect(status).toBe(200);
    return client.status(payToken);
  }

  it('answers in Orange’s types: amounts sent as text come back as numbers, orderId as txnmode, seconds as text', async () => {
    const { payToken, body } = await client.pay(payer('87'));
    expect(payToken).toMatch(/^MP\d{6}[0-9A-F]{20}$/);
    expect(body).toEqual({
      message: 'Merchant payment successfully initiated',
      data: {
        id: expect.any(Number),
        createtime: expect.stringMatching(/^\d{10}$/),
        subscriberMsisdn: payer('87'),
        amount: 2500,
        payToken,
        txnid: expect.stringMatching(/^MP\d{6}\.\d{4}\.[A-Z]\d{5}$/),
        txnmode: 'PAY00042',
        inittxnmessage: expect.any(String),
        inittxnstatus: '200',
        confirmtxnstatus: null,
        confirmtxnmessage: null,
        status: 'PENDING',
        notifUrl: 'http://127.0.0.1:9/nobody',
        description: 'Commande 42',
        channelUserMsisdn: client.channel.channelUserMsisdn,
      },
    });
    const { txnid } = dataOf({ body } as never);
    expect(await client.status(payToken)).toMatchObject({ status: 'SUCCESSFULL', confirmtxnstatus: '200', txnid });
  });

  it('says INITIATED of a token that nobody has paid with, and EXPIRED once it has ended', async () => {
    const payToken = await client.init('mp');
    expect(await client.status(payToken)).toMatchObject({ payToken, status: 'INITIATED', amount: null });
    simulator.control.setClockOffset(600_000);
    expect(await client.status(payToken)).toMatchObject({ payToken, status: 'EXPIRED', subscriberMsisdn: null });
    const late = await client.payWith('mp', payToken, payer('87'));
    expect([late.status, late.body['message']]).toEqual([417, '90011 :: payToken expire']);
    simulator.control.setClockOffset(0);
  });

  it('takes a token once', async () => {
    const { payToken } = await client.pay(payer('87'));
    expect((await client.payWith('mp', payToken, payer('87'))).status).toBe(422);
    expect((await client.payWith('cashin', payToken, payer('87'))).status).toBe(404);
    expect((await client.payWith('mp', 'MP0000', payer('87'))).status).toBe(404);
  });

  it.each([
    [{ amount: 2500 }, 'Amount'],
    [{ amount: '25.5' }, 'Amount'],
    [{ orderId: 'x'.repeat(21) }, 'OrderId'],
    [{ orderId: 'a b' }, 'OrderId'],
    [{ subscriberMsisdn: '237655123487' }, 'SubscriberMsisdn'],
    [{ description: 'x'.repeat(126) }, 'Description'],
    [{ notifUrl: undefined }, 'NotifUrl'],
  ])('refuses %j and names the field', async (fields, name) => {
    const answer = await client.pay(payer('87'), fields);
    expect([answer.status, answer.body['message']]).toEqual([422, expect.stringContaining(`The ${name} field`)]);
    expect(await client.status(answer.payToken)).toMatchObject({ status: 'INITIATED' });
  });

  it.each([
    ['00', 'FAILED', '90001'],
    ['98', 'CANCELLED', null],
    ['99', 'FAILED', '60019'],
  ])('%s ends at the first check: %s', async (ending, status, confirmtxnstatus) => {
    expect(await firstStatus(payer(ending))).toMatchObject({ status, confirmtxnstatus, txnid: null });
  });

  it('89 lapses, and nearly every field is null', async () => {
    const { payToken, status, createtime, id, ...others } = await firstStatus(payer('89'));
    expect([payToken, status, createtime, id]).toEqual([
      expect.any(String),
      'EXPIRED',
      expect.any(String),
      expect.any(Number),
    ]);
    expect(new Set(Object.values(others))).toEqual(new Set([null]));
  });

  it('90 is disputed and 91 settled immediately', async () => {
    expect(await firstStatus(payer('90'))).toMatchObject({ dispute: { reason: expect.any(String), amount: '2500' } });
    expect(await firstStatus(payer('91'))).toMatchObject({ settlement: 'IMMEDIATE' });
  });

  it('86 takes the payment and loses the answer', async () => {
    const payToken = await client.init('mp');
    await expect(client.payWith('mp', payToken, payer('86'))).rejects.toThrow('fetch failed');
    expect((await client.payWith('mp', payToken, payer('86'))).status).toBe(422);
    expect(await client.status(payToken)).toMatchObject({ status: 'SUCCESSFULL' });
  });

  it('93 is refused at once with 417, and the token stays as it was', async () => {
    const answer = await client.pay(payer('93'));
    expect([answer.status, answer.body]).toEqual([
      417,
      {
        message: '90002 :: Le plafond du compte du payeur est atteint',
        data: { txnid: null, inittxnstatus: '90002', inittxnmessage: expect.any(String), status: 'FAILED' },
      },
    ]);
    expect(await client.status(answer.payToken)).toMatchObject({ status: 'INITIATED' });
  });

  it('94 is a fault of the gateway', async () => {
    const answer = await client.pay(payer('94'));
    expect([answer.status, answer.body]).toEqual([503, { fault: expect.objectContaining({ code: 101503 }) }]);
    expect(await client.status(answer.payToken)).toMatchObject({ status: 'INITIATED' });
  });

  it('92 stays pending until a query says that the caller has closed it', async () => {
    const { payToken } = await client.pay(payer('92'));
    expect(await client.status(payToken)).toMatchObject({ status: 'PENDING' });
    const closed = await client.status(payToken, 'mp', { 'x-payment-closed': 'true' });
    expect(closed).toMatchObject({ status: 'SUCCESSFULL' });
  });

  it('01 waits for the handset, and the prompt can be sent again meanwhile', async () => {
    const { payToken } = await client.pay(payer('01'));
    expect((await client.get(`mp/push/${payToken}`)).body).toMatchObject({
      message: 'Push sent to customer',
      data: { status: 'PENDING' },
    });
    expect(simulator.control.prompts(ORANGE_MONEY).map(({ reference }) => reference)).toContain(payToken);
    simulator.control.decide(ORANGE_MONEY, payToken, 'refuse');
    expect(await client.status(payToken)).toMatchObject({ status: 'CANCELLED' });
    expect((await client.get(`mp/push/${payToken}`)).status).toBe(422);
  });

  it('takes an outcome for a token, an order or a number before the digits', async () => {
    const choose = (subject: 'number' | 'reference', value: string) =>
      simulator.control.setOutcome(ORANGE_MONEY, { subject, value, outcome: '99' });
    const payToken = await client.init('mp');
    choose('reference', payToken);
    choose('reference', 'ORDER-1');
    choose('number', payer('44'));
    await client.payWith('mp', payToken, payer('87'));
    const byOrder = await client.pay(payer('87'), { orderId: 'ORDER-1' });
    const byNumber = await client.pay(payer('44'));
    for (const token of [payToken, byOrder.payToken, byNumber.payToken]) {
      expect(await client.status(token)).toMatchObject({ status: 'FAILED', confirmtxnstatus: '60019' });
    }
  });

  it('refuses everything with a code of its own while it is told to', async () => {
    simulator.control.setFaults(ORANGE_MONEY, { creations: 'refused', refusalCode: '60019' });
    expect((await client.pay(payer('87'))).body['message']).toMatch(/^60019 :: /);
    simulator.control.setFaults(ORANGE_MONEY, { creations: 'refused' });
    expect((await client.pay(payer('87'))).body['message']).toMatch(/^90003 :: /);
  });

  it('answers as usual while requests vanish, and has nothing', async () => {
    simulator.control.setFaults(ORANGE_MONEY, { creations: 'vanishes' });
    const { payToken, status, body } = await client.pay(payer('87'));
    expect([status, body]).toMatchObject([200, { data: { status: 'PENDING', inittxnstatus: '200' } }]);
    expect(await client.status(payToken)).toMatchObject({ status: 'INITIATED' });
  });
});

it('Orange Money calls back in three shapes, each with the token somewhere', async () => {
  const receiver = await CallbackReceiver.start();
  const simulator = await createSimulator({ approveAfterMs: 0, callbackDelayMs: 0 });
  try {
    const client = new OrangeMoneyClient(simulator.orangeMoney);
    const shapes = new Set<string>();
    await waitFor(async () => {
      const before = receiver.received.length;
      const { payToken } = await client.pay('655123442', { notifUrl: receiver.urlOf('/om') });
      const callback = (await receiver.waitFor('/om', before + 1))[before];
      expect(callback?.method).toBe('POST');
      expect(JSON.stringify(callback?.body)).toContain(payToken);
      const { data, payment } = callback?.body ?? {};
      shapes.add(data ? 'data' : payment ? 'payment' : 'mirror');
      return shapes.size === 3;
    });
  } finally {
    await simulator.close();
    await receiver.stop();
  }
});

it('Orange Money can tell the opposite of a payment, in its own words', async () => {
  const receiver = await CallbackReceiver.start();
  const simulator = await createSimulator({ approveAfterMs: 0, callbackDelayMs: 0 });
  try {
    simulator.control.setFaults(ORANGE_MONEY, { callbackTelling: 'opposite' });
    const client = new OrangeMoneyClient(simulator.orangeMoney);
    const paid = await client.pay('655123442', { notifUrl: receiver.urlOf('/paid') });
    const refused = await client.pay('655123498', { notifUrl: receiver.urlOf('/refused') });
    for (const callback of await receiver.waitFor('/paid', 2)) {
      expect(JSON.stringify(callback.body)).toContain('"status":"FAILED"');
    }
    for (const callback of await receiver.waitFor('/refused', 2)) {
      expect(JSON.stringify(callback.body)).toContain('"status":"SUCCESSFULL"');
    }
    expect(await client.status(paid.payToken)).toMatchObject({ status: 'SUCCESSFULL' });
    expect(await client.status(refused.payToken)).not.toMatchObject({ status: 'SUCCESSFULL' });
  } finally {
    await simulator.close();
    await receiver.stop();
  }
});
