import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { uuidv4 } from '#kernel';
import { WEB_PAGE, type Reaction } from '../testing/scripted-operator.js';
import { Bench, LIVE, paying, UNAVAILABLE } from './testing/bench.js';

let bench: Bench;

beforeAll(() => Logger.overrideLogger(false));
beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

describe('what is sent to MTN', () => {
  it('is a call for a token without a body, and then the request', async () => {
    const request = paying();
    expect(await bench.collect(request)).toEqual({ state: 'accepted' });
    const [token, creation] = bench.mtn.received;
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
      'x-callback-url': expect.stringContaining('/api/payments/ipn/momo?token='),
      'content-type': 'application/json',
    });
    expect(JSON.parse(creation?.body ?? '')).toMatchObject({ amount: '2500', currency: 'EUR' });
  });

  it('goes to the account of its mode', async () => {
    bench.connect(LIVE);
    expect(await bench.collect(paying('live'))).toEqual({ state: 'accepted' });
    await bench.provider.collectionStatus({ mode: 'live', reference: uuidv4(), currency: 'XAF', closed: true });
    const [creation, status] = bench.mtn.calls;
    expect(creation?.headers).toMatchObject({
      'ocp-apim-subscription-key': 'live-canary-collection',
      'x-target-environment': 'mtncameroon',
    });
    expect(JSON.parse(creation?.body ?? '')).toMatchObject({ amount: '2500', currency: 'XAF' });
    expect(status?.headers).not.toHaveProperty('x-payment-closed');
  });

  it('says to the simulator alone that we have closed a payment', async () => {
    await bench.provider.collectionStatus({ mode: 'sandbox', reference: uuidv4(), currency: 'XAF', closed: true });
    await bench.provider.collectionStatus({ mode: 'sandbox', reference: uuidv4(), currency: 'XAF', closed: false });
    expect(bench.mtn.calls.map(({ headers }) => headers['x-payment-closed'])).toEqual(['true', undefined]);
  });
});

describe('tokens', () => {
  it('are fetched once for many requests, and once more for the other product', async () => {
    await Promise.all(Array.from({ length: 10 }, () => bench.collect()));
    await bench.provider.payOutStatus({ mode: 'sandbox', reference: uuidv4(), currency: 'XAF' });
    expect(bench.mtn.tokensIssued).toBe(2);
    expect(bench.mtn.calls.at(-1)?.headers.authorization).toBe('Bearer token-2');
  });

  it('are renewed, and the request made once more, after 401', async () => {
    bench.mtn.script.POST = [
      [401, { statusCode: 401, message: 'Access token expired' }],
      [202, ''],
    ];
    expect(await bench.collect()).toEqual({ state: 'accepted' });
    expect(bench.mtn.calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('are renewed once and not for ever', async () => {
    bench.mtn.script.POST = [[401, { statusCode: 401, message: 'Unauthorized' }]];
    bench.mtn.script.GET = [[401, { statusCode: 401, message: 'Unauthorized' }]];
    expect(await bench.collect()).toMatchObject({ state: 'unavailable' });
    expect(bench.mtn.calls).toHaveLength(2);
    expect(await bench.ask()).toEqual({ state: 'pending' });
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
    bench.mtn.token = () => reaction;
    expect(await bench.collect()).toMatchObject({ state: 'unavailable', message: expect.stringMatching(/no token/) });
    expect(await bench.ask()).toEqual({ state: 'pending' });
    expect(bench.mtn.calls).toEqual([]);
  });
});

describe('the circuit', () => {
  it.each<[string, Reaction]>([
    ['broken connections', 'reset'],
    ['a gateway without MTN behind it', [502, 'Bad Gateway']],
    ['a maintenance page', [503, WEB_PAGE]],
  ])('opens after five calls in a row that met %s, and closes when MTN is back', async (_, reaction) => {
    bench.mtn.script.POST = [reaction];
    for (let call = 0; call < 5; call += 1) expect(await bench.collect()).toEqual({ state: 'pending' });
    expect(await bench.collect()).toMatchObject({ state: 'unavailable', message: expect.stringContaining('circuit') });
    expect(await bench.ask()).toEqual({ state: 'pending' });
    expect(bench.mtn.calls).toHaveLength(5);
    bench.mtn.script.POST = [[202, '']];
    const clock = setForward(11_000);
    try {
      expect(await bench.collect()).toEqual({ state: 'accepted' });
      expect(await bench.ask()).toEqual({ state: 'unknown_reference' });
    } finally {
      clock.mockRestore();
    }
  });

  it('stays closed however often MTN declines or is out of service by its own word', async () => {
    bench.mtn.script.POST = [[500, { code: 'PAYER_NOT_FOUND' }]];
    for (let call = 0; call < 6; call += 1) expect(await bench.collect()).toMatchObject({ state: 'declined' });
    bench.mtn.script.POST = [[503, UNAVAILABLE]];
    for (let call = 0; call < 6; call += 1) expect(await bench.collect()).toMatchObject({ state: 'unavailable' });
    bench.mtn.script.POST = [[202, '']];
    expect(await bench.collect()).toEqual({ state: 'accepted' });
  });

  it('of the sandbox does not close the way of money, nor that of one product the other’s', async () => {
    bench.connect({ ...LIVE, MTN_LIVE_DISBURSEMENT_KEY: 'live-disbursement' });
    bench.mtn.script.POST = [...Array.from({ length: 5 }, (): Reaction => 'reset'), [202, '']];
    for (let call = 0; call < 5; call += 1) await bench.collect();
    expect(await bench.collect()).toMatchObject({ state: 'unavailable' });
    expect(await bench.collect(paying('live'))).toEqual({ state: 'accepted' });
    const { payer: payee, ...rest } = paying();
    expect((await bench.provider.payOut({ ...rest, payee })).answer).toEqual({ state: 'accepted' });
  });
});

/** The clock that nobody sets otherwise: circuits go by it. */
function setForward(ms: number) {
  const now = performance.now.bind(performance);
  return jest.spyOn(performance, 'now').mockImplementation(() => now() + ms);
}
