import { Logger } from '@nestjs/common';
import { Money, Msisdn, SystemClock, uuidv4 } from '#kernel';
import { eventually } from '../../../../test/support/eventually.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { ORANGE_MONEY, startSimulator, type Simulator } from '../../../../test/support/simulator.js';
import { providerConformance } from '../conformance/provider-conformance.js';
import { FAULTS, NOBODY } from '../conformance/simulated-trouble.js';
import {
  collection,
  eventuallyEnded,
  payout,
  refundOf,
  statusOf,
  type SimulatedOperator,
} from '../conformance/stage.js';
import { receiveCallbacks, Wiring } from '../conformance/wiring.js';
import { OperatorTokens } from '../operator-tokens.service.js';
import { OrangeMoneyClient } from './orange-money.client.js';
import { OrangeMoneyProvider } from './orange-money.provider.js';
import { orderIdOf } from './orange-money.requests.js';

const wiring = new Wiring();
let platform: TestPlatform;

function connect(simulator: Simulator, environment: Record<string, string> = {}): OrangeMoneyProvider {
  const parts = wiring.parts({ ORANGE_SANDBOX_URL: simulator.orangeMoney.baseUrl, ...environment });
  return new OrangeMoneyProvider(
    new OrangeMoneyClient(...parts),
    new OperatorTokens(platform.database, new SystemClock()),
  );
}

