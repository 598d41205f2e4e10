import { randomUUID } from 'node:crypto';
import { createSimulator, type Simulator } from '../simulator.js';
import { call } from '../testing/http-call.js';
import { MtnMomoClient } from '../testing/mtn-momo-client.js';

const PAYER = '237671234567';
const NEVER_BY_ITSELF_MS = 3_600_000;

describe('control API', () => {
  let simulator: Simulator;
  let client: MtnMomoClient;
  let control: string;
  let mtnMomo: string;

  beforeEach(async () => {
    simulator = await createSimulator({ approveAfterMs: NEVER_BY_ITSELF_MS, callbackDelayMs: 0 });
    client = new MtnMomoClient(simulator.mtnMomo);
    control = `${simulator.url}/_control`;
    mtnMomo = `${control}/operators/mtn-momo`;
  });

  afterEach(() => simulator.close());

  const put = (url: string, body: unknown) => call('PUT', url, { body });

  async function statusOf(reference: string): Promise<unknown[]> {
    const { body } = await client.paymentStatus(reference);
    return [body['status'], body['reason']];
  }

  async function pay(number = PAYER, amount = '2500', externalId = 'PAY-1'): Promise<string> {
    return (await client.requestToPay(number, { amount, externalId })).reference;
  }

  it('lists the operators and knows no others', async () => {
    expect((await call('GET', `${control}/operators`)).text).toBe(
      '[{"id":"mtn-momo","name":"MTN MoMo"},{"id":"orange-money","name":"Orange Money"},' +
        '{"id":"orange-web","name":"Orange Web Payment"}]',
    );
    expect((await call('GET', `${control}/operators/nobody/faults`)).status).toBe(404);
    expect((await put(`${control}/operators/nobody/faults`, {})).status).toBe(404);
  });

  describe('faults', () => {
    it('are replaced and shown', async () => {
      const answer = await put(`${mtnMomo}/faults`, { outage: 'slow', slowMs: 5 });
      expect(answer.body).toMatchObject({ outage: 'slow', slowMs: 5, waf: false });
      expect((await call('GET', `${mtnMomo}/faults`)).body).toEqual(answer.body);
      expect((await put(`${mtnMomo}/faults`, {})).body).toMatchObject({ outage: 'none', slowMs: 10_000 });
    });

    it.each([
      [{ outage: 'tornado' }],
      [{ slowMs: -1 }],
      [{ slowMs: '5' }],
      [{ callbackCopies: 0 }],
      [{ waf: 'yes' }],
      [{ unknown: true }],
      [{ constructor: 1 }],
      ['[]'],
      ['{'],
    ])('are refused: %j', async (body) => {
      expect((await put(`${mtnMomo}/faults`, body)).status).toBe(400);
      expect((await call('GET', `${mtnMomo}/faults`)).body).toMatchObject({ outage: 'none' });
    });

    it('include the end of all tokens', async () => {
      await client.get('collection', 'v1_0/account/balance');
      expect((await call('POST', `${mtnMomo}/tokens/expire`)).body).toEqual({ expired: 1 });
      expect((await client.get('collection', 'v1_0/account/balance')).status).toBe(401);
    });
  });

  describe('outcomes', () => {
    it('of a number go before its digits and before the published table, until removed', async () => {
      for (const number of [PAYER, '46733123450']) {
        await put(`${mtnMomo}/outcomes/numbers/${number}`, { outcome: '98' });
        expect(await statusOf(await pay(number))).toEqual(['FAILED', 'APPROVAL_REJECTED']);
      }
      await put(`${mtnMomo}/outcomes/numbers/${PAYER}`, { outcome: '00' });
      const active = () => client.get('collection', `v1_0/accountholder/msisdn/${PAYER}/active`);
      expect((await active()).body).toEqual({ result: false });
      expect((await call('DELETE', `${mtnMomo}/outcomes/numbers/${PAYER}`)).status).toBe(204);
      expect((await active()).body).toEqual({ result: true });
      expect((await call('GET', `${mtnMomo}/outcomes`)).text).toBe(
        '[{"subject":"number","value":"46733123450","outcome":"98"}]',
      );
    });

    it('of a reference that is still to come go before those of its number', async () => {
      const reference = randomUUID();
      await put(`${mtnMomo}/outcomes/numbers/${PAYER}`, { outcome: '98' });
      await put(`${mtnMomo}/outcomes/references/${reference}`, { outcome: '99' });
      await client.requestToPay(PAYER, {}, { 'x-reference-id': reference });
      expect(await statusOf(reference)).toEqual(['FAILED', 'NOT_ENOUGH_FUNDS']);
    });

    it('of a reference that is pending change its course', async () => {
      const reference = await pay();
      expect((await put(`${mtnMomo}/outcomes/references/${reference}`, { outcome: '89' })).status).toBe(204);
      expect(await statusOf(reference)).toEqual(['FAILED', 'EXPIRED']);
      expect((await put(`${mtnMomo}/outcomes/references/${reference}`, { outcome: '87' })).status).toBe(409);
    });

    it('of a payout and of a refund are read from their own tables', async () => {
      const payout = (await client.transfer(PAYER)).reference;
      await put(`${mtnMomo}/outcomes/references/${payout}`, { outcome: '96' });
      expect((await client.transferStatus(payout)).body['status']).toBe('FAILED');
      const refund = (await client.refund(await pay('237671234587'))).reference;
      await put(`${mtnMomo}/outcomes/references/${refund}`, { outcome: '88' });
      expect((await client.refundStatus(refund)).body['status']).toBe('PENDING');
    });

    it.each([
      ['references', { outcome: 'nonsense' }],
      ['references', {}],
      ['people', { outcome: '98' }],
    ])('are refused for %s: %j', async (subject, body) => {
      expect((await put(`${mtnMomo}/outcomes/${subject}/x`, body)).status).toBe(400);
    });
  });

  describe('clock', () => {
    it('moves what is due', async () => {
      const reference = await pay();
      const { body } = await put(`${control}/clock`, { offsetMs: NEVER_BY_ITSELF_MS - 60_000 });
      expect(body['offsetMs']).toBe(NEVER_BY_ITSELF_MS - 60_000);
      expect(Date.parse(String(body['now'])) - Date.now()).toBeGreaterThan(NEVER_BY_ITSELF_MS - 120_000);
      expect(await statusOf(reference)).toEqual(['PENDING', undefined]);
      await put(`${control}/clock`, { offsetMs: NEVER_BY_ITSELF_MS });
      const later = new MtnMomoClient(simulator.mtnMomo);
      expect((await later.paymentStatus(reference)).body['status']).toBe('SUCCESSFUL');
    });

    it.each([{}, { offsetMs: '1' }, { offsetMs: 1.5 }, { offsetMs: 1e15 }])('refuses %j', async (body) => {
      expect((await put(`${control}/clock`, body)).status).toBe(400);
    });
  });

  describe('statement', () => {
    beforeEach(async () => {
      for (const [externalId, amount] of [
        ['PAY-1', '100'],
        ['PAY-2', '20.5'],
        ['PAY-3', '3'],
      ] as const) {
        await client.paymentStatus(await pay('237671234587', amount, externalId));
      }
    });

    const statement = async (query: string) => (await call('GET', `${mtnMomo}/statement${query}`)).body;
    const idsOf = ({ entries }: Record<string, unknown>) =>
      (entries as { externalId: string }[]).map((entry) => entry.externalId);

    it('tells everything in order, with totals and balances', async () => {
      const all = await statement('');
      expect(idsOf(all)).toEqual(['PAY-1', 'PAY-2', 'PAY-3']);
      expect(all['totals']).toEqual([{ kind: 'collection', currency: 'EUR', count: 3, amount: '123.5' }]);
      expect(all['balances']).toEqual([
        { account: 'collection', currency: 'EUR', balance: '100000123.5' },
        { account: 'disbursement', currency: 'EUR', balance: '100000000' },
      ]);
    });

    it.each([
      ['?externalId=PAY-2', ['PAY-2']],
      ['?kind=refund', []],
      ['?kind=collection&account=collection&currency=EUR', ['PAY-1', 'PAY-2', 'PAY-3']],
      ['?counterparty=237671234599', []],
      ['?from=2020-01-01&to=2021-01-01', []],
      ['?after=1', ['PAY-2', 'PAY-3']],
      ['?after=1&limit=1', ['PAY-2']],
      ['?limit=0', []],
    ])('is filtered by %s', async (query, expected) => {
      expect(idsOf(await statement(query))).toEqual(expected);
    });

    it('keeps the totals when only a page is shown', async () => {
      expect((await statement('?limit=1'))['totals']).toMatchObject([{ count: 3 }]);
    });

    it.each(['?from=yesterday', '?limit=-1', '?limit=x', '?after=1.5'])('refuses %s', async (query) => {
      expect((await call('GET', `${mtnMomo}/statement${query}`)).status).toBe(400);
    });
  });

  it('shows transactions, newest first, and one by its reference', async () => {
    const first = await pay('237671234597', '1', 'A');
    const second = await pay('237671234598', '2', 'B');
    await client.paymentStatus(second);
    const list = async (query: string) =>
      (JSON.parse((await call('GET', `${mtnMomo}/transactions${query}`)).text) as { reference: string }[]).map(
        ({ reference }) => reference,
      );
    expect(await list('')).toEqual([second, first]);
    expect(await list('?status=failed')).toEqual([second]);
    expect(await list('?counterparty=237671234597')).toEqual([first]);
    expect(await list('?limit=1')).toEqual([second]);
    const one = await call('GET', `${mtnMomo}/transactions/${first}`);
    expect(one.body).toMatchObject({ reference: first, status: 'pending', amount: '1', externalId: 'A' });
    expect((await call('GET', `${mtnMomo}/transactions/${randomUUID()}`)).status).toBe(404);
  });

  it('lets a person decide once', async () => {
    const reference = await pay('237671234501');
    const decide = (decision: string) =>
      call('POST', `${mtnMomo}/transactions/${reference}/decision`, { body: { decision } });
    expect((await decide('perhaps')).status).toBe(400);
    expect((await decide('approve')).body).toMatchObject({ status: 'succeeded' });
    expect((await decide('refuse')).status).toBe(409);
    expect(await statusOf(reference)).toEqual(['SUCCESSFUL', undefined]);
  });

  it('forgets everything on reset, what was still to happen included', async () => {
    const reference = await pay();
    await put(`${mtnMomo}/faults`, { waf: true });
    await put(`${control}/clock`, { offsetMs: 1_000 });
    expect((await call('POST', `${control}/reset`)).status).toBe(204);
    expect(simulator.control.clock().offsetMs).toBe(0);
    expect(simulator.control.faults('mtn-momo').waf).toBe(false);
    simulator.control.setClockOffset(NEVER_BY_ITSELF_MS * 2);
    const later = new MtnMomoClient(simulator.mtnMomo);
    expect((await later.paymentStatus(reference)).status).toBe(404);
    expect(simulator.control.statement('mtn-momo').entries).toEqual([]);
  });

  it('takes nothing from the pages of other sites', async () => {
    const foreign = await call('POST', `${control}/reset`, { headers: { origin: 'https://evil.example' } });
    expect(foreign.status).toBe(403);
    const own = await call('POST', `${control}/reset`, { headers: { origin: simulator.url } });
    expect(own.status).toBe(204);
  });
});
