import { createSimulator, ORANGE_MONEY, type Simulator } from '../simulator.js';
import { dataOf, OrangeMoneyClient } from '../testing/orange-money-client.js';

const NEVER_BY_ITSELF_MS = 3_600_000;
const SUBSCRIBER = '655123442';

describe('cash-ins of Orange Money', () => {
  let simulator: Simulator;
  let client: OrangeMoneyClient;

  beforeEach(async () => {
    simulator = await createSimulator({
      approveAfterMs: NEVER_BY_ITSELF_MS,
      callbackDelayMs: 0,
      openingBalance: '10000',
    });
    client = new OrangeMoneyClient(simulator.orangeMoney);
  });

  afterEach(() => simulator.close());

  const balance = () => simulator.control.balances(ORANGE_MONEY)[0]?.balance;
  const paid = async (ending: string): Promise<string> => {
    const { payToken } = await client.pay(`6551234${ending}`);
    expect(await client.status(payToken)).toMatchObject({ status: 'SUCCESSFULL' });
    return payToken;
  };
  const refund = (of: string, id: string, fields: Record<string, unknown> = {}) =>
    client.cashIn(SUBSCRIBER, fields, { 'x-refund-of': of, 'x-refund-id': id });

  it('are made while the caller waits, and told in fields of their own', async () => {
    const { payToken, status, body } = await client.cashIn(SUBSCRIBER, { notifUrl: undefined, orderId: 'OUT00017' });
    expect(status).toBe(200);
    expect(body).toEqual({
      message: 'Cash in performed successfully',
      data: {
        id: expect.any(Number),
        createtime: expect.stringMatching(/^\d{10}$/),
        subscriberMsisdn: SUBSCRIBER,
        amount: 2500,
        payToken,
        txnid: expect.stringMatching(/^CI\d{6}\.\d{4}\.[A-Z]\d{5}$/),
        txnmode: 'OUT00017',
        txnstatus: '200',
        txnmessage: 'Depot effectue',
        orderId: 'OUT00017',
        status: 'SUCCESSFULL',
        channelUserMsisdn: client.channel.channelUserMsisdn,
        description: 'Commande 42',
      },
    });
    expect(await client.status(payToken, 'cashin')).toEqual(dataOf({ body } as never));
    expect(balance()).toBe('7500');
  });

  it('fail with 417 when the line has too little', async () => {
    const { payToken, status, body } = await client.cashIn(SUBSCRIBER, { amount: '10001' });
    expect([status, body]).toMatchObject([
      417,
      {
        message: '60019 :: Le solde du compte du payeur est insuffisant',
        data: { txnstatus: '60019', status: 'FAILED', txnid: null },
      },
    ]);
    expect(await client.status(payToken, 'cashin')).toMatchObject({ status: 'FAILED', txnstatus: '60019' });
    expect((await client.payWith('cashin', payToken, SUBSCRIBER)).status).toBe(422);
    expect(balance()).toBe('10000');
  });

  it.each([
    ['1096', 'FAILED'],
    ['1097', 'PENDING'],
  ])('of %s are pending at first, and then %s', async (amount, word) => {
    const { payToken, body } = await client.cashIn(SUBSCRIBER, { amount });
    expect(body).toMatchObject({ data: { status: 'PENDING' } });
    expect(await client.status(payToken, 'cashin')).toMatchObject({ status: word });
    expect(balance()).toBe('10000');
  });

  describe('that say which payment they give back', () => {
    it('are refunds', async () => {
      const payment = await paid('87');
      const { payToken, body } = await refund(payment, 'refund-1');
      expect(body).toMatchObject({ data: { status: 'SUCCESSFULL' } });
      expect(simulator.control.transaction(ORANGE_MONEY, payToken)).toMatchObject({
        kind: 'refund',
        original: { reference: payment },
      });
      expect(balance()).toBe('10000');
      const again = await refund(payment, 'refund-2', { amount: '1' });
      expect([again.status, again.body['message']]).toEqual([417, expect.stringMatching(/^90007 :: /)]);
    });

    it('88 stay pending', async () => {
      const { payToken } = await refund(await paid('88'), 'refund-1');
      expect(await client.status(payToken, 'cashin')).toMatchObject({ status: 'PENDING' });
    });

    it.each([
      ['95', 'CANCELLED'],
      ['96', 'FAILED'],
    ])('%s end %s at the first attempt, and a retry succeeds', async (ending, word) => {
      const payment = await paid(ending);
      const { payToken, body } = await refund(payment, 'refund-1');
      expect(body).toMatchObject({ data: { status: 'PENDING' } });
      expect(await client.status(payToken, 'cashin')).toMatchObject({ status: word });
      expect((await refund(payment, 'refund-1')).body).toMatchObject({ data: { status: 'SUCCESSFULL' } });
    });
  });
});
