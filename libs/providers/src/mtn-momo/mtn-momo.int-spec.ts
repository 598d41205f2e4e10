import { Logger } from '@nestjs/common';
import { Money, Msisdn, uuidv4 } from '#kernel';
import { eventually } from '../../../../test/support/eventually.js';
import { MTN_MOMO, startSimulator, type Simulator } from '../../../../test/support/simulator.js';
import { providerConformance } from '../conformance/provider-conformance.js';
import { collection, eventuallyEnded, refundOf, statusOf, type SimulatedOperator } from '../conformance/stage.js';
import { FAULTS, NOBODY } from '../conformance/simulated-trouble.js';
import { receiveCallbacks, Wiring } from '../conformance/wiring.js';
import { MtnMomoClient } from './mtn-momo.client.js';
import { MtnMomoProvider } from './mtn-momo.provider.js';

const wiring = new Wiring();

function connect(simulator: Simulator, environment: Record<string, string> = {}): MtnMomoProvider {
  const { apiUser, apiKey, subscriptionKeys } = simulator.mtnMomo;
  const parts = wiring.parts({
    MTN_SANDBOX_URL: simulator.url,
    MTN_SANDBOX_API_USER: apiUser,
    MTN_SANDBOX_API_KEY: apiKey,
    MTN_SANDBOX_COLLECTION_KEY: subscriptionKeys.collection,
    MTN_SANDBOX_DISBURSEMENT_KEY: subscriptionKeys.disbursement,
    ...environment,
  });
  return new MtnMomoProvider(new MtnMomoClient(...parts));
}

function simulatedOperator({ control }: Simulator): SimulatedOperator {
  return {
    trouble: (kind) => void control.setFaults(MTN_MOMO, FAULTS[kind]),
    expireCredentials: () => void control.expireTokens(MTN_MOMO),
    decide: (reference, decision) => void control.decide(MTN_MOMO, reference, decision),
    movements: (reference) => control.statement(MTN_MOMO, { reference }).entries.length,
  };
}

const wallet = (lastTwoDigits: string): Msisdn => Msisdn.parse(`6712345${lastTwoDigits}`, 'CM');

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => wiring.close());

providerConformance('MTN MoMo', ['collect', 'refund', 'payOut', 'accountHolder'], async () => {
  const simulator = await startSimulator();
  return {
    operator: simulatedOperator(simulator),
    sendsAtOnce: false,
    wallet,
    connect: () => connect(simulator),
    connectToNobody: () => connect(simulator, { MTN_SANDBOX_URL: NOBODY }),
    close: () => simulator.close(),
  };
});

