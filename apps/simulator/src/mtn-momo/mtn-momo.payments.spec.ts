import { createSimulator, MTN_MOMO, type Simulator } from '../simulator.js';
import { CallbackReceiver } from '../testing/callback-receiver.js';
import { MtnMomoClient } from '../testing/mtn-momo-client.js';
import { waitFor } from '../testing/wait-for.js';

const NEVER_BY_ITSELF_MS = 3_600_000;

function payer(ending: string): string {
  return `2376712345${ending}`;
}

describe('payments by the payer’s number', () => {
  let simulator: Simulator;
  let client: MtnMomoClient;

  /** Nothing ends by time here: what a status tells came about at the query. */
  beforeAll(async () => {
    simulator = await createSimulator({ approveAfterMs: NEVER_BY_ITSELF_MS, callbackDelayMs: 0 });
    client = new MtnMomoClient(simulator.mtnMomo);
  });

  afterAll(() => simulator.close());

  async function firstStatus(number: string): Promise<Record<string, unknown>> {
    const { reference, status } = await client.requestToPay(number);
    expect(status).toBe(202);
    return (await client.paymentStatus(reference)).body;
  }

  it.each([
    ['00', 'PAYER_NOT_FOUND'],
    ['89', 'EXPIRED'],
    ['98', 'APPROVAL_REJECTED'],
    ['99', 'NOT_ENOUGH_FUNDS'],
  ])('%s fails at the first check: %s', async (ending, reason) => {
    const body = await firstStatus(payer(ending));
    expect(body).toMatchObject({ status: 'FAILED', reason });
    expect(body).not.toHaveProperty('financialTransactionId');
  });

  it.each(['87', '88', '95', '96'])('%s is paid at the first check', async (ending) => {
    const body = await firstStatus(payer(ending));
    expect(body).toMatchObject({ status: 'SUCCESSFUL', financialTransactionId: expect.any(String) });
    expect(body).not.toHaveProperty('dispute');
    expect(body).not.toHaveProperty('settlement');
  });

  it('90 is paid and disputed over the whole amount', async () => {
    expect(await firstStatus(payer('90'))).toMatchObject({
      status: 'SUCCESSFUL',
      dispute: { reason: expect.any(String), amount: '2500' },
    });
  });

  it('91 is paid and settled immediately', async () => {
    expect(await firstStatus(payer('91'))).toMatchObject({ status: 'SUCCESSFUL', settlement: 'IMMEDIATE' });
  });

  it('86 takes the request, loses the answer, and tells the payment to who asks', async () => {
    const before = simulator.control.transactions(MTN_MOMO).length;
    await expect(client.requestToPay(payer('86'))).rejects.toThrow('fetch failed');
    const [taken, ...rest] = simulator.control.transactions(MTN_MOMO);
    expect(rest).toHaveLength(before);
    const reference = taken?.reference ?? '';
    expect((await client.requestToPay(payer('86'), {}, { 'x-reference-id': reference })).status).toBe(409);
    expect((await client.paymentStatus(reference)).body['status']).toBe('SUCCESSFUL');
  });

  it.each([
    ['93', 500, 'PAYER_LIMIT_REACHED'],
    ['94', 503, 'SERVICE_UNAVAILABLE'],
  ])('%s is refused at once with %i %s and not recorded', async (ending, status, code) => {
    const answer = await client.requestToPay(payer(ending));
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect((await client.paymentStatus(answer.reference)).status).toBe(404);
  });

  it('92 stays pending until a query says that the caller has closed it', async () => {
    const { reference } = await client.requestToPay(payer('92'));
    expect((await client.paymentStatus(reference)).body['status']).toBe('PENDING');
    const closed = { 'x-payment-closed': 'true' };
    expect((await client.paymentStatus(reference, closed)).body['status']).toBe('SUCCESSFUL');
    expect((await client.paymentStatus(reference)).body['status']).toBe('SUCCESSFUL');
  });

  it.each(['97', '01'])('%s ignores that the caller has closed it', async (ending) => {
    const { reference } = await client.requestToPay(payer(ending));
    const { body } = await client.paymentStatus(reference, { 'x-payment-closed': 'true' });
    expect(body['status']).toBe('PENDING');
  });

  it.each([
    ['approve', 'SUCCESSFUL', undefined],
    ['refuse', 'FAILED', 'APPROVAL_REJECTED'],
    ['lapse', 'FAILED', 'EXPIRED'],
  ] as const)('01 waits for a person, who may %s', async (decision, status, reason) => {
    const { reference } = await client.requestToPay(payer('01'));
    expect((await client.paymentStatus(reference)).body['status']).toBe('PENDING');
    expect(simulator.control.prompts(MTN_MOMO).map((prompt) => prompt.reference)).toContain(reference);
    simulator.control.decide(MTN_MOMO, reference, decision);
    const { body } = await client.paymentStatus(reference);
    expect([body['status'], body['reason']]).toEqual([status, reason]);
    expect(simulator.control.prompts(MTN_MOMO).map((prompt) => prompt.reference)).not.toContain(reference);
  });

  it.each([
    ['46733123450', 'FAILED', 'INTERNAL_PROCESSING_ERROR'],
    ['46733123451', 'FAILED', 'APPROVAL_REJECTED'],
    ['46733123452', 'FAILED', 'EXPIRED'],
    ['46733123453', 'PENDING', undefined],
    ['46733123454', 'CREATED', undefined],
    ['46733123455', 'FAILED', 'PAYER_NOT_FOUND'],
    ['46733123456', 'FAILED', 'PAYEE_NOT_ALLOWED_TO_RECEIVE'],
    ['46733123457', 'FAILED', 'NOT_ALLOWED'],
    ['46733123458', 'FAILED', 'NOT_ALLOWED_TARGET_ENVIRONMENT'],
    ['46733123459', 'FAILED', 'INVALID_CALLBACK_URL_HOST'],
    ['46733123460', 'FAILED', 'INVALID_CURRENCY'],
    ['46733123461', 'FAILED', 'INTERNAL_PROCESSING_ERROR'],
    ['46733123462', 'FAILED', 'SERVICE_UNAVAILABLE'],
    ['46733123463', 'FAILED', 'COULD_NOT_PERFORM_TRANSACTION'],
  ])('the published number %s: %s %s', async (number, status, reason) => {
    const body = await firstStatus(number);
    expect([body['status'], body['reason']]).toEqual([status, reason]);
  });
});

