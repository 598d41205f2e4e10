import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, MTN_MOMO, type Simulator, type SimulatorOptions } from './simulator.js';
import { CallbackReceiver } from './testing/callback-receiver.js';
import { call } from './testing/http-call.js';
import { MtnMomoClient } from './testing/mtn-momo-client.js';
import { waitFor } from './testing/wait-for.js';

describe('createSimulator', () => {
  let dataDir: string;
  const started: Simulator[] = [];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'simulator-'));
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((simulator) => simulator.close()));
    rmSync(dataDir, { recursive: true });
  });

  async function start(options: SimulatorOptions = {}): Promise<{ simulator: Simulator; client: MtnMomoClient }> {
    const simulator = await createSimulator({ dataDir, callbackDelayMs: 0, ...options });
    started.push(simulator);
    return { simulator, client: new MtnMomoClient(simulator.mtnMomo) };
  }

  it('says that a port is taken', async () => {
    const { simulator } = await start();
    const port = Number(new URL(simulator.url).port);
    await expect(createSimulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('closes twice without complaint and serves no more', async () => {
    const { simulator } = await start();
    await Promise.all([simulator.close(), simulator.close()]);
    await expect(fetch(simulator.url)).rejects.toThrow('fetch failed');
  });

  it('knows after a restart what it knew before', async () => {
    const first = await start({ approveAfterMs: 3_600_000 });
    const paid = (await first.client.requestToPay('237671234595')).reference;
    const refused = (await first.client.requestToPay('237671234598')).reference;
    for (const reference of [paid, refused]) await first.client.paymentStatus(reference);
    const failedRefund = (await first.client.refund(paid)).reference;
    await first.client.refundStatus(failedRefund);
    first.simulator.control.setFaults(MTN_MOMO, { reasonShape: 'object' });
    first.simulator.control.setClockOffset(60_000);
    first.simulator.control.setOutcome(MTN_MOMO, { subject: 'number', value: '237671234567', outcome: '98' });
    const before = {
      transactions: first.simulator.control.transactions(MTN_MOMO),
      statement: first.simulator.control.statement(MTN_MOMO),
    };
    await first.simulator.close();

    const { simulator, client } = await start({ approveAfterMs: 3_600_000 });
    expect(simulator.control.transactions(MTN_MOMO)).toEqual(before.transactions);
    expect(simulator.control.statement(MTN_MOMO)).toEqual(before.statement);
    expect(simulator.control.faults(MTN_MOMO).reasonShape).toBe('object');
    expect(simulator.control.clock().offsetMs).toBe(60_000);
    expect(simulator.control.outcomes(MTN_MOMO)).toHaveLength(1);
    expect((await client.requestToPay('237671234567', {}, { 'x-reference-id': paid })).status).toBe(409);
    const secondRefund = (await client.refund(paid)).reference;
    expect((await client.refundStatus(secondRefund)).body['status']).toBe('SUCCESSFUL');
    const ids = simulator.control.statement(MTN_MOMO).entries.map((entry) => entry.financialTransactionId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('takes up what was pending, and sends its callback', async () => {
    const receiver = await CallbackReceiver.start();
    try {
      const callback = { 'x-callback-url': receiver.urlOf('/resumed') };
      const first = await start({ approveAfterMs: 3_600_000 });
      const due = (await first.client.requestToPay('237671234567', {}, callback)).reference;
      const prompt = (await first.client.requestToPay('237671234501')).reference;
      await first.simulator.close();

      const { simulator, client } = await start();
      expect(simulator.control.prompts(MTN_MOMO)).toMatchObject([{ reference: prompt }]);
      expect((await client.paymentStatus(due)).body['status']).toBe('PENDING');
      simulator.control.setClockOffset(3_600_000);
      expect((await receiver.waitFor('/resumed'))[0]?.body['status']).toBe('SUCCESSFUL');
      simulator.control.decide(MTN_MOMO, prompt, 'approve');
      expect(simulator.control.statement(MTN_MOMO).entries).toHaveLength(2);
    } finally {
      await receiver.stop();
    }
  });

  it('ends what came due while it was down', async () => {
    const first = await start({ approveAfterMs: 50 });
    const { reference } = await first.client.requestToPay('237671234567');
    await first.simulator.close();
    const { simulator } = await start();
    await waitFor(() => simulator.control.transaction(MTN_MOMO, reference).status === 'succeeded');
    expect(simulator.control.statement(MTN_MOMO).entries).toHaveLength(1);
  });

  it('survives a journal whose last line was cut off', async () => {
    const first = await start({ approveAfterMs: 0 });
    const { reference } = await first.client.requestToPay('237671234587');
    await first.client.paymentStatus(reference);
    await first.simulator.close();
    appendFileSync(join(dataDir, 'journal.jsonl'), '{"type":"transaction","transaction":{"oper');
    const second = await start();
    expect((await second.client.paymentStatus(reference)).body['status']).toBe('SUCCESSFUL');
    await second.simulator.close();
    const third = await start();
    expect(third.simulator.control.transactions(MTN_MOMO)).toHaveLength(1);
  });

  it('forgets a reset also after a restart', async () => {
    const first = await start();
    await first.client.requestToPay('237671234597');
    first.simulator.control.reset();
    await first.simulator.close();
    const { simulator } = await start();
    expect(simulator.control.transactions(MTN_MOMO)).toEqual([]);
  });

  it('pays about a second after the request when nothing else is said', async () => {
    const { simulator, client } = await start({ dataDir: null });
    const { reference } = await client.requestToPay('237671234567');
    expect((await client.paymentStatus(reference)).body['status']).toBe('PENDING');
    await waitFor(() => simulator.control.transaction(MTN_MOMO, reference).status === 'succeeded');
    const { createdAt, finishedAt } = simulator.control.transaction(MTN_MOMO, reference);
    // Timers may fire a millisecond early by the clock that the dates are read from.
    expect(Date.parse(finishedAt ?? '') - Date.parse(createdAt)).toBeGreaterThanOrEqual(990);
  });

  it('answers 404 on a path that no operator has', async () => {
    const { simulator } = await start();
    expect((await call('GET', `${simulator.url}/nowhere`)).status).toBe(404);
  });
});
