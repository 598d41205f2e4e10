import { Logger } from '@nestjs/common';
import { Money, uuidv4 } from '#kernel';
import { ProviderUnavailable } from '../provider.errors.js';
import { WEB_PAGE, type Reaction } from '../testing/scripted-operator.js';
import { Bench, LIVE, NOT_FOUND, PAYER, paying, UNAVAILABLE } from './testing/bench.js';

const NO_FUNDS: Reaction = [500, { code: 'NOT_ENOUGH_FUNDS', message: 'Not enough funds.' }];
const PAID: Reaction = [200, { status: 'SUCCESSFUL', amount: '2500', currency: 'EUR' }];

let bench: Bench;

beforeAll(() => Logger.overrideLogger(false));
beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(() => bench.close());

describe('a request whose fate is open', () => {
  it.each<[string, Reaction, string]>([
    ['breaks off', 'reset', 'connection_lost'],
    ['is not answered in time', 'hang', 'timeout'],
  ])('that %s is pending', async (_, reaction, reason) => {
    bench.mtn.script.POST = [reaction];
    const { answer, exchange } = await bench.provider.collect(paying());
    expect(answer).toEqual({ state: 'pending' });
    expect(exchange).toMatchObject({ httpStatus: null, body: expect.stringContaining(reason) });
    expect(bench.mtn.calls).toHaveLength(1);
  });

  it.each<[string, Reaction, object]>([
    ['is not known', [404, NOT_FOUND], { state: 'unavailable' }],
    ['is known', [200, { status: 'PENDING' }], { state: 'pending' }],
    ['has been paid', [200, { status: 'SUCCESSFUL', amount: '2500', currency: 'EUR' }], { state: 'settled' }],
    ['has failed', [200, { status: 'FAILED', reason: 'EXPIRED' }], { state: 'declined', reason: 'expired' }],
    ['cannot be asked for', [503, UNAVAILABLE], { state: 'pending' }],
    ['gets no answer', 'hang', { state: 'pending' }],
  ])('is asked for at once after 503 SERVICE_UNAVAILABLE: the reference %s', async (_, reaction, expected) => {
    bench.mtn.script = { POST: [[503, UNAVAILABLE]], GET: [reaction] };
    const request = paying();
    expect(await bench.collect(request)).toMatchObject(expected);
    expect(bench.mtn.calls.map(({ line }) => line)).toEqual([
      'POST /collection/v1_0/requesttopay',
      `GET /collection/v1_0/requesttopay/${request.reference}`,
    ]);
  });

  it('is declined after 500 INTERNAL_PROCESSING_ERROR only when MTN does not know it', async () => {
    bench.mtn.script = { POST: [[500, { code: 'INTERNAL_PROCESSING_ERROR' }]], GET: [[404, NOT_FOUND]] };
    expect(await bench.collect()).toMatchObject({ state: 'declined', reason: 'operator_refused' });
    bench.mtn.script.GET = [[200, { status: 'PENDING' }]];
    expect(await bench.collect()).toEqual({ state: 'pending' });
  });

  it.each<[string, Reaction, Reaction, object]>([
    ['has been paid', NO_FUNDS, PAID, { state: 'settled' }],
    ['is not known', NO_FUNDS, [404, NOT_FOUND], { state: 'declined', reason: 'insufficient_funds' }],
    ['gets no answer', NO_FUNDS, 'reset', { state: 'pending' }],
    ['has been paid, and this call was malformed', [400, ''], PAID, { state: 'settled' }],
  ])('is asked for at once when sending money is refused: the reference %s', async (_, refusal, reaction, expected) => {
    bench.mtn.script = { POST: ['reset', refusal], GET: [reaction] };
    const { payer: payee, ...request } = paying();
    expect((await bench.provider.payOut({ ...request, payee })).answer).toEqual({ state: 'pending' });
    expect((await bench.provider.payOut({ ...request, payee })).answer).toMatchObject(expected);
  });

  it('is not asked for after a code that says what became of it', async () => {
    bench.mtn.script.POST = [[500, { code: 'PAYER_NOT_FOUND', message: 'Payer not found.' }]];
    expect(await bench.collect()).toMatchObject({ state: 'declined', reason: 'payer_not_found' });
    expect(bench.mtn.calls).toHaveLength(1);
  });
});

