import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Money, Msisdn, SystemClock, uuidv4, type Mode } from '#kernel';
import { CircuitBreakers, HttpOutbound, loadConfig, Metrics } from '#platform';
import { ProviderUnavailable } from '../provider.errors.js';
import type { CollectRequest } from '../provider.port.js';
import { MtnMomoClient } from './mtn-momo.client.js';
import { MtnMomoProvider } from './mtn-momo.provider.js';

const TIMEOUT_MS = 300;
const PAYER = Msisdn.parse('671234567', 'CM');
const NOT_FOUND = { code: 'RESOURCE_NOT_FOUND', message: 'Requested resource was not found.' };
const UNAVAILABLE = { code: 'SERVICE_UNAVAILABLE', message: 'Service temporarily unavailable, try again later.' };
const WEB_PAGE = '<html><head><title>Request Rejected</title></head><body>Support ID is: 42</body></html>';

interface Received {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the scripted MTN does with a request: answer, hang, or break the connection. */
type Reaction = readonly [httpStatus: number, body: unknown] | 'hang' | 'reset';

/** An MTN that does what the test says and remembers what it was sent. */
class ScriptedMtn {
  readonly received: Received[] = [];
  tokensIssued = 0;
  token: () => Reaction = () => [
    200,
    { access_token: `token-${++this.tokensIssued}`, token_type: 'access_token', expires_in: 3600 },
  ];
  /** By method: reactions in order, of which the last one stays. */
  script: { GET: Reaction[]; POST: Reaction[] } = { GET: [[404, NOT_FOUND]], POST: [[202, '']] };
  private readonly server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const line = `${request.method} ${request.url}`;
      this.received.push({ line, headers: request.headers, body });
      if (line.endsWith('/token/')) return react(response, this.token());
      const reactions = this.script[request.method as 'GET' | 'POST'];
      return react(response, (reactions.length > 1 ? reactions.shift() : reactions[0]) ?? 'reset');
    });
  });

  async listen(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What was sent beside the calls for tokens. */
  get calls(): Received[] {
    return this.received.filter(({ line }) => !line.endsWith('/token/'));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function react(response: ServerResponse, reaction: Reaction): void {
  if (reaction === 'hang') return;
  if (reaction === 'reset') return void response.socket?.resetAndDestroy();
  const [httpStatus, body] = reaction;
  response.writeHead(httpStatus).end(typeof body === 'string' ? body : JSON.stringify(body));
}

const LIVE = {
  OPERATORS: 'real',
  MTN_LIVE_API_USER: 'live-user',
  MTN_LIVE_API_KEY: 'live-canary-key',
  MTN_LIVE_COLLECTION_KEY: 'live-canary-collection',
};

let mtn: ScriptedMtn;
let url: string;
let outbound: HttpOutbound;
let metrics: Metrics;
let provider: MtnMomoProvider;

function connect(environment: Record<string, string> = {}): MtnMomoProvider {
  const config = loadConfig({
    APP_ENV: 'test',
    MTN_SANDBOX_URL: `${url}/`,
    MTN_SANDBOX_API_USER: 'sandbox-user',
    MTN_SANDBOX_API_KEY: 'sandbox-canary-key',
    MTN_SANDBOX_COLLECTION_KEY: 'sandbox-collection',
    MTN_SANDBOX_DISBURSEMENT_KEY: 'sandbox-disbursement',
    MTN_LIVE_URL: url,
    OPERATOR_TIMEOUT_MS: String(TIMEOUT_MS),
    ...environment,
  });
  metrics = new Metrics();
  const breakers = new CircuitBreakers(metrics, config);
  return new MtnMomoProvider(new MtnMomoClient(outbound, breakers, metrics, new SystemClock(), config));
}

function paying(mode: Mode = 'sandbox'): CollectRequest {
  const ids = { reference: uuidv4(), externalId: uuidv4() };
  return { mode, ...ids, amount: Money.of('2500', 'XAF'), payer: PAYER, message: 'Facture 42' };
}

const collect = async (request = paying()) => (await provider.collect(request)).answer;
const ask = async (mode: Mode = 'sandbox', reference: string = uuidv4()) =>
  (await provider.collectionStatus({ mode, reference, currency: 'XAF' })).answer;

beforeAll(() => Logger.overrideLogger(false));
beforeEach(async () => {
  mtn = new ScriptedMtn();
  url = await mtn.listen();
  outbound = new HttpOutbound();
  provider = connect();
});
afterEach(async () => {
  await outbound.onApplicationShutdown();
  mtn.close();
});

describe('what is sent to MTN', () => {
  it('is a call for a token without a body, and then the request', async () => {
    const request = paying();
    expect(await collect(request)).toEqual({ state: 'accepted' });
    const [token, creation] = mtn.received;
    expect(token).toMatchObject({ line: 'POST /collection/token/', body: '' });
    expect(token?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('sandbox-user:sandbox-canary-key').toString('base64')}`,
      'ocp-apim-subscription-key': 'sandbox-collection',
    });
    expect(creation?.line).toBe('POST /collection/v1_0/requesttopay');
    expect(creation?.headers).toMatchObject({
      authorization: 'Bearer token-1',
      'ocp-apim-subscription-key': 'sandbox-collection',
      'x-target-environment': 'sandbox',
      'x-reference-id': request.reference,
      'x-callback-url': expect.stringContaining('/api/webhooks/mtn-callback?token='),
      'content-type': 'application/json',
    });
    expect(JSON.parse(creation?.body ?? '')).toMatchObject({ amount: '2500', currency: 'EUR' });
  });

  it('goes to the account of its mode', async () => {
    provider = connect(LIVE);
    expect(await collect(paying('live'))).toEqual({ state: 'accepted' });
    await provider.collectionStatus({ mode: 'live', reference: uuidv4(), currency: 'XAF', closed: true });
    const [creation, status] = mtn.calls;
    expect(creation?.headers).toMatchObject({
      'ocp-apim-subscription-key': 'live-canary-collection',
      'x-target-environment': 'mtncameroon',
    });
    expect(JSON.parse(creation?.body ?? '')).toMatchObject({ amount: '2500', currency: 'XAF' });
    expect(status?.headers).not.toHaveProperty('x-payment-closed');
  });

  it('says to the simulator alone that we have closed a payment', async () => {
    await provider.collectionStatus({ mode: 'sandbox', reference: uuidv4(), currency: 'XAF', closed: true });
    await provider.collectionStatus({ mode: 'sandbox', reference: uuidv4(), currency: 'XAF', closed: false });
    expect(mtn.calls.map(({ headers }) => headers['x-payment-closed'])).toEqual(['true', undefined]);
  });
});

describe('tokens', () => {
  it('are fetched once for many requests, and once more for the other product', async () => {
    await Promise.all(Array.from({ length: 10 }, () => collect()));
    await provider.payOutStatus({ mode: 'sandbox', reference: uuidv4(), currency: 'XAF' });
    expect(mtn.tokensIssued).toBe(2);
    expect(mtn.calls.at(-1)?.headers.authorization).toBe('Bearer token-2');
  });

  it('are renewed, and the request made once more, after 401', async () => {
    mtn.script.POST = [
      [401, { statusCode: 401, message: 'Access token expired' }],
      [202, ''],
    ];
    expect(await collect()).toEqual({ state: 'accepted' });
    expect(mtn.calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('are renewed once and not for ever', async () => {
    mtn.script.POST = [[401, { statusCode: 401, message: 'Unauthorized' }]];
    mtn.script.GET = [[401, { statusCode: 401, message: 'Unauthorized' }]];
    expect(await collect()).toMatchObject({ state: 'unavailable' });
    expect(mtn.calls).toHaveLength(2);
    expect(await ask()).toEqual({ state: 'pending' });
  });

  it.each<[string, Reaction]>([
    ['the credentials are refused', [401, { error: 'login_failed' }]],
    ['the gateway refuses the key', [401, { statusCode: 401, message: 'Access denied' }]],
    ['there is trouble', [500, { code: 'INTERNAL_PROCESSING_ERROR' }]],
    ['the firewall answers', [200, WEB_PAGE]],
    ['no token is in the answer', [200, { token_type: 'access_token', expires_in: 3600 }]],
    ['the token has no life', [200, { access_token: 'token', expires_in: 0 }]],
    ['the connection breaks', 'reset'],
    ['nothing is answered', 'hang'],
  ])('that cannot be had make a request unavailable, because it was not sent: %s', async (_, reaction) => {
    mtn.token = () => reaction;
    expect(await collect()).toMatchObject({ state: 'unavailable', message: expect.stringMatching(/no token/) });
    expect(await ask()).toEqual({ state: 'pending' });
    expect(mtn.calls).toEqual([]);
  });
});

describe('a request whose fate is open', () => {
  it.each<[string, Reaction, string]>([
    ['breaks off', 'reset', 'connection_lost'],
    ['is not answered in time', 'hang', 'timeout'],
  ])('that %s is pending', async (_, reaction, reason) => {
    mtn.script.POST = [reaction];
    const { answer, exchange } = await provider.collect(paying());
    expect(answer).toEqual({ state: 'pending' });
    expect(exchange).toMatchObject({ httpStatus: null, body: expect.stringContaining(reason) });
    expect(mtn.calls).toHaveLength(1);
  });

  it.each<[string, Reaction, object]>([
    ['is not known', [404, NOT_FOUND], { state: 'unavailable' }],
    ['is known', [200, { status: 'PENDING' }], { state: 'pending' }],
    ['has been paid', [200, { status: 'SUCCESSFUL', amount: '2500', currency: 'EUR' }], { state: 'settled' }],
    ['has failed', [200, { status: 'FAILED', reason: 'EXPIRED' }], { state: 'declined', reason: 'expired' }],
    ['cannot be asked for', [503, UNAVAILABLE], { state: 'pending' }],
    ['gets no answer', 'hang', { state: 'pending' }],
  ])('is asked for at once after 503 SERVICE_UNAVAILABLE: the reference %s', async (_, reaction, expected) => {
    mtn.script = { POST: [[503, UNAVAILABLE]], GET: [reaction] };
    const request = paying();
    expect(await collect(request)).toMatchObject(expected);
    expect(mtn.calls.map(({ line }) => line)).toEqual([
      'POST /collection/v1_0/requesttopay',
      `GET /collection/v1_0/requesttopay/${request.reference}`,
    ]);
  });

  it('is declined after 500 INTERNAL_PROCESSING_ERROR only when MTN does not know it', async () => {
    mtn.script = { POST: [[500, { code: 'INTERNAL_PROCESSING_ERROR' }]], GET: [[404, NOT_FOUND]] };
    expect(await collect()).toMatchObject({ state: 'declined', reason: 'operator_refused' });
    mtn.script.GET = [[200, { status: 'PENDING' }]];
    expect(await collect()).toEqual({ state: 'pending' });
  });

  it('is not asked for after a code that says what became of it', async () => {
    mtn.script.POST = [[500, { code: 'PAYER_NOT_FOUND', message: 'Payer not found.' }]];
    expect(await collect()).toMatchObject({ state: 'declined', reason: 'payer_not_found' });
    expect(mtn.calls).toHaveLength(1);
  });
});

describe('the circuit', () => {
  afterEach(() => jest.useRealTimers());

  it.each<[string, Reaction]>([
    ['broken connections', 'reset'],
    ['a gateway without MTN behind it', [502, 'Bad Gateway']],
    ['a maintenance page', [503, WEB_PAGE]],
  ])('opens after five calls in a row that met %s, and closes when MTN is back', async (_, reaction) => {
    mtn.script.POST = [reaction];
    for (let call = 0; call < 5; call += 1) expect(await collect()).toEqual({ state: 'pending' });
    expect(await collect()).toMatchObject({ state: 'unavailable', message: expect.stringContaining('circuit') });
    expect(await ask()).toEqual({ state: 'pending' });
    expect(mtn.calls).toHaveLength(5);
    mtn.script.POST = [[202, '']];
    onlyTheDateMoves(11_000);
    expect(await collect()).toEqual({ state: 'accepted' });
    expect(await ask()).toEqual({ state: 'unknown_reference' });
  });

  it('stays closed however often MTN declines or is out of service by its own word', async () => {
    mtn.script.POST = [[500, { code: 'PAYER_NOT_FOUND' }]];
    for (let call = 0; call < 6; call += 1) expect(await collect()).toMatchObject({ state: 'declined' });
    mtn.script.POST = [[503, UNAVAILABLE]];
    for (let call = 0; call < 6; call += 1) expect(await collect()).toMatchObject({ state: 'unavailable' });
    mtn.script.POST = [[202, '']];
    expect(await collect()).toEqual({ state: 'accepted' });
  });

  it('of the sandbox does not close the way of money, nor that of one product the other’s', async () => {
    provider = connect({ ...LIVE, MTN_LIVE_DISBURSEMENT_KEY: 'live-disbursement' });
    mtn.script.POST = [...Array.from({ length: 5 }, (): Reaction => 'reset'), [202, '']];
    for (let call = 0; call < 5; call += 1) await collect();
    expect(await collect()).toMatchObject({ state: 'unavailable' });
    expect(await collect(paying('live'))).toEqual({ state: 'accepted' });
    const { payer: payee, ...rest } = paying();
    expect((await provider.payOut({ ...rest, payee })).answer).toEqual({ state: 'accepted' });
  });
});

function onlyTheDateMoves(ms: number): void {
  const later = Date.now() + ms;
  jest.useFakeTimers({
    now: later,
    doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'].concat([
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ]) as never,
  });
}

describe('holders', () => {
  const holder = () => provider.accountHolder('sandbox', PAYER);

  it.each<[string, Reaction[], object]>([
    ['false', [[200, { result: false }]], { active: false, name: null }],
    ['404', [[404, NOT_FOUND]], { active: false, name: null }],
    [
      'a thin record',
      [
        [200, { result: true }],
        [200, { sub: '0', given_name: 'Jean Paul', family_name: 'Mbarga' }],
      ],
      { active: true, name: 'Jean Paul Mbarga' },
    ],
    [
      'no record',
      [
        [200, { result: true }],
        [500, { code: 'NOT_ALLOWED' }],
      ],
      { active: true, name: null },
    ],
    ['a record that is lost', [[200, { result: true }], 'reset'], { active: true, name: null }],
  ])('are read from %s', async (_, reactions, expected) => {
    mtn.script.GET = reactions;
    expect(await holder()).toEqual(expected);
    expect(mtn.calls[0]?.line).toBe('GET /collection/v1_0/accountholder/msisdn/237671234567/active');
  });

  it.each<[string, Reaction]>([
    ['trouble', [500, { code: 'INTERNAL_PROCESSING_ERROR' }]],
    ['a 404 that is not MTN’s', [404, { statusCode: 404, message: 'Resource not found' }]],
    ['a web page', [200, WEB_PAGE]],
    ['another word than true or false', [200, { result: 'yes' }]],
  ])('are not judged by %s', async (_, reaction) => {
    mtn.script.GET = [reaction];
    await expect(holder()).rejects.toBeInstanceOf(ProviderUnavailable);
  });
});

describe('an account', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['operators are simulated', { ...LIVE, OPERATORS: 'simulated' }, false],
    ['no API user is configured', { ...LIVE, MTN_LIVE_API_USER: '' }, false],
    ['no API key is configured', { ...LIVE, MTN_LIVE_API_KEY: '' }, false],
    ['collection has no key', { ...LIVE, MTN_LIVE_COLLECTION_KEY: '' }, false],
    ['everything is there', LIVE, true],
  ])('serves the sandbox always, and live when %s: %p', (_, environment, live) => {
    provider = connect(environment);
    expect(provider.serves('live')).toBe(live);
    expect(provider.serves('sandbox')).toBe(true);
  });

  it('without disbursement collects, and says that nothing can be paid out', async () => {
    provider = connect(LIVE);
    mtn.script.GET = [[200, { availableBalance: '125000', currency: 'XAF' }]];
    expect(await provider.balances('live')).toEqual([{ product: 'collection', balance: Money.of('125000', 'XAF') }]);
    const { payer: payee, ...rest } = paying('live');
    expect((await provider.payOut({ ...rest, payee })).answer).toMatchObject({ state: 'unavailable' });
  });

  it('has no balance when MTN’s words cannot be read', async () => {
    mtn.script.GET = [[200, { availableBalance: 'much', currency: 'EUR' }]];
    await expect(provider.balances('sandbox')).rejects.toBeInstanceOf(ProviderUnavailable);
    await expect(provider.balances('live')).rejects.toBeInstanceOf(ProviderUnavailable);
  });
});

describe('what remains of a call', () => {
  it('names no credential and no payer, also where MTN repeats them', async () => {
    mtn.script.GET = [
      [
        500,
        {
          message: 'Bearer token-1 of 237671234567 is bad',
          apiKey: 'sandbox-canary-key',
          payer: { partyId: '671234567' },
        },
      ],
    ];
    const reference = uuidv4();
    const { exchange } = await provider.collectionStatus({ mode: 'sandbox', reference, currency: 'XAF' });
    expect(exchange).toMatchObject({ operation: 'collection-status', reference, httpStatus: 500 });
    expect(exchange.body).not.toMatch(/token-1|canary|671234567/);
  });

  it('is measured by what it meant', async () => {
    await collect();
    mtn.script.POST = [[400, '']];
    await collect();
    const shown = await metrics.render();
    expect(shown).toContain(
      'provider_calls_total{provider="mtn-momo-sandbox",operation="collect",outcome="accepted"} 1',
    );
    expect(shown).toContain(
      'provider_calls_total{provider="mtn-momo-sandbox",operation="collect",outcome="declined"} 1',
    );
    expect(shown).toContain('provider_calls_total{provider="mtn-momo-sandbox",operation="token",outcome="issued"} 1');
  });
});
