import { Logger } from '@nestjs/common';
import { Money, Msisdn, SystemClock, uuidv4, type Mode } from '#kernel';
import { CircuitBreakers, HttpOutbound, loadConfig, Metrics } from '#platform';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { OperatorTokens } from '../operator-tokens.service.js';
import type { CollectRequest } from '../provider.port.js';
import { ScriptedOperator, type Reaction } from '../testing/scripted-operator.js';
import { OrangeMoneyClient } from './orange-money.client.js';
import { OrangeMoneyProvider } from './orange-money.provider.js';

const LIVE = {
  OPERATORS: 'real',
  ORANGE_LIVE_CONSUMER_KEY: 'live-key',
  ORANGE_LIVE_CONSUMER_SECRET: 'live-secret',
  ORANGE_LIVE_API_USERNAME: 'live-user',
  ORANGE_LIVE_API_PASSWORD: 'live-password',
  ORANGE_LIVE_CHANNEL_MSISDN: '655000222',
  ORANGE_LIVE_CHANNEL_PIN: '7391',
};
/** Gives out a payToken, and takes what is paid with it. */
const taking = (payToken: string): Reaction[] => [
  [200, { data: { payToken } }],
  [200, { data: { status: 'PENDING', inittxnstatus: '200', txnstatus: '200' } }],
];
const PAID: Reaction = [200, { data: { status: 'SUCCESSFULL', txnstatus: '200', txnid: 'CI1', amount: 2500 } }];
const NO_FUNDS = { message: '60019 :: Solde insuffisant', data: { txnstatus: '60019', status: 'FAILED', txnid: null } };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('what is sent to Orange Money', () => {
  let platform: TestPlatform;
  let orange: ScriptedOperator;
  let outbound: HttpOutbound;
  let metrics: Metrics;
  let url: string;
  let payTokens = 0;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    platform = await startTestPlatform();
  }, 60_000);
  afterAll(() => platform?.close());
  beforeEach(async () => {
    payTokens += 1;
    orange = new ScriptedOperator({
      POST: taking(`MP${payTokens}`),
      GET: [[200, { data: { status: 'PENDING', inittxnstatus: '200' } }]],
    });
    url = await orange.listen();
    outbound = new HttpOutbound();
  });
  afterEach(async () => {
    await outbound.onApplicationShutdown();
    orange.close();
  });

  function connect(environment: Readonly<Record<string, string>> = {}): OrangeMoneyProvider {
    const config = loadConfig({
      APP_ENV: 'test',
      ORANGE_SANDBOX_URL: `${url}/orange-money/`,
      ORANGE_LIVE_URL: url,
      OPERATOR_TIMEOUT_MS: '800',
      ...environment,
    });
    metrics = new Metrics();
    const clock = new SystemClock();
    const client = new OrangeMoneyClient(outbound, new CircuitBreakers(metrics, config), metrics, clock, config);
    return new OrangeMoneyProvider(client, new OperatorTokens(platform.database, clock));
  }
  const paying = (mode: Mode): CollectRequest => ({
    mode,
    ...{ reference: uuidv4(), externalId: uuidv4(), message: 'Facture n°42' },
    amount: Money.of('2500', 'XAF'),
    payer: Msisdn.parse('699123442', 'CM'),
  });

  it('is a token, a payToken, and what is paid with it', async () => {
    const request = paying('live');
    expect((await connect(LIVE).collect(request)).answer).toEqual({ state: 'accepted' });
    const [token, init, pay] = orange.received;
    expect(token).toMatchObject({ line: 'POST /token', body: 'grant_type=client_credentials' });
    expect(token?.headers).toMatchObject({
      authorization: `Basic ${base64('live-key:live-secret')}`,
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(init).toMatchObject({ line: 'POST /omcoreapis/1.0.2/mp/init', body: '' });
    expect(pay?.line).toBe('POST /omcoreapis/1.0.2/mp/pay');
    expect(pay?.headers).toMatchObject({
      authorization: 'Bearer token-1',
      'x-auth-token': base64('live-user:live-password'),
      'content-type': 'application/json',
    });
    expect(JSON.parse(pay?.body ?? '')).toEqual({
      payToken: `MP${payTokens}`,
      subscriberMsisdn: '699123442',
      channelUserMsisdn: '655000222',
      pin: '7391',
      amount: '2500',
      orderId: request.reference.replaceAll('-', '').slice(0, 20),
      description: `Facture n 42 ${request.externalId}`,
      notifUrl: expect.stringContaining('/api/payments/ipn/momo?operator=orange-money&token='),
    });
  });

  it('goes to the simulator’s path in sandbox mode, with what the simulator alone is told', async () => {
    const provider = connect();
    const request = paying('sandbox');
    await provider.collect(request);
    await provider.collectionStatus({ mode: 'sandbox', reference: request.reference, currency: 'XAF', closed: true });
    expect(orange.received.map(({ line }) => line)).toEqual([
      'POST /orange-money/token',
      'POST /orange-money/omcoreapis/1.0.2/mp/init',
      'POST /orange-money/omcoreapis/1.0.2/mp/pay',
      `GET /orange-money/omcoreapis/1.0.2/mp/paymentstatus/MP${payTokens}`,
    ]);
    expect(orange.received.at(-1)?.headers).toMatchObject({ 'x-payment-closed': 'true' });
    orange.script.POST = taking(`CI${payTokens}`);
    await provider.refund({ ...request, reference: uuidv4(), collectionReference: request.reference });
    expect(orange.received.at(-1)?.line).toMatch(/cashin\/pay$/);
    expect(orange.received.at(-1)?.headers).toMatchObject({
      'x-refund-of': `MP${payTokens}`,
      'x-refund-id': request.externalId,
    });
  });

  it('says nothing of that in live mode', async () => {
    const provider = connect(LIVE);
    const request = paying('live');
    await provider.collect(request);
    await provider.collectionStatus({ mode: 'live', reference: request.reference, currency: 'XAF', closed: true });
    orange.script.POST = taking(`CI${payTokens}`);
    await provider.refund({ ...request, reference: uuidv4(), collectionReference: request.reference });
    expect(orange.received.at(-1)?.line).toMatch(/cashin\/pay$/);
    const ours = ['x-payment-closed', 'x-refund-of', 'x-refund-id'];
    for (const { headers } of orange.received) for (const name of ours) expect(headers).not.toHaveProperty(name);
  });

  it('is never a number of another country, which without its code would be somebody else’s', async () => {
    const request = { ...paying('sandbox'), payer: Msisdn.parse('+261321234567', 'CM') };
    await expect(connect().collect(request)).rejects.toThrow(RangeError);
    expect(await connect().accountHolder('sandbox', request.payer)).toEqual({ active: false, name: null });
    expect(orange.calls.filter(({ line }) => !line.endsWith('/mp/init'))).toEqual([]);
  });

  it('needs all that Orange gives out before it serves live mode', () => {
    expect(connect(LIVE).serves('live')).toBe(true);
    expect(connect({ ...LIVE, OPERATORS: 'simulated' }).serves('live')).toBe(false);
    for (const name of Object.keys(LIVE).filter((each) => each !== 'OPERATORS')) {
      expect(connect({ ...LIVE, [name]: '' }).serves('live')).toBe(false);
    }
  });

  it('is sent once more with a new token when the first has ended early', async () => {
    const [init, pay] = orange.script.POST;
    orange.script.POST = [[401, { fault: { code: 900901, message: 'Invalid Credentials' } }], init!, pay!];
    expect((await connect().collect(paying('sandbox'))).answer).toEqual({ state: 'accepted' });
    expect(orange.tokensIssued).toBe(2);
  });

  it.each([
    ['a used token', [200, { data: { status: 'SUCCESSFULL', inittxnstatus: '200', amount: 2500 } }], 'accepted'],
    ['nothing is there yet', [200, { data: { status: 'INITIATED' } }], 'pending'],
    ['Orange cannot tell which', [503, ''], 'pending'],
  ] as const)('is asked after once 422 came: %s', async (_, said, state) => {
    orange.script.POST = [orange.script.POST[0]!, [422, { message: 'Unprocessable' }]];
    orange.script.GET = [said];
    const { answer, exchange } = await connect().collect(paying('sandbox'));
    expect(answer.state).toBe(state);
    expect(exchange.body).toContain('then asked:');
  });

  it.each([
    ['the first was carried out', PAID, { state: 'settled' }],
    ['nothing was paid', [200, { data: { status: 'INITIATED' } }], { state: 'declined', reason: 'insufficient_funds' }],
    ['Orange cannot tell which', [503, ''], { state: 'pending' }],
  ] as const)('is asked after once a repeat is refused: %s', async (_, said, expected) => {
    orange.script.POST = [[200, { data: { payToken: `CI${payTokens}` } }], 'reset', [417, NO_FUNDS]];
    orange.script.GET = [said];
    const { payer: payee, ...request } = paying('sandbox');
    const provider = connect();
    expect((await provider.payOut({ ...request, payee })).answer).toEqual({ state: 'pending' });
    const { answer, exchange } = await provider.payOut({ ...request, payee });
    expect(answer).toMatchObject(expected);
    expect(exchange).toMatchObject({ httpStatus: 417, body: expect.stringContaining('then asked:') });
  });

  it('is asked after once a repeat is turned away at the gate: the first may have arrived', async () => {
    orange.script.POST = [[200, { data: { payToken: `CI${payTokens}` } }], 'reset', [429, { message: 'Throttled' }]];
    orange.script.GET = [PAID];
    const { payer: payee, ...request } = paying('sandbox');
    const provider = connect();
    await provider.payOut({ ...request, payee });
    expect((await provider.payOut({ ...request, payee })).answer).toMatchObject({ state: 'settled' });
  });

  it.each([
    ['the API’s own 5xx, whatever it says of a transaction', { message: '60001 :: Service indisponible' }, /HTTP 503/],
    ['a fault of the gateway in JSON', { fault: { code: 101503, message: 'Runtime Error' } }, /circuit open/],
    ['a body that is not JSON', 'Service Unavailable', /circuit open/],
  ])('goes on or stops after five answers in a row of this kind: %s', async (_, body, sixth) => {
    orange.script.POST = [[503, body]];
    const provider = connect();
    for (let call = 0; call < 5; call += 1) await provider.collect(paying('sandbox'));
    const { answer } = await provider.collect(paying('sandbox'));
    expect(answer).toMatchObject({ state: 'unavailable', message: expect.stringMatching(sixth) });
  });

  it('is counted, calls for tokens and payTokens too', async () => {
    await connect(LIVE).collect(paying('live'));
    const text = await metrics.render();
    for (const [operation, outcome] of [
      ['token', 'issued'],
      ['collect-init', 'accepted'],
      ['collect', 'accepted'],
    ]) {
      expect(text).toContain(`provider="orange-money",operation="${operation}",outcome="${outcome}"} 1`);
    }
  });
});
