import { LetOrganizationLive } from '#identity';
import { DueChecks } from '#payments';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, atOnce, paidPayment } from '../../support/payments.js';
import { MTN_MOMO, ORANGE_MONEY } from '../../support/simulator.js';

describe('dashboard: payouts', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    // Whether and when a payout completes is decided here and not by the simulator's clock.
    door = await startTestDoor(dashboardDoor, { simulator: { approveAfterMs: 3_600_000 } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    await paidPayment(door, merchant.tenant, { payer: aPayer('91') });
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const request = (fields: object = {}, headers: Record<string, string> = {}, { token } = merchant): Promise<Answer> =>
    door.call('requestPayout', { token, body: { amount: 5000, currency: 'XAF', ...fields }, headers });
  const get = (payoutId: string, headers: Record<string, string> = {}, { token } = merchant): Promise<Answer> =>
    door.call('getPayout', { token, path: { payoutId }, headers });
  const list = (query: Record<string, string | number> = {}, { token } = merchant): Promise<Answer> =>
    door.call('listPayouts', { token, query });
  const check = async (payoutId: string) => {
    await door.get(DueChecks).check('payout', payoutId);
    return (await get(payoutId)).body.data;
  };
  const balance = async (): Promise<number[]> => {
    const { available, pending, reserved } = (await door.call('getBalance', { token: merchant.token })).body.data;
    return [available, pending, reserved];
  };
  const approve = (reference: string) => door.simulator.control.decide(MTN_MOMO, reference, 'approve');

  describe('requestPayout', () => {
    it('holds the money and sends it, at no cost', async () => {
      const { status, body } = await request({ description: 'November' });
      const { payoutId } = body.data;
      expect(status).toBe(201);
      expect(body.data).toEqual({
        id: payoutId,
        payoutId,
        amount: 5000,
        currency: 'XAF',
        status: 'pending',
        estimatedArrival: expect.stringMatching(/T17:00:00\.000Z$/),
        createdAt: expect.any(String),
        description: 'November',
        destination: { type: 'sandbox', label: 'Sandbox account', bankAccountId: null },
        providerReference: null,
        failureReason: null,
        mode: 'SANDBOX',
        completedAt: null,
        updatedAt: expect.any(String),
      });
      expect(await balance()).toEqual([4750, 0, 5000]);
      const { status: handedOver, providerReference } = await check(payoutId);
      expect([handedOver, await balance()]).toEqual(['processing', [4750, 0, 5000]]);
      const known = door.simulator.control.transaction(MTN_MOMO, providerReference);
      expect(known).toMatchObject({ kind: 'transfer', amount: '5000' });
      approve(providerReference);
      expect(await check(payoutId)).toMatchObject({ status: 'completed', completedAt: expect.any(String) });
      expect(await balance()).toEqual([4750, 0, 0]);
      const audited = await door.database.query(
        'SELECT action, actor_id FROM audit_entries WHERE record_id = $1 ORDER BY id',
        [payoutId],
      );
      expect(audited).toEqual([
        { action: 'payout.requested', actor_id: merchant.userId },
        { action: 'payout.completed', actor_id: null },
      ]);
    });

    it('gives the money back when it fails', async () => {
      const { payoutId } = (await request({ amount: 5096 })).body.data;
      expect((await check(payoutId)).status).toBe('processing');
      expect(await check(payoutId)).toMatchObject({
        status: 'failed',
        failureReason: expect.any(String),
        completedAt: null,
      });
      expect(await balance()).toEqual([9750, 0, 0]);
    });

    it('stays processing as long as the operator does', async () => {
      const { payoutId } = (await request({ amount: 5097 })).body.data;
      for (const _ of [1, 2, 3]) expect((await check(payoutId)).status).toBe('processing');
    });

    it('goes to the stakeholder’s wallet where one is known, and shows its number masked', async () => {
      const fresh = await aMerchant(door);
      await door.database.query(
        `INSERT INTO merchant_terms (organization_id, payout_msisdn) VALUES ($1, '+237671381152')`,
        [fresh.organizationId],
      );
      await paidPayment(door, fresh.tenant, { payer: aPayer('91') });
      const { data } = (await request({}, {}, fresh)).body;
      expect(data.destination).toMatchObject({
        type: 'mobile-money',
        label: expect.stringMatching(/^MTN Mobile Money /),
      });
      expect(JSON.stringify(data)).not.toContain('671381152');
      await door.get(DueChecks).check('payout', data.payoutId);
      const [transfer] = door.simulator.control.transactions(MTN_MOMO, { externalId: data.payoutId });
      expect(transfer?.counterparty).toEqual({ type: 'MSISDN', id: '237671381152' });
    });

    it.each<[string, string, string]>([
      ['the operator of its prefix', '699381152', 'Orange Money'],
      ['another operator, which has the wallet now', '699381100', 'MTN Mobile Money'],
    ])('goes to a wallet with %s', async (_, national, operator) => {
      const fresh = await aMerchant(door);
      await door.database.query('INSERT INTO merchant_terms (organization_id, payout_msisdn) VALUES ($1, $2)', [
        fresh.organizationId,
        `+237${national}`,
      ]);
      // Orange does not have the second number; MTN does, although its digits say no.
      door.simulator.control.setOutcome(MTN_MOMO, { subject: 'number', value: '237699381100', outcome: 'default' });
      await paidPayment(door, fresh.tenant, { payer: aPayer('91') });
      const { data } = (await request({}, {}, fresh)).body;
      expect(data.destination.label).toMatch(`${operator} +237`);
      await door.get(DueChecks).check('payout', data.payoutId);
      const counterparties = [ORANGE_MONEY, MTN_MOMO]
        .flatMap((id) => door.simulator.control.transactions(id, { kind: 'transfer' }))
        .map(({ counterparty }) => counterparty?.id);
      expect(counterparties).toContain(operator === 'Orange Money' ? national : `237${national}`);
    });

    it('is refused in live mode when there is nowhere to pay to', async () => {
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(refusal(await request({}, { 'x-mode': 'LIVE' }))).toMatchObject({
        status: 422,
        code: expect.stringMatching(/^(PAYOUT_DESTINATION_MISSING|INSUFFICIENT_BALANCE)$/),
      });
    });

    it('is refused beyond what is available, also when many come at once', async () => {
      expect(refusal(await request({ amount: 9751 }))).toMatchObject({
        status: 422,
        code: 'INSUFFICIENT_BALANCE',
        details: { available: 9750, pending: 0, required: 9751 },
      });
      const answers = await atOnce(12, () => request({ amount: 1000 }));
      const codes = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0));
      expect(codes.filter((code) => code === 201)).toHaveLength(9);
      expect(codes.filter((code) => code === 422)).toHaveLength(3);
      expect(await balance()).toEqual([750, 0, 9000]);
    });

    it('takes nothing from what is pending', async () => {
      await paidPayment(door, merchant.tenant);
      expect(refusal(await request({ amount: 10000 }))).toMatchObject({
        code: 'INSUFFICIENT_BALANCE',
        details: { available: 9750, pending: 9750, required: 10000 },
      });
    });

    it.each<[object, string]>([
      [{ amount: 499 }, 'amount'],
      [{ amount: 0.99, currency: 'USD' }, 'amount'],
      [{ amount: 500.5 }, 'amount'],
      [{ amount: '5000' }, 'amount'],
      [{ amount: undefined }, 'amount'],
      [{ currency: 'EUR' }, 'currency'],
      [{ bankAccountId: NOWHERE }, 'bankAccountId'],
      [{ description: 'x'.repeat(256) }, 'description'],
      [{ destination: '+237671381152' }, 'destination'],
    ])('is refused as %j', async (fields, field) => {
      expect(refusal(await request(fields))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [expect.any(String)] },
      });
      expect(await balance()).toEqual([9750, 0, 0]);
    });

    it.each([
      ['XAF', 500, '91'],
      ['USD', 1, '91'],
    ] as const)('takes the least amount in %s', async (currency, amount, ending) => {
      await paidPayment(door, merchant.tenant, { payer: aPayer(ending), currency, amount: '1000' });
      expect((await request({ amount, currency, description: null })).status).toBe(201);
    });

    it('with an Idempotency-Key is made once', async () => {
      const key = { 'idempotency-key': 'p-1' };
      const first = await request({}, key);
      await request({ amount: 4750 });
      const again = await request({}, key);
      expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([201, 'true', first.body]);
      expect(refusal(await request({ amount: 700 }, key))).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' });
      // A field that breaks its constraint is told of before the key is looked at.
      expect(refusal(await request({ amount: 5 }, key))).toMatchObject({ code: 'VALIDATION_ERROR' });
      expect((await list()).body.data.pagination.total).toBe(2);
    });

    it('is told to wait while the first call with its key runs', async () => {
      const key = { 'idempotency-key': 'p-2' };
      await request({}, key);
      await door.database.query('UPDATE idempotency_keys SET answered = false, answer = NULL WHERE key = $1', ['p-2']);
      expect(refusal(await request({}, key))).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' });
      expect((await list()).body.data.pagination.total).toBe(1);
    });
  });

  describe('listPayouts and getPayout', () => {
    it('list what the organisation has, newest first, by status', async () => {
      const made: string[] = [];
      for (const amount of [500, 596, 597]) made.unshift((await request({ amount })).body.data.payoutId);
      const ids = async (query: Record<string, string | number> = {}) =>
        (await list(query)).body.data.payouts.map(({ payoutId }: { payoutId: string }) => payoutId);
      expect(await ids()).toEqual(made);
      await check(made[0]!);
      await check(made[1]!);
      await check(made[1]!);
      expect(await ids({ status: 'processing' })).toEqual([made[0]]);
      expect(await ids({ status: 'failed' })).toEqual([made[1]]);
      expect(await ids({ status: 'pending' })).toEqual([made[2]]);
      expect(await ids({ limit: 1, page: 2 })).toEqual([made[1]]);
      expect(refusal(await list({ status: 'queued' }))).toMatchObject({
        status: 422,
        details: { status: expect.any(Array) },
      });
      expect((await list({}, await aMerchant(door))).body.data).toMatchObject({
        payouts: [],
        pagination: { total: 0 },
      });
    });

    it('know no payout of another organisation or mode', async () => {
      const { payoutId } = (await request()).body.data;
      const unknown = refusal(await get(NOWHERE));
      expect(unknown).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
      expect(refusal(await get(payoutId, {}, await aMerchant(door)))).toEqual(unknown);
      expect(refusal(await get('x'))).toEqual(unknown);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(refusal(await get(payoutId))).toEqual(unknown);
      expect((await list()).body.data.payouts).toEqual([]);
      expect((await get(payoutId, { 'x-mode': 'SANDBOX' })).status).toBe(200);
    });
  });
});