/** Orange knows our reference as the order’s id, as far as it has room for it. */
function simulatedOperator({ control }: Simulator): SimulatedOperator {
  const payTokenOf = (reference: string): string =>
    control.transactions(ORANGE_MONEY, { externalId: orderIdOf(reference) })[0]?.reference ?? 'none';
  return {
    trouble: (kind) => void control.setFaults(ORANGE_MONEY, FAULTS[kind]),
    expireCredentials: () => void control.expireTokens(ORANGE_MONEY),
    decide: (reference, decision) => void control.decide(ORANGE_MONEY, payTokenOf(reference), decision),
    movements: (reference) => control.statement(ORANGE_MONEY, { externalId: orderIdOf(reference) }).entries.length,
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

providerConformance('Orange Money', ['collect', 'refund', 'payOut', 'accountHolder'], async () => {
  const simulator = await startSimulator();
  return {
    operator: simulatedOperator(simulator),
    sendsAtOnce: true,
    wallet,
    connect: () => connect(simulator),
    connectToNobody: () => connect(simulator, { ORANGE_SANDBOX_URL: NOBODY }),
    close: () => simulator.close(),
  };
});

describe('Orange Money', () => {
  let simulator: Simulator;
  let provider: OrangeMoneyProvider;
  const ask = (request: { reference: string }) => provider.collectionStatus(statusOf(request));
  const transactionOf = (request: { reference: string }) =>
    simulator.control.transactions(ORANGE_MONEY, { externalId: orderIdOf(request.reference) });

  beforeAll(async () => {
    simulator = await startSimulator();
  });
  beforeEach(() => {
    simulator.control.setFaults(ORANGE_MONEY, {});
    provider = connect(simulator);
  });
  afterAll(() => simulator.close());

  it('is asked in its own terms: nine digits, whole francs as text, our ids where there is room', async () => {
    const request = collection(wallet('42'));
    await provider.collect(request);
    expect(transactionOf(request)).toMatchObject([
      {
        kind: 'collection',
        amount: '2500',
        counterparty: { id: '699123442' },
        externalId: request.reference.replaceAll('-', '').slice(0, 20),
        message: `Facture n 42 d ete ${request.externalId}`,
      },
    ]);
  });

  it('is not asked about a reference that has no token: nothing was paid with it', async () => {
    simulator.control.setFaults(ORANGE_MONEY, { outage: 'reset' });
    const { answer, exchange } = await ask({ reference: uuidv4() });
    expect(answer).toEqual({ state: 'unknown_reference' });
    expect(exchange).toMatchObject({ httpStatus: null, body: expect.stringContaining('no payToken') });
  });

  it('pays with the token that was kept first, however many were made', async () => {
    const request = collection(wallet('97'));
    const others = [connect(simulator), connect(simulator), connect(simulator)];
    await Promise.all([provider, ...others].map((each) => each.collect(request)));
    expect(transactionOf(request)).toHaveLength(1);
    const rows = await platform.database.query('SELECT token FROM operator_tokens WHERE reference = $1', [
      request.reference,
    ]);
    expect(rows).toEqual([{ token: transactionOf(request)[0]?.reference }]);
  });

  it('is paid with the token of before by whoever takes the payment up after a crash', async () => {
    const request = collection(wallet('42'));
    simulator.control.setFaults(ORANGE_MONEY, { creations: 'vanishes' });
    await provider.collect(request);
    simulator.control.setFaults(ORANGE_MONEY, {});
    provider = connect(simulator);
    expect((await ask(request)).answer).toEqual({ state: 'unknown_reference' });
    await provider.collect(request);
    expect(await eventuallyEnded(() => ask(request))).toMatchObject({ state: 'settled' });
    expect(transactionOf(request)).toHaveLength(1);
  });

  it.each(['json', 'xml'] as const)(
    'understands the gateway’s %s, and a lost line behind it',
    async (gatewayFormat) => {
      simulator.control.setFaults(ORANGE_MONEY, { gatewayFormat });
      const { answer, exchange } = await provider.collect(collection(wallet('94')));
      expect(answer).toEqual({ state: 'unavailable', message: 'HTTP 503 101503 Runtime Error' });
      expect(exchange.body).toMatch(/Runtime Error[^]*then asked: 200 .*INITIATED/);
    },
  );

  it.each([
    ['60019', 'insufficient_funds'],
    ['90002', 'limit_reached'],
    ['12345', 'operator_refused'],
  ])('makes of 417 %s what the code says: %s', async (refusalCode, reason) => {
    simulator.control.setFaults(ORANGE_MONEY, { creations: 'refused', refusalCode });
    const { answer, exchange } = await provider.collect(collection(wallet('42')));
    expect(answer).toMatchObject({ state: 'declined', reason, message: expect.stringMatching(`^${refusalCode}: `) });
    expect(exchange).toMatchObject({ httpStatus: 417, body: expect.stringContaining(refusalCode) });
  });

  it('declines what cannot be sent while it waits, for want of money of our own', async () => {
    const request = payout('200000000', wallet('42'));
    expect((await provider.payOut(request)).answer).toMatchObject({ state: 'declined', reason: 'insufficient_funds' });
    const { answer } = await provider.payOutStatus(statusOf(request));
    expect(answer).toMatchObject({ state: 'declined', reason: 'insufficient_funds' });
  });

  it('refuses to move anything but francs, before anything is paid', async () => {
    const request = { ...payout('10', wallet('42')), amount: Money.of('10', 'USD') };
    await expect(provider.payOut(request)).rejects.toThrow(RangeError);
    expect(transactionOf(request)).toEqual([]);
  });

  it('stores neither PIN, passwords nor tokens, and no number', async () => {
    const request = collection(wallet('42'));
    const bodies = [(await provider.collect(request)).exchange.body, (await ask(request)).exchange.body];
    const payToken = transactionOf(request)[0]?.reference ?? 'none';
    const callback = 'development-callback-secret';
    for (const secret of ['2222', 'sandbox-api-password', callback, payToken, '699123442', '699000111']) {
      for (const body of bodies) expect(body).not.toContain(secret);
    }
    expect(bodies[0]).toContain(orderIdOf(request.reference));
  });

  it('refunds with a cash-in, which in the sandbox says what it gives back', async () => {
    const paid = collection(wallet('42'));
    await provider.collect(paid);
    await eventuallyEnded(() => ask(paid));
    const request = refundOf(paid);
    await provider.refund(request);
    expect(transactionOf(request)).toMatchObject([
      { kind: 'refund', original: { reference: transactionOf(paid)[0]?.reference }, counterparty: { id: '699123442' } },
    ]);
  });

  it('is called back at the address that it gave, about tokens that lead to our references', async () => {
    const receiver = await receiveCallbacks();
    const { calls } = receiver;
    try {
      provider = connect(simulator, receiver.environment);
      // The shape depends on the token: of twelve payments each shape is very likely to come.
      const requests = Array.from({ length: 12 }, () => collection(wallet('42')));
      await Promise.all(requests.map((request) => provider.collect(request)));
      await eventually(() => calls.length === requests.length);
      const address = '/api/payments/ipn/momo?operator=orange-money&token=a%20secret%20%26%20more';
      expect(new Set(calls.map(({ url }) => url))).toEqual(new Set([address]));
      const named = calls.map(({ fields }) => provider.readCallback(fields));
      expect(named.map(({ length }) => length)).toEqual(requests.map(() => 1));
      const references = await provider.referencesOf(named.flat());
      expect(references.sort()).toEqual(requests.map(({ reference }) => reference).sort());
    } finally {
      receiver.close();
    }
  });
});
