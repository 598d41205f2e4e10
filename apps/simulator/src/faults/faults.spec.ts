import { NO_FAULTS, type OperatorFaults } from './faults.service.js';
import { createSimulator, MTN_MOMO, type Simulator } from '../simulator.js';
import { CallbackReceiver } from '../testing/callback-receiver.js';
import { call } from '../testing/http-call.js';
import { MtnMomoClient } from '../testing/mtn-momo-client.js';
import { waitFor } from '../testing/wait-for.js';

const PAYER = '237671234567';

describe('trouble on demand', () => {
  let simulator: Simulator;
  let client: MtnMomoClient;
  let receiver: CallbackReceiver;

  beforeEach(async () => {
    receiver = await CallbackReceiver.start();
    simulator = await createSimulator({ approveAfterMs: 0, callbackDelayMs: 0, callbackTimeoutMs: 500 });
    client = new MtnMomoClient(simulator.mtnMomo);
  });

  afterEach(async () => {
    await simulator.close();
    await receiver.stop();
  });

  function pay(path = '/callback') {
    return client.requestToPay(PAYER, {}, { 'x-callback-url': receiver.urlOf(path) });
  }

  function set(faults: Partial<OperatorFaults>): void {
    simulator.control.setFaults(MTN_MOMO, faults);
  }

  it('is over when the faults are replaced by none', async () => {
    set({ outage: 'unavailable', dropCallbacks: true });
    set({});
    expect(simulator.control.faults(MTN_MOMO)).toEqual(NO_FAULTS);
    expect((await pay()).status).toBe(202);
  });

  it('out of service: every call is a 503, and nothing is recorded', async () => {
    await client.get('collection', 'v1_0/account/balance');
    set({ outage: 'unavailable' });
    const answers = [await pay(), await client.login('collection')];
    for (const answer of answers) {
      expect([answer.status, answer.body['code']]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    }
    expect(simulator.control.transactions(MTN_MOMO)).toEqual([]);
  });

  it('leaves the control API and the page alone', async () => {
    set({ outage: 'reset', waf: true });
    expect((await call('GET', `${simulator.url}/_control/clock`)).status).toBe(200);
    expect((await call('GET', simulator.url)).status).toBe(200);
  });

  it('connection reset: no answer', async () => {
    set({ outage: 'reset' });
    await expect(client.login('collection')).rejects.toThrow('fetch failed');
  });

  it('slow: the answer is held back', async () => {
    await client.get('collection', 'v1_0/account/balance');
    set({ outage: 'slow', slowMs: 300 });
    const startMs = performance.now();
    expect((await pay()).status).toBe(202);
    // The timer may be a millisecond ahead of the clock that is read here.
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(298);
  });

  it('slow: closing does not wait for what is held back', async () => {
    set({ outage: 'slow', slowMs: 3_600_000 });
    const held = client.login('collection').catch((error: Error) => error.message);
    const isThere = () => call('GET', `${simulator.url}/_control/clock`).then(({ status }) => status === 200);
    await waitFor(isThere);
    await simulator.close();
    expect(await held).toBe('fetch failed');
  });

  it('firewall: an HTML page with a support id', async () => {
    set({ waf: true });
    const answer = await client.login('collection');
    expect(answer.contentType).toContain('text/html');
    expect(answer.text).toMatch(/Request Rejected.*Your support ID is: \d{18,}/);
  });

  it('vanishing requests: 202 and nothing behind it', async () => {
    set({ creations: 'vanishes' });
    const { status, reference } = await pay();
    expect(status).toBe(202);
    expect((await client.paymentStatus(reference)).status).toBe(404);
  });

  it('lost answers: recorded, paid, never answered', async () => {
    set({ creations: 'answer-lost' });
    await expect(pay()).rejects.toThrow('fetch failed');
    await receiver.waitFor('/callback');
    expect(simulator.control.statement(MTN_MOMO).entries).toHaveLength(1);
  });

  it('refusals: 500 with the chosen code and nothing recorded', async () => {
    set({ creations: 'refused', refusalCode: 'NOT_ALLOWED' });
    const answer = await pay();
    expect([answer.status, answer.body['code']]).toEqual([500, 'NOT_ALLOWED']);
    expect(simulator.control.transactions(MTN_MOMO)).toEqual([]);
  });

  describe('callbacks', () => {
    it('come by PUT', async () => {
      set({ callbackMethod: 'PUT' });
      await pay();
      expect((await receiver.waitFor('/callback'))[0]?.method).toBe('PUT');
    });

    it('come in copies', async () => {
      set({ callbackCopies: 3 });
      await pay();
      const callbacks = await receiver.waitFor('/callback', 3);
      expect(new Set(callbacks.map(({ body }) => body['status']))).toEqual(new Set(['SUCCESSFUL']));
    });

    it.each([
      ['paid', '237671234567', 'FAILED', 'SUCCESSFUL'],
      ['refused', '237671234598', 'SUCCESSFUL', 'FAILED'],
    ])('tell the opposite before and after a payment is %s', async (_, payer, told, truth) => {
      set({ callbackTelling: 'opposite' });
      const headers = { 'x-callback-url': receiver.urlOf('/opposite') };
      const { reference } = await client.requestToPay(payer, {}, headers);
      const callbacks = await receiver.waitFor('/opposite', 2);
      expect(callbacks.map(({ body }) => body['status'])).toEqual([told, told]);
      expect((await client.paymentStatus(reference)).body['status']).toBe(truth);
    });

    it('tell the opposite while nothing has ended yet', async () => {
      set({ callbackTelling: 'opposite' });
      const headers = { 'x-callback-url': receiver.urlOf('/early') };
      const { reference } = await client.requestToPay('237671234501', {}, headers);
      expect((await receiver.waitFor('/early'))[0]?.body['status']).toBe('FAILED');
      expect((await client.paymentStatus(reference)).body['status']).toBe('PENDING');
    });

    it('tell an older state after the end', async () => {
      set({ callbackTelling: 'older-last' });
      await pay();
      const callbacks = await receiver.waitFor('/callback', 2);
      expect(callbacks.map(({ body }) => body['status'])).toEqual(['SUCCESSFUL', 'PENDING']);
    });

    it('come late, by the simulated clock', async () => {
      set({ callbackLateMs: 600_000 });
      const { reference } = await pay();
      await waitFor(async () => (await client.paymentStatus(reference)).body['status'] === 'SUCCESSFUL');
      expect(simulator.control.callbacks(MTN_MOMO)).toEqual([]);
      simulator.control.setClockOffset(600_000);
      expect(await receiver.waitFor('/callback')).toHaveLength(1);
    });

    it('that wait are forgotten on reset', async () => {
      set({ callbackLateMs: 600_000 });
      const { reference } = await pay('/forgotten');
      await waitFor(async () => (await client.paymentStatus(reference)).body['status'] === 'SUCCESSFUL');
      simulator.control.reset();
      simulator.control.setClockOffset(600_000);
      client = new MtnMomoClient(simulator.mtnMomo);
      await pay('/fence');
      await receiver.waitFor('/fence');
      expect(receiver.of('/forgotten')).toEqual([]);
    });

    it('are lost', async () => {
      set({ dropCallbacks: true });
      await pay('/lost');
      await waitFor(() => simulator.control.callbacks(MTN_MOMO).length === 1);
      expect(simulator.control.callbacks(MTN_MOMO)[0]).toMatchObject({ result: 'dropped', httpStatus: null });
      expect(receiver.received).toEqual([]);
    });

    it('to a receiver that is down are written off, and the next one is delivered', async () => {
      const down = await CallbackReceiver.start();
      const url = down.urlOf('/down');
      await down.stop();
      const { reference } = await client.requestToPay(PAYER, {}, { 'x-callback-url': url });
      await waitFor(() => simulator.control.callbacks(MTN_MOMO).some((each) => each.reference === reference));
      await pay('/up');
      await receiver.waitFor('/up');
      await waitFor(() => simulator.control.callbacks(MTN_MOMO).length === 2);
      expect(simulator.control.callbacks(MTN_MOMO).map(({ result }) => result)).toEqual(['failed', 'delivered']);
    });

    it('to a receiver that never answers are given up', async () => {
      receiver.mute();
      const { reference } = await pay('/mute');
      await waitFor(() => simulator.control.callbacks(MTN_MOMO).length === 1);
      expect(simulator.control.callbacks(MTN_MOMO)[0]).toMatchObject({ reference, result: 'failed', httpStatus: null });
    });
  });
});
