import { Idempotency, SharedClock, UnitOfWork, fingerprint, type IdempotencyRequest } from '#platform';
import { uuidv7, type Tenant } from '#kernel';
import { Providers, type Channel, type ProviderName } from '#providers';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import {
  atOnce,
  checkPayment,
  collectionOf,
  outcomes,
  paymentRequest,
  readPayment,
  startPayment,
} from '../../../../test/support/payments.js';
import { OPERATORS, operatorsFilter, ORANGE_WEB } from '../../../../test/support/simulator.js';
import { eventually } from '../../../../test/support/eventually.js';
import { ReceiveCallback } from '../callback/receive-callback.command.js';
import { FindPayerPage } from './find-payer-page.query.js';
import { InitiatePayment } from './initiate-payment.command.js';
import { Payment } from './payment.aggregate.js';
import type { PaymentView } from './payment-view.js';

const newTenant = (): Tenant => ({ organizationId: uuidv7(), mode: 'sandbox' });
const keyed = (tenant: Tenant, key: string, body: unknown = null): IdempotencyRequest => ({
  tenant,
  operation: 'test.makePayment',
  key,
  fingerprint: fingerprint(body),
});
/** The operators’ words for a payer whom they do not know. */
const UNKNOWN_PAYER = { 'mtn-momo': 'PAYER_NOT_FOUND', 'orange-money': '90001' } as const;

