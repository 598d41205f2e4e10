import { uuidv7, type Tenant } from '#kernel';
import { fingerprint, JobWorkers, SharedClock } from '#platform';
import { Providers, type ProviderName } from '#providers';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import {
  aPayer,
  atOnce,
  balanceOf,
  collectionOf,
  outcomes,
  paidPayment,
  readPayment,
} from '../../../../test/support/payments.js';
import { OPERATORS, operatorsFilter } from '../../../../test/support/simulator.js';
import type { PaymentView } from '../payment/payment-view.js';
import { DueChecks } from '../due/due-checks.service.js';
import { GetRefund } from './get-refund.query.js';
import type { RefundView } from './refund-view.js';
import { RequestRefund } from './request-refund.command.js';
import { RetryRefund } from './retry-refund.command.js';

const DAY_MS = 24 * 3_600_000;

describe('a refund', () => {
  let core: TestCore;
  let tenant: Tenant;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
    for (const operator of OPERATORS) core.simulator.control.setFaults(operator, {});
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const request = async (payment: PaymentView, amount: number, key?: string): Promise<RefundView> => {
    const refund = { tenant, paymentId: payment.id, amount, description: null, reason: null, actorId: null };
    const idempotency = key ? { tenant, operation: 'test.refund', key, fingerprint: fingerprint(amount) } : null;
    return (await core.commands.execute(new RequestRefund(refund, idempotency))).result;
  };
  const read = ({ id }: RefundView) => core.queries.execute(new GetRefund(tenant, id));
  const check = async (refund: RefundView): Promise<RefundView> => {
    await core.get(DueChecks).check('refund', refund.id);
    return read(refund);
  };
  /** Handed over, and then asked after until the operator has said how it ended. */
  const end = async (refund: RefundView): Promise<RefundView> => {
    await check(refund);
    return check(refund);
  };
  const retry = ({ id }: RefundView) => core.commands.execute(new RetryRefund(tenant, id));
  const paid = (ending?: Parameters<typeof aPayer>[0], amount?: string, provider: ProviderName = 'mtn-momo') =>
    paidPayment(core, tenant, { payer: aPayer(ending), provider, ...(amount ? { amount } : {}) });
  const terms = (feePercent: number) =>
    core.database.query('INSERT INTO merchant_terms (organization_id, fee_percent) VALUES ($1, $2)', [
      tenant.organizationId,
      feePercent,
    ]);
  const pass = (ms: number) => core.get(SharedClock).move(ms);
  const balance = () => balanceOf(core, tenant);
  const sentBack = ({ provider, providerReference }: RefundView): number =>
    core.simulator.control.statement(provider, operatorsFilter(provider, providerReference)).entries.length;
  /** What is refunded and what is under way. */
  const refundsOf = async (payment: PaymentView): Promise<number[]> => {
    const { refundedAmount, refundingAmount } = await readPayment(core, payment);
    return [Number(refundedAmount), Number(refundingAmount)];
  };
  const feeReturned = ({ feeReturned: fee }: RefundView): number => Number(fee);
  const lines = ({ id }: RefundView) =>
    core.database.query<{ type: string; amount: string; status: string }>(
      'SELECT type, amount::int, status FROM statement_lines WHERE refund_id = $1 ORDER BY id',
      [id],
    );

  describe('asked for many times at once', () => {
    it.each([
      ['while its payment is pending', '87'],
      ['when its payment can be used', '91'],
    ] as const)('%s: never passes the payment', async (_, ending) => {
      const payment = await paid(ending);
      const results = await atOnce(50, () => request(payment, 500));
      expect(outcomes(results)).toEqual({ done: 20, refund_exceeds_payment: 30 });
      expect(await refundsOf(payment)).toEqual([0, 10000]);
      expect(await balance()).toEqual([0, 0, 9750]);
      await Promise.all(results.map(async (result) => result.status === 'fulfilled' && end(result.value)));
      expect(await refundsOf(payment)).toEqual([10000, 0]);
      expect(await balance()).toEqual([0, 0, 0]);
    });

    it('with one key: is made once, and everybody gets the same', async () => {
      const payment = await paid('91');
      const results = await atOnce(50, () => request(payment, 500, 'k'));
      expect(outcomes(results)).toEqual({ done: 50 });
      expect(new Set(results.map((result) => result.status === 'fulfilled' && result.value.id)).size).toBe(1);
      expect(await refundsOf(payment)).toEqual([0, 500]);
    });

    it('with one key, whole: is made once, although the payment covers no second', async () => {
      const payment = await paid('91');
      expect(outcomes(await atOnce(20, () => request(payment, 10000, 'k')))).toEqual({ done: 20 });
    });

    it('of many payments: never takes more than there is', async () => {
      const payments = await Promise.all(Array.from({ length: 8 }, () => paid('91')));
      const stranger = await paid('91', '2000');
      for (const payment of payments.slice(0, 4)) await end(await request(payment, 10000));
      expect(await balance()).toEqual([4 * 9750 + 1950, 0, 0]);
      const results = await Promise.allSettled(
        [...payments.slice(4), stranger].flatMap((payment) => [1, 2, 3].map(() => request(payment, 1000))),
      );
      expect(outcomes(results)).toEqual({ done: 14, refund_exceeds_payment: 1 });
    });

    it('and handed over and asked after by many at once: is sent back once', async () => {
      const payment = await paid('91');
      const refund = await request(payment, 4000);
      for (let round = 0; round < 3; round += 1) {
        expect(outcomes(await atOnce(15, () => check(refund)))).toEqual({ done: 15 });
      }
      expect((await read(refund)).status).toBe('completed');
      expect(sentBack(refund)).toBe(1);
      expect(await refundsOf(payment)).toEqual([4000, 0]);
    });
  });

  describe('takes its money', () => {
    it('from the payment’s own net, then from what is available, then from the rest that is pending', async () => {
      const [own, , free] = [await paid('87', '1000'), await paid('87', '500'), await paid('91', '300')];
      await request(free, 300);
      expect(await balance()).toEqual([0, 975 + 487, 292]);
      await request(own, 1000);
      expect(await balance()).toEqual([0, 487, 292 + 975]);
    });

    it('from pending money of others when nothing else is left, and puts it back there', async () => {
      const spent = await paid('91', '1000');
      await end(await request(await paid('91', '400'), 400));
      const other = await paid('96', '2000');
      // Everything that could be used is held by a first refund; the second one has to be taken from what is pending.
      const first = await request(spent, 600);
      const second = await request(spent, 400);
      expect(await balance()).toEqual([0, 1950, 975]);
      await end(first);
      await end(second);
      const third = await request(other, 2000);
      expect(await balance()).toEqual([0, 0, 1950]);
      expect((await end(third)).status).toBe('failed');
      expect(await balance()).toEqual([0, 1950, 0]);
    });

    it('back to what can be used when its payment was released meanwhile', async () => {
      const payment = await paid('96');
      const refund = await request(payment, 4000);
      await pass(5 * DAY_MS);
      await core.get(JobWorkers).runNow('release-settlements');
      expect(await balance()).toEqual([9750 - 3900, 0, 3900]);
      expect((await end(refund)).status).toBe('failed');
      expect(await balance()).toEqual([9750, 0, 0]);
    });

    it('and gives the whole fee back, however small its parts, and with none more than the part', async () => {
      await terms(40);
      await paid('91', '1000');
      const payment = await paid('91', '10');
      const fees: number[] = [];
      for (let part = 0; part < 10; part += 1) fees.push(feeReturned(await end(await request(payment, 1))));
      expect(fees).toEqual([0, 1, 0, 1, 0, 0, 1, 0, 1, 0]);
      expect(await refundsOf(payment)).toEqual([10, 0]);
      expect(await balance()).toEqual([600, 0, 0]);
    });
  });

  describe('that did not go through', () => {
    it.each([
      ['95', 'mtn-momo', 'cancelled', 'cancelled_by_operator'],
      ['96', 'mtn-momo', 'failed', 'operator_refused'],
      ['95', 'orange-money', 'cancelled', 'cancelled_by_operator'],
      ['96', 'orange-money', 'failed', 'operator_refused'],
    ] as const)(
      'of %s through %s is tried again once, however many ask, and completes',
      async (ending, provider, status, reason) => {
        const payment = await paid(ending, undefined, provider);
        const first = await end(await request(payment, 4000));
        expect(first).toMatchObject({ status, failureReason: reason });
        expect(outcomes(await atOnce(10, () => retry(first)))).toEqual({ done: 1, refund_not_retryable: 9 });
        const second = await end(first);
        expect(second).toMatchObject({ status: 'completed', attempt: 2, failureReason: null });
        expect(second.providerReference).not.toBe(first.providerReference);
        expect([sentBack(first), sentBack(second)]).toEqual([0, 1]);
        expect(await refundsOf(payment)).toEqual([4000, 0]);
      },
    );

    it('is not tried again when other refunds have taken its place', async () => {
      const payment = await paid('96');
      const first = await end(await request(payment, 6000));
      await request(payment, 6000);
      await expect(retry(first)).rejects.toMatchObject({ code: 'refund_exceeds_payment' });
    });

    it('raced by others for what is left of the payment: one gets it', async () => {
      const payment = await paid('96');
      const first = await end(await request(payment, 6000));
      const results = await Promise.allSettled([
        retry(first),
        request(payment, 6000),
        retry(first),
        request(payment, 6000),
      ]);
      expect(outcomes(results)['done']).toBe(1);
    });

    it('gives back another share of the fee when others were refunded in between, and the statement says so', async () => {
      await terms(3);
      const payment = await paid('96', '100');
      const first = await end(await request(payment, 50));
      expect([first.status, feeReturned(first)]).toEqual(['failed', 2]);
      const other = await end(await request(payment, 50));
      await retry(other);
      expect([(await end(other)).status, feeReturned(other)]).toEqual(['completed', 2]);
      expect(feeReturned(await retry(first))).toBe(1);
      expect(await core.findings()).toEqual([]);
      expect((await end(first)).status).toBe('completed');
      expect(await balance()).toEqual([0, 0, 0]);
      expect(await lines(first)).toEqual([
        { type: 'refund', amount: 50, status: 'completed' },
        { type: 'fee', amount: 2, status: 'failed' },
        { type: 'fee', amount: 1, status: 'completed' },
      ]);
    });
  });

  describe.each(OPERATORS)('when %s is in trouble', (provider) => {
    const trouble = (faults: Parameters<TestCore['simulator']['control']['setFaults']>[1]) =>
      core.simulator.control.setFaults(provider, faults);

    it('cannot be reached: it waits, and goes through later', async () => {
      const refund = await request(await paid('91', undefined, provider), 4000);
      trouble({ outage: 'unavailable' });
      expect((await check(refund)).status).toBe('pending');
      trouble({});
      expect((await end(refund)).status).toBe('completed');
    });

    it('takes it and its answer is lost: it is sent back once', async () => {
      const refund = await request(await paid('91', undefined, provider), 4000);
      trouble({ creations: 'answer-lost' });
      await check(refund);
      trouble({});
      await end(refund);
      expect((await check(refund)).status).toBe('completed');
      expect(sentBack(refund)).toBe(1);
    });

    it('takes it and forgets it: it is handed over again, and sent back once', async () => {
      const refund = await request(await paid('91', undefined, provider), 4000);
      trouble({ creations: 'vanishes' });
      expect((await check(refund)).status).toBe('processing');
      trouble({});
      expect((await check(refund)).status).toBe('processing');
      await pass(11_000);
      await check(refund);
      expect((await check(refund)).status).toBe('completed');
      expect(sentBack(refund)).toBe(1);
    });

    it('leaves it open for weeks: it is asked after all the same', async () => {
      const refund = await request(await paid('88', undefined, provider), 4000);
      await core.database.query('UPDATE refunds SET checks = 32767 WHERE id = $1', [refund.id]);
      expect((await end(refund)).status).toBe('processing');
    });

    it('says that it sent back another amount: it stays open until a person has looked', async () => {
      const payment = await paid('91', undefined, provider);
      const refund = await request(payment, 4000);
      await core
        .get(Providers)
        .with(provider, 'sandbox', 'refund')
        .refund({
          ...collectionOf(payment, '3999'),
          reference: refund.providerReference,
          externalId: refund.id,
          collectionReference: payment.providerReference,
        });
      await end(refund);
      expect((await check(refund)).status).toBe('processing');
      expect(await balance()).toEqual([9750 - 3900, 0, 3900]);
    });
  });
});