describe('MTN MoMo', () => {
  let simulator: Simulator;
  let provider: MtnMomoProvider;
  const ask = (request: { reference: string }) => provider.collectionStatus(statusOf(request));

  beforeAll(async () => {
    simulator = await startSimulator();
  });
  beforeEach(() => {
    simulator.control.setFaults(MTN_MOMO, {});
    provider = connect(simulator);
  });
  afterAll(() => simulator.close());

  it.each(['string', 'object'] as const)('reads reasons as %s', async (reasonShape) => {
    simulator.control.setFaults(MTN_MOMO, { reasonShape });
    const request = collection(wallet('99'));
    await provider.collect(request);
    expect(await eventuallyEnded(() => ask(request))).toMatchObject({
      state: 'declined',
      reason: 'insufficient_funds',
      message: expect.stringMatching(/^NOT_ENOUGH_FUNDS/),
    });
  });

  it.each([
    ['46733123450', 'declined', 'operator_refused'],
    ['46733123451', 'declined', 'payer_refused'],
    ['46733123452', 'declined', 'expired'],
    ['46733123455', 'declined', 'payer_not_found'],
    ['46733123460', 'declined', 'operator_refused'],
    ['46733123463', 'declined', 'expired'],
  ])('understands MTN’s own test number %s: %s, %s', async (number, state, reason) => {
    const request = collection(Msisdn.parse(`+${number}`, 'CM'));
    expect((await provider.collect(request)).answer).toEqual({ state: 'accepted' });
    expect((await ask(request)).answer).toMatchObject({ state, reason });
  });

  it('takes CREATED, which MTN’s delayed test number answers, for pending', async () => {
    const request = collection(Msisdn.parse('+46733123454', 'CM'));
    await provider.collect(request);
    const { answer, exchange } = await ask(request);
    expect(answer).toEqual({ state: 'pending' });
    expect(exchange.body).toContain('CREATED');
  });

  it.each([
    ['INVALID_CURRENCY', 'declined'],
    ['NOT_ALLOWED', 'declined'],
    ['PAYER_NOT_FOUND', 'declined'],
    ['INTERNAL_PROCESSING_ERROR', 'declined'],
    ['SERVICE_UNAVAILABLE', 'unavailable'],
    ['SOMETHING_NEW', 'pending'],
  ])('makes of HTTP 500 %s what the code says: %s', async (refusalCode, state) => {
    simulator.control.setFaults(MTN_MOMO, { creations: 'refused', refusalCode });
    const { answer, exchange } = await provider.collect(collection(wallet('42')));
    expect(answer.state).toBe(state);
    expect(exchange).toMatchObject({ httpStatus: 500, body: expect.stringContaining(refusalCode) });
  });

  it('stays pending when MTN says that it is away and cannot be asked for the reference either', async () => {
    const request = collection(wallet('42'));
    await ask(request);
    simulator.control.setFaults(MTN_MOMO, { outage: 'unavailable' });
    const { answer, exchange } = await provider.collect(request);
    expect(answer).toEqual({ state: 'pending' });
    expect(exchange.body).toMatch(/SERVICE_UNAVAILABLE[^]*then asked: 503 .*SERVICE_UNAVAILABLE/);
  });

  it('is called back at the address that it gave, about an id of ours', async () => {
    const receiver = await receiveCallbacks();
    try {
      provider = connect(simulator, receiver.environment);
      const request = collection(wallet('42'));
      await provider.collect(request);
      await eventually(() => receiver.calls.length > 0);
      const { url, fields } = receiver.calls[0]!;
      expect(url).toBe('/api/payments/ipn/momo?token=a%20secret%20%26%20more');
      expect(provider.readCallback(fields)).toEqual([request.externalId, fields['financialTransactionId']]);
    } finally {
      receiver.close();
    }
  });

  it('sends text that the firewall lets through, and francs as euros', async () => {
    const request = collection(wallet('42'));
    await provider.collect(request);
    expect(simulator.control.transaction(MTN_MOMO, request.reference)).toMatchObject({
      message: 'Facture n 42 d ete',
      amount: '2500',
      currency: 'EUR',
      externalId: request.externalId,
    });
  });

  it('tells the balance of each product in francs', async () => {
    const fresh = await startSimulator({ openingBalance: '1000000' });
    try {
      provider = connect(fresh);
      const request = collection(wallet('42'));
      await provider.collect(request);
      await eventuallyEnded(() => ask(request));
      expect(await provider.balances('sandbox')).toEqual([
        { product: 'collection', balance: Money.of('1002500', 'XAF') },
        { product: 'disbursement', balance: Money.of('1000000', 'XAF') },
      ]);
    } finally {
      await fresh.close();
    }
  });

  it('has an amount in another currency than francs compared in that currency', async () => {
    const request = { ...collection(wallet('42')), amount: Money.of('12.50', 'USD') };
    await provider.collect(request);
    const ended = await eventuallyEnded(() => provider.collectionStatus({ ...statusOf(request), currency: 'USD' }));
    expect(ended).toMatchObject({ state: 'settled', amount: Money.of('12.50', 'USD') });
  });

  it('refuses a reference that MTN would not take, before anything is sent', async () => {
    const reference = '01890a5d-ac96-774b-bcce-b302099a8057';
    await expect(provider.collect({ ...collection(wallet('42')), reference })).rejects.toThrow(RangeError);
    expect(() => simulator.control.transaction(MTN_MOMO, reference)).toThrow();
  });

  it('has MTN’s own word for a reference that it does not know', async () => {
    const { answer, exchange } = await provider.collectionStatus(statusOf({ reference: uuidv4() }));
    expect(answer).toEqual({ state: 'unknown_reference' });
    expect(exchange.httpStatus).toBe(404);
  });

  it('refunds with the key and the token of disbursement', async () => {
    const paid = collection(wallet('42'));
    await provider.collect(paid);
    await eventuallyEnded(() => ask(paid));
    const request = refundOf(paid);
    await provider.refund(request);
    expect(simulator.control.transaction(MTN_MOMO, request.reference)).toMatchObject({
      account: 'disbursement',
      kind: 'refund',
    });
  });
});
