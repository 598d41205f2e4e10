import { Logger } from '@nestjs/common';
import { FixedClock, Money, Msisdn, SystemClock, type Clock } from '#kernel';
import { eventually } from '../../../../test/support/eventually.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { ORANGE_WEB, startSimulator, type Simulator } from '../../../../test/support/simulator.js';
import { providerConformance } from '../conformance/provider-conformance.js';
import { FAULTS, NOBODY, TIMEOUT_MS } from '../conformance/simulated-trouble.js';
import { AMOUNT, collection, eventuallyEnded, statusOf, type SimulatedOperator } from '../conformance/stage.js';
import { receiveCallbacks, Wiring } from '../conformance/wiring.js';
import { OperatorPages } from '../operator-pages.service.js';
import type { CollectRequest } from '../provider.port.js';
import { ScriptedOperator } from '../testing/scripted-operator.js';
import { OrangeWebClient } from './orange-web.client.js';
import { OrangeWebProvider } from './orange-web.provider.js';
import { orderIdOf } from './orange-web.requests.js';

const MINUTE_MS = 60_000;
const wiring = new Wiring();
let platform: TestPlatform;

function connect(url: string, environment: Record<string, string> = {}, clock: Clock = new SystemClock()) {
  const parts = wiring.parts({ ORANGE_WEB_SANDBOX_URL: url, ...environment });
  return new OrangeWebProvider(new OrangeWebClient(...parts), new OperatorPages(platform.database, clock), clock);
}

async function confirmOnPage(url: string, payer: Msisdn): Promise<number> {
  const form = new URLSearchParams({ msisdn: payer.national, code: '1234' });
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  await answer.arrayBuffer();
  return answer.status;
}

function simulatedOperator({ control }: Simulator): SimulatedOperator {
  const payTokenOf = (reference: string): string =>
    control.transactions(ORANGE_WEB, { externalId: orderIdOf(reference) })[0]?.reference ?? 'none';
  return {
    trouble: (kind) => void control.setFaults(ORANGE_WEB, FAULTS[kind]),
    expireCredentials: () => void control.expireTokens(ORANGE_WEB),
    decide: (reference, decision) => void control.decide(ORANGE_WEB, payTokenOf(reference), decision),
    movements: (reference) => control.statement(ORANGE_WEB, { externalId: orderIdOf(reference) }).entries.length,
    confirmOnPage,
  };
}

const wallet = (lastTwoDigits: string): Msisdn => Msisdn.parse(`6991234${lastTwoDigits}`, 'CM');

beforeAll(async () => {
  Logger.overrideLogger(false);
  platform = await startTestPlatform();
}, 60_000);
afterAll(async () => {
  await wiring.close();
  await platform?.close();
});

providerConformance('Orange Web Payment', ['collect', 'payerPage'], async () => {
  const simulator = await startSimulator();
  return {
    operator: simulatedOperator(simulator),
    sendsAtOnce: false,
    wallet,
    connect: () => connect(simulator.url),
    connectToNobody: () => connect(NOBODY, { ORANGE_WEB_SANDBOX_PAGES: simulator.url }),
    close: () => simulator.close(),
  };
});