describe('payments by time', () => {
  let simulator: Simulator;
  let client: MtnMomoClient;

  beforeEach(async () => {
    simulator = await createSimulator({ approveAfterMs: 60_000, delayedApprovalMs: 300_000, callbackDelayMs: 0 });
    client = new MtnMomoClient(simulator.mtnMomo);
  });

  afterEach(() => simulator.close());

  it.each(['67', '85'])('%s is pending before the approval delay and paid after it', async (ending) => {
    const { reference } = await client.requestToPay(payer(ending));
    expect((await client.paymentStatus(reference)).body['status']).toBe('PENDING');
    simulator.control.setClockOffset(60_000);
    expect((await client.paymentStatus(reference)).body['status']).toBe('SUCCESSFUL');
  });

  it('the published delayed number is created first and paid after the long delay', async () => {
    const { reference } = await client.requestToPay('46733123454');
    simulator.control.setClockOffset(299_000);
    expect((await client.paymentStatus(reference)).body['status']).toBe('CREATED');
    simulator.control.setClockOffset(300_000);
    expect((await client.paymentStatus(reference)).body['status']).toBe('SUCCESSFUL');
  });

  it.each(['97', '01', '92'])('%s stays pending for a year', async (ending) => {
    const { reference } = await client.requestToPay(payer(ending));
    simulator.control.setClockOffset(365 * 86_400_000);
    // The tokens of a year ago have expired.
    const later = new MtnMomoClient(simulator.mtnMomo);
    expect((await later.paymentStatus(reference)).body['status']).toBe('PENDING');
  });
});

describe('callbacks by the payer’s number', () => {
  let simulator: Simulator;
  let client: MtnMomoClient;
  let receiver: CallbackReceiver;

  /** One at a time and without delays, so that callbacks arrive in the order in which payments end. */
  beforeEach(async () => {
    receiver = await CallbackReceiver.start();
    simulator = await createSimulator({ approveAfterMs: 0, callbackDelayMs: 0, callbackConcurrency: 1 });
    client = new MtnMomoClient(simulator.mtnMomo);
  });

  afterEach(async () => {
    await simulator.close();
    await receiver.stop();
  });

  function pay(ending: string, path: string) {
    return client.requestToPay(payer(ending), {}, { 'x-callback-url': receiver.urlOf(path) });
  }

  it('an ordinary payment sends one, unsigned, without the reference', async () => {
    const { reference } = await pay('67', '/paid');
    const [callback] = await receiver.waitFor('/paid');
    expect(callback).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(callback?.headers).not.toHaveProperty('authorization');
    expect(callback?.body).toEqual({
      financialTransactionId: expect.any(String),
      externalId: 'PAY-00042',
      amount: '2500',
      currency: 'EUR',
      payer: { partyIdType: 'MSISDN', partyId: payer('67') },
      payeeNote: 'Commande 42',
      status: 'SUCCESSFUL',
    });
    expect(JSON.stringify(callback)).not.toContain(reference);
  });

  it('a failed payment sends its reason', async () => {
    await pay('99', '/failed');
    const [callback] = await receiver.waitFor('/failed');
    expect(callback?.body).toMatchObject({ status: 'FAILED', reason: 'NOT_ENOUGH_FUNDS' });
  });

  it('85 sends three, an older state in between', async () => {
    await pay('85', '/thrice');
    const callbacks = await receiver.waitFor('/thrice', 3);
    expect(callbacks.map(({ body }) => body['status'])).toEqual(['SUCCESSFUL', 'PENDING', 'SUCCESSFUL']);
    expect(callbacks[1]?.body).not.toHaveProperty('financialTransactionId');
  });

  it('86 and 87 send none', async () => {
    await expect(pay('86', '/none')).rejects.toThrow('fetch failed');
    const { reference } = await pay('87', '/none');
    await waitFor(async () => (await client.paymentStatus(reference)).body['status'] === 'SUCCESSFUL');
    await pay('67', '/fence');
    await receiver.waitFor('/fence');
    expect(receiver.of('/none')).toEqual([]);
  });

  it('a person’s decision sends one', async () => {
    const { reference } = await pay('01', '/handset');
    simulator.control.decide(MTN_MOMO, reference, 'refuse');
    const [callback] = await receiver.waitFor('/handset');
    expect(callback?.body).toMatchObject({ status: 'FAILED', reason: 'APPROVAL_REJECTED' });
  });
});
