import { jest } from '@jest/globals';
import { uuidv7, type Tenant } from '#kernel';
import { SharedClock } from '#platform';
import { Providers, type Answered } from '#providers';
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
import { DueChecks } from '../due/due-checks.service.js';
import { PaymentAnswers } from './payment-answers.service.js';
import { PaymentSubmission } from './payment-submission.service.js';
import { CancelPayment } from './cancel-payment.command.js';
import type { PaymentView } from './payment-view.js';
import { RefreshPayment } from './refresh-payment.command.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Of a call that waited for its token, or for a circuit, until there was none. */
const NEVER_SENT: Answered = {
  answer: { state: 'unavailable', message: 'circuit open' },
  exchange: { operation: 'collect', reference: '', httpStatus: null, durationMs: 0, body: 'nothing was sent' },
};

describe('what an operator says of a payment', () => {
  let core: TestCore;
  let tenant: Tenant;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
    core.simulator.control.setFaults(MTN_MOMO, {});
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const check = (payment: PaymentView) => core.get(DueChecks).check('payment', payment.id);
  const refresh = (payment: PaymentView) => core.commands.execute(new RefreshPayment(tenant, payment.id));
  const cancel = (payment: PaymentView) => core.commands.execute(new CancelPayment(tenant, payment.id, null));
  const pass = (ms: number) => core.get(SharedClock).move(ms);
  const decide = (payment: PaymentView, decision: 'approve' | 'refuse') =>
    core.simulator.control.decide(MTN_MOMO, payment.providerReference, decision);
  /** As a process leaves it that has not sent it yet. */
  const leftByItsProcess = async (): Promise<PaymentView> => {
    core.simulator.control.setFaults(MTN_MOMO, { creations: 'vanishes' });
    const payment = await startPayment(core, tenant);
    core.simulator.control.setFaults(MTN_MOMO, {});
    await core.database.query('UPDATE payments SET accepted_at = NULL WHERE id = $1', [payment.id]);
    return payment;
  };
  const journals = ({ id }: PaymentView) =>
    core.database.query('SELECT 1 FROM ledger_journals WHERE cause_id = $1', [id]).then((rows) => rows.length);
  const events = async ({ id }: PaymentView): Promise<string[]> => {
    const rows = await core.database.query<{ type: string; late: boolean | null }>(
      `SELECT type, (payload->>'late')::boolean AS late FROM outbox_events WHERE subject_id = $1 ORDER BY position`,
      [id],
    );
    return rows.map(({ type, late }) => (late ? `${type} late` : type));
  };

  describe('that everybody hears at the same moment', () => {
    it('is paid: settles once, with one journal and one event', async () => {
      const payment = await startPayment(core, tenant);
      const results = await atOnce(40, async (turn): Promise<unknown> =>
        turn % 2 ? check(payment) : refresh(payment),
      );
      expect(outcomes(results)).toEqual({ done: 40 });
      expect([await journals(payment), await events(payment)]).toEqual([1, ['payment.initiated', 'payment.settled']]);
      expect(await balanceOf(core, tenant)).toEqual([0, 9750, 0]);
    });

    it('failed: fails once', async () => {
      const payment = await startPayment(core, tenant, { payer: aPayer('99') });
      await atOnce(40, () => check(payment));
      expect([await journals(payment), await events(payment)]).toEqual([0, ['payment.initiated', 'payment.failed']]);
    });

    it('is asked by readers once in five seconds, however many they are', async () => {
      const payment = await startPayment(core, tenant, { payer: aPayer('97') });
      const asked = () =>
        core.database
          .query(`SELECT 1 FROM provider_exchanges WHERE subject_id = $1 AND operation = 'collection-status'`, [
            payment.id,
          ])
          .then((rows) => rows.length);
      await atOnce(30, () => refresh(payment));
      expect(await asked()).toBe(1);
      await pass(5000);
      await atOnce(30, () => refresh(payment));
      expect(await asked()).toBe(2);
    });

    it('is paid and released at once, by many payments of one organisation: each settles, and all of it can be used', async () => {
      const payments = await Promise.all(
        Array.from({ length: 40 }, () => startPayment(core, tenant, { payer: aPayer('91') })),
      );
      const results = await Promise.allSettled(payments.map((payment) => check(payment)));
      expect(outcomes(results)).toEqual({ done: 40 });
      expect(await balanceOf(core, tenant)).toEqual([40 * 9750, 0, 0]);
    });
  });

  describe('when it was ended before', () => {
    const approvedLate: [string, (payment: PaymentView) => Promise<unknown>, string][] = [
      ['withdrawn', (payment) => cancel(payment), 'payment.cancelled'],
      ['lapsed', (payment) => pass(31 * MINUTE_MS).then(() => check(payment)), 'payment.expired'],
    ];
    it.each(approvedLate)('%s, and approved after all: confirmed money wins', async (_, end, event) => {
      const payment = await startPayment(core, tenant, { payer: aPayer('97') });
      await end(payment);
      decide(payment, 'approve');
      await pass(DAY_MS);
      await atOnce(10, async (turn): Promise<unknown> => (turn % 2 ? check(payment) : refresh(payment)));
      expect(await events(payment)).toEqual(['payment.initiated', event, 'payment.settled late']);
      expect([await journals(payment), await balanceOf(core, tenant)]).toEqual([1, [0, 9750, 0]]);
    });

    it('certainly never left, and was there all the same: confirmed money wins', async () => {
      const payment = await startPayment(core, tenant, { payer: aPayer('94') });
      expect([payment.status, payment.failureReason]).toEqual(['failed', 'operator_unavailable']);
      core.simulator.control.setOutcome(MTN_MOMO, {
        subject: 'reference',
        value: payment.providerReference,
        outcome: '87',
      });
      await core.get(Providers).with('mtn-momo', 'sandbox', 'collect').collect(collectionOf(payment));
      await atOnce(10, () => check(payment));
      expect(await events(payment)).toEqual(['payment.initiated', 'payment.failed', 'payment.settled late']);
      expect(await journals(payment)).toBe(1);
    });

    it.each([
      ['asks, before it submits', 'ask', 'failed', 0],
      ['submits', 'submit', 'settled', 1],
    ] as const)('certainly never left, heard while another process %s: it failed, or is paid', async (...situation) => {
      const [, step, status, requests] = situation;
      const payment = await leftByItsProcess();
      await pass(11_000);
      const hear = () => core.get(PaymentAnswers).record(payment.id, tenant.organizationId, NEVER_SENT);
      const submission = core.get(PaymentSubmission);
      const call = submission[step].bind(submission);
      const heard = jest.spyOn(submission, step).mockImplementation(async (asked) => {
        if (step === 'submit') await hear();
        const answered = await call(asked);
        if (step === 'ask') await hear();
        return answered;
      });
      await check(payment).finally(() => heard.mockRestore());
      await pass(MINUTE_MS);
      await check(payment);
      expect(await events(payment)).toEqual(['payment.initiated', `payment.${status}`]);
      const { providerReference: reference } = payment;
      expect(core.simulator.control.transactions(MTN_MOMO, { reference })).toHaveLength(requests);
    });

    it('is paid: nothing that is said later changes it', async () => {
      const payment = await paidPayment(core, tenant);
      await expect(cancel(payment)).rejects.toMatchObject({ code: 'payment_not_cancellable', status: 'settled' });
      await pass(DAY_MS);
      expect((await refresh(payment)).status).toBe('settled');
      expect(await events(payment)).toEqual(['payment.initiated', 'payment.settled']);
    });
  });

  describe('while somebody withdraws it', () => {
    it('is paid first: the withdrawal is refused', async () => {
      const payment = await startPayment(core, tenant);
      await expect(cancel(payment)).rejects.toMatchObject({ code: 'payment_not_cancellable', status: 'settled' });
      expect(await events(payment)).toEqual(['payment.initiated', 'payment.settled']);
    });

    it('is refused first: the withdrawal is refused', async () => {
      const payment = await startPayment(core, tenant, { payer: aPayer('98') });
      await expect(cancel(payment)).rejects.toMatchObject({ code: 'payment_not_cancellable', status: 'cancelled' });
    });

    it('cannot be reached: the withdrawal goes through', async () => {
      const payment = await startPayment(core, tenant);
      core.simulator.control.setFaults(MTN_MOMO, { outage: 'unavailable' });
      expect((await cancel(payment)).status).toBe('cancelled');
      core.simulator.control.setFaults(MTN_MOMO, {});
      expect((await checkPayment(core, payment)).status).toBe('settled');
    });

    it('is approved at the same moment: withdrawn once or never, and paid in the end', async () => {
      const payments = await Promise.all(
        Array.from({ length: 12 }, () => startPayment(core, tenant, { payer: aPayer('97') })),
      );
      await Promise.all(
        payments.map(async (payment) => {
          const withdrawals = atOnce(3, () => cancel(payment));
          decide(payment, 'approve');
          await Promise.all([withdrawals, check(payment), check(payment)]);
          const { done = 0 } = outcomes(await withdrawals);
          await check(payment);
          const told = await events(payment);
          const withdrawn = ['payment.initiated', 'payment.cancelled', 'payment.settled late'];
          expect(told).toEqual(done === 0 ? ['payment.initiated', 'payment.settled'] : withdrawn);
          expect(done).toBeLessThanOrEqual(1);
          expect(await journals(payment)).toBe(1);
        }),
      );
    });

    it('by two at once: one does', async () => {
      const payment = await startPayment(core, tenant, { payer: aPayer('97') });
      expect(outcomes(await atOnce(10, () => cancel(payment)))).toEqual({ done: 1, payment_not_cancellable: 9 });
    });
  });
});