describe('Orange Web Payment', () => {
  let simulator: Simulator;
  let clock: FixedClock;
  let provider: OrangeWebProvider;
  const ask = async (request: CollectRequest) => (await provider.collectionStatus(statusOf(request))).answer;

  beforeAll(async () => {
    simulator = await startSimulator();
  });
  beforeEach(() => {
    simulator.control.setFaults(ORANGE_WEB, {});
    clock = new FixedClock(new Date());
    provider = connect(simulator.url, {}, clock);
  });
  afterAll(() => simulator.close());

  async function collected(digits = '42'): Promise<{ request: CollectRequest; url: string }> {
    const request = collection(wallet(digits));
    expect((await provider.collect(request)).answer).toEqual({ state: 'accepted' });
    return { request, url: (await provider.payerPage(request)) ?? 'none' };
  }

  it('is asked in its own terms: thirty characters of our reference, francs in the sandbox’s currency', async () => {
    const { request, url } = await collected();
    expect(await (await fetch(url)).text()).toMatch(/2500 OUV.*Facture n 42 d ete/);
    await confirmOnPage(url, request.payer);
    const orderId = request.reference.replaceAll('-', '').slice(0, 30);
    expect(simulator.control.transactions(ORANGE_WEB, { externalId: orderId })).toMatchObject([
      { amount: '2500', currency: 'OUV', counterparty: { id: '699123442' } },
    ]);
  });

  it('expires what nobody confirmed, when the page has been over for a while, and sends nobody there any more', async () => {
    const { request, url } = await collected();
    clock.advanceMs(10 * MINUTE_MS - 1);
    expect([await provider.payerPage(request), await ask(request)]).toEqual([url, { state: 'pending' }]);
    clock.advanceMs(1);
    expect([await provider.payerPage(request), await ask(request)]).toEqual([null, { state: 'pending' }]);
    clock.advanceMs(2 * MINUTE_MS);
    expect(await ask(request)).toMatchObject({ state: 'declined', reason: 'expired' });
    // Confirmed money wins.
    await confirmOnPage(url, request.payer);
    expect(await eventuallyEnded(() => provider.collectionStatus(statusOf(request)))).toMatchObject({
      state: 'settled',
      amount: AMOUNT,
    });
  });

  it('never asks for a second page, and ends a payment whose page was lost once no call can be under way', async () => {
    simulator.control.setFaults(ORANGE_WEB, { creations: 'answer-lost' });
    const request = collection(wallet('42'));
    expect((await provider.collect(request)).answer).toMatchObject({ state: 'unavailable' });
    simulator.control.setFaults(ORANGE_WEB, { outage: 'reset' });
    clock.advanceMs(4 * TIMEOUT_MS);
    expect(await ask(request)).toMatchObject({ state: 'declined', reason: 'expired' });
    expect((await provider.collect(request)).answer).toMatchObject({ state: 'declined', reason: 'expired' });
  });

  it('stays pending when Orange does not know what it gave out, or cannot be understood', async () => {
    simulator.control.setFaults(ORANGE_WEB, { creations: 'vanishes' });
    const { request } = await collected();
    expect(await ask(request)).toEqual({ state: 'pending' });
  });

  it('declines what Orange refuses to make a page for', async () => {
    simulator.control.setFaults(ORANGE_WEB, { creations: 'refused', refusalCode: '1204' });
    expect((await provider.collect(collection(wallet('42')))).answer).toMatchObject({
      state: 'declined',
      reason: 'operator_refused',
      message: expect.stringContaining('1204'),
    });
  });

  it('sends payers to no page but where the configuration says that Orange has them', async () => {
    provider = connect(simulator.url, { ORANGE_WEB_SANDBOX_PAGES: 'https://webpayment-qualif.orange-money.com' });
    const request = collection(wallet('42'));
    expect((await provider.collect(request)).answer).toMatchObject({ state: 'unavailable' });
    expect(await provider.payerPage(request)).toBeNull();
  });

  it('refuses anything but francs, and addresses that Orange would not take, before anything is asked', async () => {
    const request = collection(wallet('42'));
    for (const wrong of [
      { amount: Money.of('10', 'USD') },
      { returnUrl: `https://pay.example.cm/${'x'.repeat(100)}` },
      { returnUrl: undefined },
    ]) {
      await expect(provider.collect({ ...request, ...wrong })).rejects.toThrow(RangeError);
    }
    expect(await ask(request)).toEqual({ state: 'unknown_reference' });
  });

  it('stores neither keys nor tokens, and of the secret of notices nothing but a digest', async () => {
    const request = collection(wallet('42'));
    const bodies = [
      (await provider.collect(request)).exchange,
      (await provider.collectionStatus(statusOf(request))).exchange,
    ];
    expect(bodies.map(({ httpStatus }) => httpStatus)).toEqual([201, 201]);
    const payToken = (await provider.payerPage(request))?.split('/').at(-1) ?? 'none';
    for (const { body } of bodies) expect(body).not.toContain(payToken);
    expect(bodies[0]?.body).not.toMatch(/[0-9a-f]{32}/);
    expect(bodies[1]?.body).toContain(orderIdOf(request.reference));
    const [row] = await platform.database.query<{ length: number }>(
      'SELECT length(notice_digest) FROM operator_pages WHERE reference = $1',
      [request.reference],
    );
    expect(row?.length).toBe(32);
  });

  it('is given notice at the address that it gave, by tokens that lead to our references', async () => {
    const receiver = await receiveCallbacks();
    try {
      provider = connect(simulator.url, receiver.environment);
      const { request, url } = await collected();
      await confirmOnPage(url, request.payer);
      await eventually(() => receiver.calls.length === 1);
      const [{ url: address, fields }] = receiver.calls as [(typeof receiver.calls)[number]];
      expect(address).toBe('/api/payments/ipn/momo?operator=orange-money&token=a%20secret%20%26%20more');
      expect(await provider.referencesOf(provider.readCallback(fields))).toEqual([request.reference]);
      expect(await provider.referencesOf(['guessed', 'x'.repeat(128)])).toEqual([]);
      expect(provider.readCallback({ notif_token: ['x'] })).toEqual([]);
    } finally {
      receiver.close();
    }
  });

  it('gives Orange no longer address for notices than it takes', async () => {
    const operator = new ScriptedOperator({ GET: [], POST: [[400, {}]] });
    try {
      const environment = { CALLBACK_URL: 'https://api.example.cm', CALLBACK_SECRET: 'f'.repeat(64) };
      await connect(await operator.listen(), environment).collect(collection(wallet('42')));
      expect(JSON.parse(operator.calls[0]?.body ?? '{}')).toMatchObject({
        notif_url: 'https://api.example.cm/api/payments/ipn/momo?operator=orange-money',
      });
    } finally {
      operator.close();
    }
  });

  it('serves live mode with the credentials of live mode alone', () => {
    const live = { OPERATORS: 'real', ORANGE_WEB_LIVE_CLIENT_ID: 'a', ORANGE_WEB_LIVE_CLIENT_SECRET: 'b' };
    expect(connect(simulator.url, live).serves('live')).toBe(false);
    const whole = connect(simulator.url, { ...live, ORANGE_WEB_LIVE_MERCHANT_KEY: 'c' });
    expect([whole.serves('live'), whole.pageOrigins('live')]).toEqual([true, ['https://webpayment.orange-money.com']]);
    expect(connect(simulator.url, { ...live, OPERATORS: 'simulated' }).pageOrigins('live')).toEqual([]);
  });
});
