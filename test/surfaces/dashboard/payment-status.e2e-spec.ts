import { LetOrganizationLive } from '#identity';
import { RedeemPaymentLink } from '#payments';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer } from '../../support/payments.js';
import { MTN_MOMO, ORANGE_MONEY } from '../../support/simulator.js';

const MINUTE_MS = 60_000;

describe('dashboard: what operators say', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { environment: { HOLDER_LOOKUPS_PER_HOUR: '3' } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    trouble({});
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const trouble = (faults: Parameters<TestDoor['simulator']['control']['setFaults']>[1]) =>
    door.simulator.control.setFaults(MTN_MOMO, faults);
  const pay = (phoneNumber = aPayer()): Promise<Answer> =>
    door.call('makePayment', {
      token: merchant.token,
      body: { amount: 15000, currency: 'XAF', provider: 'mtn-momo', phoneNumber },
    });
  const ask = (transactionId: string, headers: Record<string, string> = {}, token = merchant.token) =>
    door.call('getPaymentStatus', { token, path: { transactionId }, headers });
  const status = async (transactionId: string) => (await ask(transactionId)).body.data;
  const listed = async () => (await door.call('listPayments', { token: merchant.token })).body.data.payments;
  const decide = (providerReference: string, decision: 'approve' | 'refuse' | 'lapse') =>
    door.simulator.control.decide(MTN_MOMO, providerReference, decision);

  describe('when a payment is started', () => {
    it.each([
      ['PAYER_LIMIT_REACHED', 'failed', 'LIMIT_REACHED'],
      ['PAYER_NOT_FOUND', 'failed', 'PAYER_NOT_FOUND'],
      ['NOT_ENOUGH_FUNDS', 'failed', 'INSUFFICIENT_FUNDS'],
      ['APPROVAL_REJECTED', 'cancelled', 'PAYER_REFUSED'],
      ['EXPIRED', 'expired', 'EXPIRED'],
      ['NOT_ALLOWED', 'failed', 'OPERATOR_REFUSED'],
    ])('and it refuses at once (%s): 400, and the payment is kept', async (refusalCode, state, failureCode) => {
      trouble({ creations: 'refused', refusalCode });
      const answer = await pay();
      const [kept] = await listed();
      expect(refusal(answer)).toEqual({
        status: 400,
        code: 'PAYMENT_FAILED',
        message: expect.any(String),
        details: { transactionId: kept.id, failureCode, failureReason: answer.body.error.message },
      });
      expect(kept).toMatchObject({ status: state, paidAt: null });
    });

    it('and it certainly has no request: 502, and the payment is kept as failed', async () => {
      const answer = await pay(aPayer('94'));
      const [kept] = await listed();
      expect(refusal(answer)).toMatchObject({
        status: 502,
        code: 'PROVIDER_UNAVAILABLE',
        details: { transactionId: kept.id },
      });
      expect(await status(kept.id)).toMatchObject({ status: 'failed', failureCode: 'OPERATOR_UNAVAILABLE' });
    });

    it.each(['unavailable', 'reset'] as const)(
      'and it may have the request (%s): 201, and it is told again',
      async (outage) => {
        await pay();
        trouble({ outage });
        const { body, status: code } = await pay();
        trouble({});
        expect([code, body.data.status]).toEqual([201, 'pending']);
        await door.get(SharedClock).move(11_000);
        expect((await status(body.data.transactionId)).status).toBe('pending');
        await door.get(SharedClock).move(5000);
        expect((await status(body.data.transactionId)).status).toBe('paid');
      },
    );

    it('and its answer is lost: 201, and it is asked until it is known', async () => {
      trouble({ creations: 'answer-lost' });
      const answer = await pay();
      trouble({});
      expect([answer.status, answer.body.data.status]).toEqual([201, 'pending']);
      expect((await status(answer.body.data.transactionId)).status).toBe('paid');
    });
  });

  describe('getPaymentStatus', () => {
    it('asks the operator, and tells when', async () => {
      const { transactionId, providerReference } = (await pay()).body.data;
      const asked = Date.now();
      const told = await status(transactionId);
      expect(told).toEqual({
        transactionId,
        paymentId: transactionId,
        status: 'paid',
        amount: 15000,
        currency: 'XAF',
        provider: 'mtn-momo',
        providerReference,
        failureCode: null,
        failureReason: null,
        createdAt: expect.any(String),
        paidAt: expect.any(String),
        lastCheckedAt: expect.any(String),
      });
      expect(Date.parse(told.lastCheckedAt)).toBeGreaterThanOrEqual(asked - 1);
    });

    it.each([
      ['00', 'failed', 'PAYER_NOT_FOUND'],
      ['89', 'expired', 'EXPIRED'],
      ['98', 'cancelled', 'PAYER_REFUSED'],
      ['99', 'failed', 'INSUFFICIENT_FUNDS'],
    ] as const)('of a payer that ends in %s: %s, and why', async (ending, state, failureCode) => {
      const { transactionId } = (await pay(aPayer(ending))).body.data;
      const told = await status(transactionId);
      expect(told).toMatchObject({ status: state, failureCode, failureReason: expect.any(String), paidAt: null });
      const { body } = await door.call('getPayment', { token: merchant.token, path: { paymentId: transactionId } });
      expect(body.data).toMatchObject({
        status: state,
        failureCode,
        cancelledBy: state === 'cancelled' ? 'payer' : null,
      });
    });

    it('asks at most every five seconds', async () => {
      const { transactionId, providerReference } = (await pay(aPayer('97'))).body.data;
      const first = await status(transactionId);
      decide(providerReference, 'approve');
      expect(await status(transactionId)).toEqual(first);
      await door.get(SharedClock).move(5000);
      expect((await status(transactionId)).status).toBe('paid');
    });

    it('is what it was while the operator cannot be asked', async () => {
      const { transactionId } = (await pay()).body.data;
      trouble({ outage: 'unavailable' });
      expect((await status(transactionId)).status).toBe('pending');
    });

    it('is expired after half an hour without an answer, and paid when the operator says so then', async () => {
      const [lapsed, approved] = [await pay(aPayer('97')), await pay(aPayer('97'))];
      await door.get(SharedClock).move(30 * MINUTE_MS);
      decide(approved.body.data.providerReference, 'approve');
      expect(await status(lapsed.body.data.transactionId)).toMatchObject({ status: 'expired', failureCode: 'EXPIRED' });
      expect(await status(approved.body.data.transactionId)).toMatchObject({ status: 'paid', failureCode: null });
    });

    it.each(['98', '89', '99'] as const)(
      'of a payer that ends in %s is what it was, however often it is asked',
      async (ending) => {
        const { transactionId } = (await pay(aPayer(ending))).body.data;
        const { status: first } = await status(transactionId);
        await door.get(SharedClock).move(5000);
        expect((await status(transactionId)).status).toBe(first);
      },
    );

    it('becomes paid after it was cancelled, when the operator confirms it', async () => {
      const { transactionId, providerReference } = (await pay(aPayer('97'))).body.data;
      await door.call('cancelPayment', { token: merchant.token, path: { paymentId: transactionId } });
      decide(providerReference, 'approve');
      await door.get(SharedClock).move(5000);
      expect((await status(transactionId)).status).toBe('paid');
    });

    it('takes what the payers’ pages call a payment', async () => {
      const body = { type: 'Fixed', amount: 15000, currency: 'XAF', paymentMethods: ['MTN Mobile Money'] };
      const link = (await door.call('createPaymentLink', { token: merchant.token, body })).body.data;
      const redemption = { slug: link.slug, provider: 'mtn-momo', payerMsisdn: aPayer(), amount: null } as const;
      const { payment } = (await door.commands.execute(new RedeemPaymentLink(redemption, null))).result;
      const called = `pl_${link.slug}_${BigInt(`0x${payment.id.replaceAll('-', '')}`)}`;
      expect(await status(called)).toMatchObject({ transactionId: payment.id, status: 'paid' });
      const stranger = await aMerchant(door);
      const unknown = refusal(await ask(NOWHERE));
      expect(refusal(await ask(called, {}, stranger.token))).toEqual(unknown);
      for (const id of [`${called}0`, `${called}x`, `pl_${payment.id}`, `pl_${link.slug}_`, 'pl__1'])
        expect(refusal(await ask(id))).toEqual(unknown);
    });

    it('knows no payment of another organisation or mode', async () => {
      const { transactionId } = (await pay()).body.data;
      const stranger = await aMerchant(door);
      const unknown = refusal(await ask(NOWHERE));
      expect(unknown).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
      expect(refusal(await ask(transactionId, {}, stranger.token))).toEqual(unknown);
      for (const id of ['x', '%00', 'a'.repeat(160), `${transactionId}0`])
        expect(refusal(await ask(id))).toEqual(unknown);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(refusal(await ask(transactionId))).toEqual(unknown);
      expect(refusal(await ask(transactionId, { 'x-mode': 'LIVE' }))).toEqual(unknown);
      expect((await ask(transactionId, { 'x-mode': 'SANDBOX' })).status).toBe(200);
    });
  });

  describe('verifyAccountHolder', () => {
    const verify = (query: Record<string, string>): Promise<Answer> =>
      door.call('verifyAccountHolder', { token: merchant.token, query });

    it.each(['+237671381152', ' 237671381152', '6 71 38 11 52', '671381152'])(
      'finds whose wallet %s is',
      async (phoneNumber) => {
        const answer = await verify({ phoneNumber });
        expect(answer.body.data).toEqual({ isActive: true, name: 'Sandbox Payer', phoneNumber: '+237671381152' });
      },
    );

    it('asks Orange Money where the prefix or the caller says so', async () => {
      expect((await verify({ phoneNumber: '699123442' })).body.data).toMatchObject({ name: 'Sandbox Payer' });
      expect((await verify({ phoneNumber: '699123400' })).body.data).toMatchObject({ isActive: false, name: null });
      const ported = await verify({ phoneNumber: '671381152', provider: 'orange-money' });
      expect(ported.body.data).toMatchObject({ isActive: true, phoneNumber: '+237671381152' });
    });

    it('finds the wallet of a number that has changed operator', async () => {
      const outcome = { subject: 'number', value: '237699124500', outcome: 'default' } as const;
      door.simulator.control.setOutcome(MTN_MOMO, outcome);
      expect((await verify({ phoneNumber: '699124500' })).body.data).toMatchObject({ isActive: true });
    });

    it('tells that a number has no wallet', async () => {
      const payer = aPayer('00');
      expect((await verify({ phoneNumber: payer })).body.data).toEqual({
        isActive: false,
        name: null,
        phoneNumber: payer,
      });
      expect((await verify({ phoneNumber: payer, provider: 'mtn-momo' })).body.data.isActive).toBe(false);
    });

    it('is refused when no operator can be reached', async () => {
      trouble({ outage: 'unavailable' });
      const gone = { status: 502, code: 'PROVIDER_UNAVAILABLE', details: { transactionId: null } };
      expect(refusal(await verify({ phoneNumber: aPayer() }))).toMatchObject(gone);
      trouble({});
      door.simulator.control.setFaults(ORANGE_MONEY, { outage: 'unavailable' });
      expect(refusal(await verify({ phoneNumber: aPayer(), provider: 'orange-money' }))).toMatchObject(gone);
      expect(refusal(await verify({ phoneNumber: '699123442' }))).toMatchObject(gone);
      door.simulator.control.setFaults(ORANGE_MONEY, {});
    });

    it('is audited without the number', async () => {
      const phoneNumber = aPayer();
      await verify({ phoneNumber });
      const rows = await door.database.query<{ actor_id: string; details: { number: string } }>(
        `SELECT actor_id, details FROM audit_entries WHERE action = 'account_holder.verified' AND organization_id = $1`,
        [merchant.organizationId],
      );
      expect(rows).toEqual([{ actor_id: merchant.userId, details: { number: expect.stringContaining('•') } }]);
      expect(JSON.stringify(rows)).not.toContain(phoneNumber.slice(-6));
    });

    it('is refused beyond its own limit, which spares all other calls', async () => {
      for (let turn = 0; turn < 3; turn += 1) expect((await verify({ phoneNumber: aPayer() })).status).toBe(200);
      const limited = await verify({ phoneNumber: aPayer() });
      expect(refusal(limited)).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED' });
      expect(limited.headers['retry-after']).toBe(String(limited.body.error.details.retryAfterSeconds));
      expect((await pay()).status).toBe(201);
      const other = await aMerchant(door);
      const theirs = await door.call('verifyAccountHolder', { token: other.token, query: { phoneNumber: aPayer() } });
      expect(theirs.status).toBe(200);
    });

    it.each<[Record<string, string>, string]>([
      [{}, 'phoneNumber'],
      [{ phoneNumber: '12345678' }, 'phoneNumber'],
      [{ phoneNumber: '+33612345678' }, 'phoneNumber'],
      [{ phoneNumber: '671381152', provider: 'mpesa' }, 'provider'],
    ])('refuses %j', async (query, field) => {
      expect(refusal(await verify(query))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: expect.any(Array) },
      });
    });
  });
});
