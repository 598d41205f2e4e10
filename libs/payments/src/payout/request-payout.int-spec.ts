import { Money, uuidv7, type Tenant } from '#kernel';
import { fingerprint, SharedClock } from '#platform';
import { Providers } from '#providers';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import {
  aPayer,
  atOnce,
  balanceOf,
  checkPayment,
  collectionOf,
  outcomes,
  paidPayment,
  startPayment,
} from '../../../../test/support/payments.js';
import { MTN_MOMO } from '../../../../test/support/simulator.js';
import type { PaymentView } from '../payment/payment-view.js';
import { RequestRefund } from '../refund/request-refund.command.js';
import { ReleaseSettlement } from '../settlement/release-settlement.command.js';
import { DueChecks } from '../due/due-checks.service.js';
import { GetPayout } from './get-payout.query.js';
import type { PayoutView } from './payout-view.js';
import { RequestPayout } from './request-payout.command.js';

const DAY_MS = 24 * 3_600_000;

describe('a payout', () => {
  let core: TestCore;
  let tenant: Tenant;

  beforeAll(async () => {
    // Whether and when a payout completes is decided here and not by the simulator's clock.
    core = await startTestCore({ simulator: { approveAfterMs: DAY_MS } });
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
    core.simulator.control.setFaults(MTN_MOMO, {});
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const request = async (amount: string, key?: string): Promise<PayoutView> => {
    const payout = { tenant, amount: Money.of(amount, 'XAF'), description: null, bankAccountId: null, actorId: null };
    const idempotency = key ? { tenant, operation: 'test.payout', key, fingerprint: fingerprint(amount) } : null;
    return (await core.commands.execute(new RequestPayout(payout, idempotency))).result;
  };
  const refund = (payment: PaymentView, amount: number) =>
    core.commands.execute(
      new RequestRefund(
        { tenant, paymentId: payment.id, amount, description: null, reason: null, actorId: null },
        null,
      ),
    );
  const read = ({ id }: PayoutView) => core.queries.execute(new GetPayout(tenant, id));
  const check = async (payout: PayoutView): Promise<PayoutView> => {
    await core.get(DueChecks).check('payout', payout.id);
    return read(payout);
  };
  const release = () => core.commands.execute(new ReleaseSettlement(tenant, 'XAF'));
  const pass = (ms: number) => core.get(SharedClock).move(ms);
  const balance = () => balanceOf(core, tenant);
  const paid = (ending: '87' | '91', amount?: string) =>
    paidPayment(core, tenant, { payer: aPayer(ending), ...(amount ? { amount } : {}) });
  const trouble = (faults: Parameters<TestCore['simulator']['control']['setFaults']>[1]) =>
    core.simulator.control.setFaults(MTN_MOMO, faults);
  const sent = ({ providerReference: reference }: PayoutView): number =>
    core.simulator.control.statement(MTN_MOMO, { reference }).entries.length;
  const completes = async (payout: PayoutView): Promise<void> => {
    core.simulator.control.decide(MTN_MOMO, payout.providerReference, 'approve');
    expect((await check(payout)).status).toBe('completed');
    expect(sent(payout)).toBe(1);
  };

  describe('asked for many times at once', () => {
    it('never takes more than there is', async () => {
      await paid('91');
      const results = await atOnce(50, () => request('500'));
      expect(outcomes(results)).toEqual({ done: 19, insufficient_balance: 31 });
      expect(await balance()).toEqual([250, 0, 9500]);
      const refusal = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as object] : []))[0];
      expect(refusal).toMatchObject({ details: { available: 250, pending: 0, required: 500 } });
    });

    it('with one key: is made once, and everybody gets the same', async () => {
      await paid('91');
      const results = await atOnce(50, () => request('9000', 'k'));
      expect(outcomes(results)).toEqual({ done: 50 });
      expect(new Set(results.map((result) => result.status === 'fulfilled' && result.value.id)).size).toBe(1);
      expect(await balance()).toEqual([750, 0, 9000]);
    });

    it('and handed over and asked after by many at once: is sent once', async () => {
      await paid('91');
      const payout = await request('5000');
      expect(outcomes(await atOnce(15, () => check(payout)))).toEqual({ done: 15 });
      core.simulator.control.decide(MTN_MOMO, payout.providerReference, 'approve');
      expect(outcomes(await atOnce(15, () => check(payout)))).toEqual({ done: 15 });
      expect([(await read(payout)).status, sent(payout)]).toEqual(['completed', 1]);
      expect(await balance()).toEqual([4750, 0, 0]);
    });

    it('that fails is given back once', async () => {
      await paid('91');
      const payout = await request('5096');
      await atOnce(10, () => check(payout));
      await atOnce(15, () => check(payout));
      expect((await read(payout)).status).toBe('failed');
      expect(await balance()).toEqual([9750, 0, 0]);
    });
  });

  describe('raced by everything else that moves money of the organisation', () => {
    it('refunds that take from what is available: nothing is taken twice, nobody is turned away by a lock', async () => {
      const payments = await Promise.all(Array.from({ length: 10 }, () => paid('91', '1000')));
      const results = await Promise.allSettled([
        ...payments.flatMap((payment) => [refund(payment, 500), refund(payment, 500)]),
        ...Array.from({ length: 20 }, () => request('500')),
      ]);
      const counts = outcomes(results);
      expect(Object.keys(counts).sort()).toEqual(['done', 'insufficient_balance']);
      const [available, pending, reserved] = await balance();
      expect([available! + reserved!, pending]).toEqual([9750, 0]);
      expect(available).toBeLessThan(500);
    });

    it('settlements, refunds and payments at the same time', async () => {
      const due = await Promise.all(Array.from({ length: 12 }, () => paid('87', '1000')));
      await pass(5 * DAY_MS);
      const open = await Promise.all(
        Array.from({ length: 8 }, () => startPayment(core, tenant, { amount: '1000', payer: aPayer('91') })),
      );
      const results = await Promise.allSettled([
        ...due.slice(0, 6).map((payment) => refund(payment, 1000)),
        ...open.map((payment) => checkPayment(core, payment)),
        ...Array.from({ length: 6 }, () => release()),
        ...Array.from({ length: 10 }, () => request('500')),
        ...due.slice(6).map((payment) => refund(payment, 400)),
      ]);
      const counts = outcomes(results);
      expect(Object.keys(counts).filter((code) => code !== 'done' && code !== 'insufficient_balance')).toEqual([]);
      expect(counts['done']).toBeGreaterThanOrEqual(6 + 8 + 6 + 6);
      const [available, pending, reserved] = await balance();
      expect([available! + reserved!, pending]).toEqual([20 * 975, 0]);
    });

    it('releases of one settlement: the money is released once', async () => {
      await Promise.all(Array.from({ length: 5 }, () => paid('87', '1000')));
      expect(await release()).toBe(false);
      expect(await balance()).toEqual([0, 4875, 0]);
      await pass(5 * DAY_MS);
      expect(outcomes(await atOnce(10, release))).toEqual({ done: 10 });
      expect(await balance()).toEqual([4875, 0, 0]);
      const settlements = await core.database.query(
        'SELECT amount::int, payment_count FROM settlements WHERE organization_id = $1',
        [tenant.organizationId],
      );
      expect(settlements).toEqual([{ amount: 4875, payment_count: 5 }]);
    });
  });

  it('leaves nothing to a refund whose payment is pending, where refunds of others have taken that as well', async () => {
    const [pending, gone] = [await paid('87', '1000'), await paid('91', '1000')];
    await request('975');
    await refund(gone, 600);
    expect(await balance()).toEqual([0, 390, 975 + 585]);
    await expect(refund(pending, 1000)).rejects.toMatchObject({
      code: 'insufficient_balance',
      details: { available: 0, pending: 390, required: 975 },
    });
    await refund(pending, 400);
    expect(await balance()).toEqual([0, 0, 975 + 585 + 390]);
  });

  it('waits for the hour of its hand-over', async () => {
    await paid('91');
    const payout = await request('5000');
    await core.database.query(`UPDATE payouts SET hand_over_at = hand_over_at + interval '1 hour' WHERE id = $1`, [
      payout.id,
    ]);
    expect((await check(payout)).status).toBe('pending');
    expect(core.simulator.control.transactions(MTN_MOMO, { externalId: payout.id })).toEqual([]);
    await pass(3_600_000);
    expect((await check(payout)).status).toBe('processing');
  });

  describe('when the operator is in trouble', () => {
    beforeEach(() => paid('91'));

    it('cannot be reached: it waits, and goes through later', async () => {
      const payout = await request('5000');
      trouble({ outage: 'unavailable' });
      expect((await check(payout)).status).toBe('pending');
      trouble({});
      expect((await check(payout)).status).toBe('processing');
      await completes(payout);
    });

    it('takes it and its answer is lost: it is sent once', async () => {
      const payout = await request('5000');
      trouble({ creations: 'answer-lost' });
      await check(payout);
      trouble({});
      expect((await check(payout)).status).toBe('processing');
      await completes(payout);
    });

    it('takes it and forgets it: it is handed over again, and sent once', async () => {
      const payout = await request('5000');
      trouble({ creations: 'vanishes' });
      expect((await check(payout)).status).toBe('processing');
      trouble({});
      expect((await check(payout)).status).toBe('processing');
      await pass(11_000);
      await check(payout);
      await completes(payout);
    });

    it('refuses it: the money is back', async () => {
      const payout = await request('5000');
      trouble({ creations: 'refused', refusalCode: 'PAYEE_NOT_FOUND' });
      expect(await check(payout)).toMatchObject({ status: 'failed', failureReason: 'payer_not_found' });
      expect(await balance()).toEqual([9750, 0, 0]);
    });

    it('says that it sent another amount: it stays open until a person has looked', async () => {
      const payout = await request('5000');
      const asked = await startPayment(core, tenant, { payer: aPayer('97') });
      await core
        .get(Providers)
        .with('mtn-momo', 'sandbox', 'payOut')
        .payOut({
          ...collectionOf(asked, '4999'),
          reference: payout.providerReference,
          payee: collectionOf(asked).payer,
        });
      core.simulator.control.decide(MTN_MOMO, payout.providerReference, 'approve');
      await check(payout);
      expect((await check(payout)).status).toBe('processing');
      expect(await balance()).toEqual([4750, 0, 5000]);
    });
  });
});
