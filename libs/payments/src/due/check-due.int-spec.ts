import { Money, uuidv7, type Tenant } from '#kernel';
import { BackgroundWork, JobWorkers, Queues, SharedClock, UnitOfWork } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { eventually } from '../../../../test/support/eventually.js';
import { untilBlocked } from '../../../../test/support/lock-waits.js';
import { aPayer, balanceOf, paidPayment, paymentRequest, startPayment } from '../../../../test/support/payments.js';
import { MTN_MOMO } from '../../../../test/support/simulator.js';
import { ReceiveCallback } from '../callback/receive-callback.command.js';
import { Payment } from '../payment/payment.aggregate.js';
import { RequestPayout } from '../payout/request-payout.command.js';
import { RequestRefund } from '../refund/request-refund.command.js';
import { planCheck } from './due-check.js';
import { KEEPS_LOOKING_MS } from './due-checks.service.js';

const DAY_MS = 24 * 3_600_000;

describe('the sweep of what is due', () => {
  let core: TestCore;
  let tenant: Tenant;

  beforeAll(async () => {
    core = await startTestCore();
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
  }, 60_000);
  afterAll(async () => {
    await core?.get(BackgroundWork).stop();
    await core?.close();
  });

  /** Committed by a process that died before it could call the operator. */
  const intend = async (on = core): Promise<string> => {
    const request = paymentRequest(tenant);
    const payment = Payment.initiate(
      { ...request, providerAmount: request.amount, exchangeRate: '1', lifetimeMinutes: 30 },
      on.get(SharedClock).now(),
    );
    await on.get(UnitOfWork).run(async (tx) => {
      tx.save(payment);
      planCheck(tx, 'payment', payment);
    });
    return payment.id;
  };
  const refund = (paymentId: string) =>
    core.commands.execute(
      new RequestRefund({ tenant, paymentId, amount: 4000, description: null, reason: null, actorId: null }, null),
    );
  const payOut = (amount: string) =>
    core.commands.execute(
      new RequestPayout(
        { tenant, amount: Money.of(amount, 'XAF'), description: null, bankAccountId: null, actorId: null },
        null,
      ),
    );
  const statuses = async (table: 'payments' | 'refunds' | 'payouts'): Promise<Record<string, number>> => {
    const rows = await core.database.query<{ status: string; count: number }>(
      `SELECT status, count(*)::int FROM ${table} WHERE organization_id = $1 GROUP BY status`,
      [tenant.organizationId],
    );
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  };

  it('brings everything to its end that a dead process and a lost queue have left behind', async () => {
    const free = await Promise.all([1, 2, 3].map(() => paidPayment(core, tenant, { payer: aPayer('91') })));
    await Promise.all([refund(free[0]!.id), refund(free[1]!.id), payOut('5000'), payOut('5096')]);
    await Promise.all([
      paidPayment(core, tenant),
      startPayment(core, tenant),
      startPayment(core, tenant, { payer: aPayer('97') }),
    ]);
    core.simulator.control.setFaults(MTN_MOMO, { creations: 'answer-lost' });
    await startPayment(core, tenant);
    core.simulator.control.setFaults(MTN_MOMO, { creations: 'vanishes' });
    await startPayment(core, tenant);
    core.simulator.control.setFaults(MTN_MOMO, {});
    await intend();
    await core.get(Queues).queue('payments').obliterate({ force: true });
    await core.get(SharedClock).move(11_000);

    await core.get(BackgroundWork).start();
    await eventually(
      () => statuses('payments'),
      ({ settled }) => settled === 8,
      60_000,
    );
    await eventually(
      () => statuses('refunds'),
      ({ completed }) => completed === 2,
      60_000,
    );
    await eventually(
      () => statuses('payouts'),
      ({ completed, failed }) => completed === 1 && failed === 1,
      60_000,
    );
    expect(await statuses('payments')).toEqual({ settled: 8, pending: 1 });

    await core.get(SharedClock).move(5 * DAY_MS);
    await eventually(
      () => statuses('payments'),
      ({ expired }) => expired === 1,
      60_000,
    );
    const [available] = [8 * 9750 - 2 * 3900 - 5000];
    await eventually(
      () => balanceOf(core, tenant),
      ([now]) => now === available,
      60_000,
    );
    expect(await balanceOf(core, tenant)).toEqual([available, 0, 0]);
    expect(await core.findings()).toEqual([]);
    const collections = core.simulator.control.statement(MTN_MOMO, { kind: 'collection' });
    expect(collections.totals).toMatchObject([{ count: 8, amount: '80000' }]);
  }, 180_000);

  it('has nothing due that was settled while a callback told of it', async () => {
    const { id, providerReference } = await startPayment(core, tenant, { payer: aPayer('97') });
    const settling = await core.database.pool.connect();
    const mark = (status: string) => settling.query('UPDATE payments SET status = $2 WHERE id = $1', [id, status]);
    const notice = { provider: MTN_MOMO, fields: {}, named: [providerReference], body: '', trusted: true } as const;
    try {
      await settling.query('BEGIN');
      await mark('settled');
      await settling.query('DELETE FROM due_checks WHERE subject_id = $1', [id]);
      const told = core.commands.execute(new ReceiveCallback(notice));
      await untilBlocked(core.database);
      await settling.query('COMMIT');
      await told;
      expect(await core.database.query('SELECT FROM due_checks WHERE subject_id = $1', [id])).toEqual([]);
      await mark('pending');
    } finally {
      settling.release();
    }
  });

  describe('looks again by itself for a while after something was due', () => {
    let idle: TestCore;
    let moments: readonly [Date, Date];

    beforeEach(async () => {
      idle = await startTestCore();
      const ids = [await intend(idle), await intend(idle)];
      await idle.get(SharedClock).move(11_000);
      const now = idle.get(SharedClock).now().getTime();
      moments = [new Date(now), new Date(now + 60)];
      const due = 'UPDATE due_checks SET due_at = $2 WHERE subject_id = $1';
      for (const [at, id] of ids.entries()) await idle.database.query(due, [id, moments[at]]);
    });
    afterEach(() => idle?.close());
    const accepted = () => idle.database.query('SELECT id FROM payments WHERE accepted_at IS NOT NULL');

    it('and finds what is due then', async () => {
      await idle.get(JobWorkers).runNow('check-due');
      expect(await eventually(accepted, ({ length }) => length === 2)).toHaveLength(2);
    });

    it('unless it was told to stop', async () => {
      await idle.get(JobWorkers).runNow('check-due');
      await idle.get(JobWorkers).stop();
      const over = moments[1].getTime() + KEEPS_LOOKING_MS;
      await eventually(async () => idle.get(SharedClock).now().getTime() > over && (await accepted()).length > 0);
      expect(await accepted()).toHaveLength(1);
    });
  });
});