describe('holders', () => {
  const holder = () => bench.provider.accountHolder('sandbox', PAYER);

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
    bench.mtn.script.GET = reactions;
    expect(await holder()).toEqual(expected);
    expect(bench.mtn.calls[0]?.line).toBe('GET /collection/v1_0/accountholder/msisdn/237671234567/active');
  });

  it.each<[string, Reaction]>([
    ['trouble', [500, { code: 'INTERNAL_PROCESSING_ERROR' }]],
    ['a 404 that is not MTN’s', [404, { statusCode: 404, message: 'Resource not found' }]],
    ['a web page', [200, WEB_PAGE]],
    ['another word than true or false', [200, { result: 'yes' }]],
  ])('are not judged by %s', async (_, reaction) => {
    bench.mtn.script.GET = [reaction];
    await expect(holder()).rejects.toBeInstanceOf(ProviderUnavailable);
  });
});

describe('an account', () => {
  it.each<[string, boolean, Record<string, string>]>([
    ['operators are simulated', false, { ...LIVE, OPERATORS: 'simulated' }],
    ['no API user is configured', false, { ...LIVE, MTN_LIVE_API_USER: '' }],
    ['no API key is configured', false, { ...LIVE, MTN_LIVE_API_KEY: '' }],
    ['collection has no key', false, { ...LIVE, MTN_LIVE_COLLECTION_KEY: '' }],
    ['everything is there', true, LIVE],
  ])('serves the sandbox always, and live when %s: %p', (_, live, environment) => {
    bench.connect(environment);
    expect(bench.provider.serves('live')).toBe(live);
    expect(bench.provider.serves('sandbox')).toBe(true);
  });

  it('without disbursement collects, and says that nothing can be paid out', async () => {
    bench.connect(LIVE);
    bench.mtn.script.GET = [[200, { availableBalance: '125000', currency: 'XAF' }]];
    expect(await bench.provider.balances('live')).toEqual([
      { product: 'collection', balance: Money.of('125000', 'XAF') },
    ]);
    const { payer: payee, ...rest } = paying('live');
    expect((await bench.provider.payOut({ ...rest, payee })).answer).toMatchObject({ state: 'unavailable' });
  });

  it('has no balance when MTN’s words cannot be read', async () => {
    bench.mtn.script.GET = [[200, { availableBalance: 'much', currency: 'EUR' }]];
    await expect(bench.provider.balances('sandbox')).rejects.toBeInstanceOf(ProviderUnavailable);
    await expect(bench.provider.balances('live')).rejects.toBeInstanceOf(ProviderUnavailable);
  });
});

describe('what remains of a call', () => {
  it('names no credential and no payer, also where MTN repeats them', async () => {
    bench.mtn.script.GET = [
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
    const { exchange } = await bench.provider.collectionStatus({ mode: 'sandbox', reference, currency: 'XAF' });
    expect(exchange).toMatchObject({ operation: 'collection-status', reference, httpStatus: 500 });
    expect(exchange.body).not.toMatch(/token-1|canary|671234567/);
  });

  it('is measured by what it meant', async () => {
    await bench.collect();
    bench.mtn.script.POST = [[400, '']];
    await bench.collect();
    const shown = await bench.metrics.render();
    expect(shown).toContain(
      'provider_calls_total{provider="mtn-momo-sandbox",operation="collect",outcome="accepted"} 1',
    );
    expect(shown).toContain(
      'provider_calls_total{provider="mtn-momo-sandbox",operation="collect",outcome="declined"} 1',
    );
    expect(shown).toContain('provider_calls_total{provider="mtn-momo-sandbox",operation="token",outcome="issued"} 1');
  });
});