describe('starting a payment', () => {
  let core: TestCore;
  let tenant: Tenant;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    tenant = newTenant();
    for (const operator of OPERATORS) core.simulator.control.setFaults(operator, {});
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  /** How often the operator moved money under a reference. */
  const collected = ({ provider, providerReference }: PaymentView): number =>
    core.simulator.control.statement(provider, operatorsFilter(provider, providerReference)).entries.length;
  const known = ({ provider, providerReference }: PaymentView): number =>
    core.simulator.control.transactions(provider, operatorsFilter(provider, providerReference)).length;
  const pass = (ms: number) => core.get(SharedClock).move(ms);
  /** What a process leaves behind that dies before it calls the operator. */
  const intend = async (
    provider: ProviderName,
    idempotency?: IdempotencyRequest,
    channel: Channel = 'prompt',
  ): Promise<PaymentView> => {
    const request = { ...paymentRequest(tenant, { provider }), channel };
    const lifetime = { providerAmount: request.amount, exchangeRate: '1', lifetimeMinutes: 30 };
    const payment = Payment.initiate({ ...request, ...lifetime }, core.get(SharedClock).now());
    await core.get(UnitOfWork).run((tx) => {
      if (idempotency) core.get(Idempotency).claim(tx, idempotency, payment.id);
      tx.save(payment);
      return Promise.resolve();
    });
    return payment.view;
  };
  /** What arrived at the operator although nobody waited for its answer. */
  const collect = (payment: PaymentView, amount: string) =>
    core.get(Providers).with(payment.provider, 'sandbox', 'collect').collect(collectionOf(payment, amount));

  describe('many times at once', () => {
    it('with one key: pays once, and tells the others that it is under way or what became of it', async () => {
      const request = paymentRequest(tenant);
      const results = await atOnce(50, () => core.commands.execute(new InitiatePayment(request, keyed(tenant, 'k'))));
      const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(done.filter(({ replayed }) => !replayed)).toHaveLength(1);
      expect(new Set(done.map(({ result }) => result.id)).size).toBe(1);
      const { done: successes = 0, idempotency_in_progress: conflicts = 0 } = outcomes(results);
      expect(successes + conflicts).toBe(50);
      const again = await core.commands.execute(new InitiatePayment(request, keyed(tenant, 'k')));
      expect(again).toEqual({ result: done[0]?.result, replayed: true });
      await checkPayment(core, again.result);
      expect(collected(again.result)).toBe(1);
      expect(
        core.simulator.control.transactions('mtn-momo', { counterparty: request.payerMsisdn.slice(1) }),
      ).toHaveLength(1);
    });

    it('with one key and another request: refuses the other', async () => {
      const results = await atOnce(20, (turn) =>
        core.commands.execute(new InitiatePayment(paymentRequest(tenant), keyed(tenant, 'k', turn))),
      );
      expect(outcomes(results)).toEqual({ done: 1, idempotency_mismatch: 19 });
    });

    it('with the key of another organisation or mode: knows nothing of it', async () => {
      const results = await Promise.all(
        [tenant, newTenant()].map((of) =>
          core.commands.execute(new InitiatePayment(paymentRequest(of), keyed(of, 'k'))),
        ),
      );
      expect(new Set(results.map(({ result }) => result.id)).size).toBe(2);
    });

    it('without a key: starts one of equal payments and names it to the others', async () => {
      const request = paymentRequest(tenant);
      const results = await atOnce(20, () => core.commands.execute(new InitiatePayment(request, null)));
      expect(outcomes(results)).toEqual({ done: 1, duplicate_payment: 19 });
      const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.result] : []))[0];
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ details: { paymentId: started?.id } });
      }
    });

    it('on purpose: starts them all', async () => {
      const request = { ...paymentRequest(tenant), allowDuplicate: true };
      const results = await atOnce(5, () => core.commands.execute(new InitiatePayment(request, null)));
      expect(outcomes(results)).toEqual({ done: 5 });
    });
  });

  describe.each(OPERATORS)('when a process dies in the middle of asking %s', (provider) => {
    it('before the operator hears of it: it is told after a grace, and pays once', async () => {
      const left = await intend(provider);
      expect((await checkPayment(core, left)).status).toBe('pending');
      expect(known(left)).toBe(0);
      await pass(11_000);
      expect((await checkPayment(core, left)).status).toBe('pending');
      expect((await checkPayment(core, left)).status).toBe('settled');
      expect([known(left), collected(left)]).toEqual([1, 1]);
    });

    it('after the operator has it: the first check finds it', async () => {
      const left = await intend(provider);
      await collect(left, '10000');
      expect((await checkPayment(core, left)).status).toBe('settled');
      expect(collected(left)).toBe(1);
    });

    it('before the key has its answer: a repeat is told to wait, and later what became of the payment', async () => {
      const left = await intend(provider, keyed(tenant, 'k'));
      const repeat = () =>
        core.commands.execute(new InitiatePayment(paymentRequest(tenant, { provider }), keyed(tenant, 'k')));
      await expect(repeat()).rejects.toMatchObject({ code: 'idempotency_in_progress' });
      await pass(60_000);
      await expect(repeat()).resolves.toMatchObject({ replayed: true, result: { id: left.id, status: 'pending' } });
      await expect(repeat()).resolves.toMatchObject({ replayed: true, result: { id: left.id, status: 'pending' } });
      expect((await checkPayment(core, left)).status).toBe('settled');
      expect(collected(left)).toBe(1);
    });

    it('while the operator cannot be asked: it is told when it can', async () => {
      const left = await intend(provider);
      core.simulator.control.setFaults(provider, { outage: 'unavailable' });
      await pass(11_000);
      expect((await checkPayment(core, left)).status).toBe('pending');
      core.simulator.control.setFaults(provider, {});
      await checkPayment(core, left);
      expect((await checkPayment(core, left)).status).toBe('settled');
      expect(collected(left)).toBe(1);
    });
  });

  describe.each(OPERATORS)('when %s is in trouble', (provider) => {
    it('takes the request and forgets it: it is told again, and pays once', async () => {
      core.simulator.control.setFaults(provider, { creations: 'vanishes' });
      const payment = await startPayment(core, tenant, { provider });
      core.simulator.control.setFaults(provider, {});
      expect((await checkPayment(core, payment)).status).toBe('pending');
      await pass(11_000);
      await checkPayment(core, payment);
      expect((await checkPayment(core, payment)).status).toBe('settled');
      expect(collected(payment)).toBe(1);
    });

    it('takes the request and its answer is lost: the first check finds it', async () => {
      core.simulator.control.setFaults(provider, { creations: 'answer-lost' });
      const payment = await startPayment(core, tenant, { provider });
      expect(payment.status).toBe('pending');
      core.simulator.control.setFaults(provider, {});
      expect((await checkPayment(core, payment)).status).toBe('settled');
      expect(collected(payment)).toBe(1);
    });

    it('refuses at once: the payment is kept as failed, and a repeat is answered alike', async () => {
      core.simulator.control.setFaults(provider, { creations: 'refused', refusalCode: UNKNOWN_PAYER[provider] });
      const request = paymentRequest(tenant, { provider });
      const first = await core.commands.execute(new InitiatePayment(request, keyed(tenant, 'k')));
      core.simulator.control.setFaults(provider, {});
      const again = await core.commands.execute(new InitiatePayment(request, keyed(tenant, 'k')));
      expect([first.result.status, first.result.failureReason, again]).toEqual([
        'failed',
        'payer_not_found',
        { ...first, replayed: true },
      ]);
    });

    it('says that it moved another amount than it was asked for: nothing is credited, and it stays open', async () => {
      const left = await intend(provider);
      await collect(left, '9999');
      expect((await checkPayment(core, left)).status).toBe('pending');
      expect((await readPayment(core, left)).settledAt).toBeNull();
      expect(await core.database.query('SELECT 1 FROM ledger_journals WHERE cause_id = $1', [left.id])).toEqual([]);
    });
  });

  describe('on a page of the operator’s', () => {
    const start = async (): Promise<PaymentView> => {
      const request = { ...paymentRequest(tenant, { provider: 'orange-money' }), channel: 'page' } as const;
      return (await core.commands.execute(new InitiatePayment(request, null))).result;
    };
    const pageOf = (payment: PaymentView) => core.queries.execute(new FindPayerPage(payment));
    const confirm = async (page: string | null, msisdn = '699123487'): Promise<void> => {
      const body = new URLSearchParams({ msisdn, code: '1234' });
      expect((await fetch(page ?? 'none', { method: 'POST', body, redirect: 'manual' })).status).toBe(303);
    };
    const moved = (): number => core.simulator.control.statement(ORANGE_WEB, {}).entries.length;

    it('waits until the payer has confirmed there, and is paid once', async () => {
      const payment = await start();
      expect([payment.status, (await checkPayment(core, payment)).status]).toEqual(['pending', 'pending']);
      const before = moved();
      await confirm(await pageOf(payment));
      const checks = await Promise.all(Array.from({ length: 5 }, () => checkPayment(core, payment)));
      expect(new Set(checks.map(({ status }) => status))).toEqual(new Set(['settled']));
      expect([moved() - before, await pageOf(checks[0]!)]).toEqual([1, null]);
    });

    it('is asked about as soon as a notice names its token, and not by the word of one that does not', async () => {
      const payment = await start();
      await confirm(await pageOf(payment), '699123442');
      const sent = await eventually(() => core.simulator.control.callbacks(ORANGE_WEB).at(-1));
      const told = JSON.parse(sent?.body ?? '{}') as Record<string, unknown>;
      const notify = (fields: Record<string, unknown>, trusted = true) =>
        core.commands.execute(new ReceiveCallback({ provider: 'orange-money', fields, named: [], body: '', trusted }));
      const isDue = async (): Promise<boolean> => {
        const values = [payment.id, core.get(SharedClock).now()];
        const due = await core.database.first(
          'SELECT 1 FROM due_checks WHERE subject_id = $1 AND due_at <= $2',
          values,
        );
        return due !== null;
      };
      expect(Object.keys(told).sort()).toEqual(['notif_token', 'status', 'txnid']);
      await notify({ ...told, notif_token: 'guessed' });
      await notify(told, false);
      expect(await isDue()).toBe(false);
      await notify(told);
      expect(await isDue()).toBe(true);
      // It wakes us up and says nothing that is believed.
      expect((await readPayment(core, payment)).status).toBe('pending');
    });

    it('lapses when nobody confirms, and money that was confirmed all the same wins', async () => {
      const payment = await start();
      const page = await pageOf(payment);
      await pass(12 * 60_000);
      expect((await checkPayment(core, payment)).status).toBe('expired');
      await confirm(page);
      expect((await checkPayment(core, payment)).status).toBe('settled');
    });

    it('gets its page from the worker when the process died before it asked for one', async () => {
      const left = await intend('orange-money', undefined, 'page');
      expect([(await checkPayment(core, left)).status, await pageOf(left)]).toEqual(['pending', null]);
      await pass(11_000);
      expect((await checkPayment(core, left)).status).toBe('pending');
      await confirm(await pageOf(left));
      expect((await checkPayment(core, left)).status).toBe('settled');
    });

    it('lapses when the process died while it asked: nobody has the address, and no second page is made', async () => {
      const left = await intend('orange-money', undefined, 'page');
      await core.database.query(
        `INSERT INTO operator_pages (reference, provider, amount, currency, asked_at) VALUES ($1, 'orange-money', 10000, 'XAF', $2)`,
        [left.providerReference, core.get(SharedClock).now()],
      );
      await pass(31_000);
      expect((await checkPayment(core, left)).status).toBe('pending');
      await pass(1000);
      expect((await checkPayment(core, left)).status).toBe('expired');
      expect(await pageOf(left)).toBeNull();
    });
  });
});
