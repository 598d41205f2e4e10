import { Logger } from '@nestjs/common';
import { Money, uuidv7, type Tenant } from '#kernel';
import { RequestPayout, RequestRefund, type PaymentView } from '#payments';
import { JobWorkers, SharedClock } from '#platform';
import { ACTOR_ID } from '../../../../test/support/administrator.js';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { aPayer, atOnce, balanceOf, outcomes, paidPayment, readPayment } from '../../../../test/support/payments.js';
import { DecideDispute } from './decide-dispute.command.js';
import type { DisputeOutcome, DisputeView } from './dispute-view.js';
import { GetDispute } from './get-dispute.query.js';
import { LoseUnansweredDispute } from './lose-unanswered-dispute.command.js';
import { OpenDispute } from './open-dispute.command.js';
import { SubmitEvidence } from './submit-evidence.command.js';

describe('a dispute and its end', () => {
  let core: TestCore;
  let tenant: Tenant;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const paid = (ending: '87' | '91' = '91') => paidPayment(core, tenant, { payer: aPayer(ending), amount: '10000' });
  const open = ({ id: paymentId }: PaymentView): Promise<DisputeView> =>
    core.commands.execute(
      new OpenDispute({ paymentId, reason: 'Never delivered', providerReference: null, actorId: ACTOR_ID }),
    );
  const submit = (disputeId: string) =>
    core.commands.execute(
      new SubmitEvidence({
        tenant,
        disputeId,
        documents: ['note.pdf'],
        files: [],
        description: 'Delivery note',
        additionalInfo: null,
        actorId: ACTOR_ID,
      }),
    );
  const decide = (disputeId: string, outcome: DisputeOutcome) =>
    core.commands.execute(new DecideDispute({ disputeId, outcome, note: 'Case 7', actorId: ACTOR_ID }));
  const refund = (paymentId: string, amount: number) => {
    const request = { tenant, paymentId, amount, description: null, reason: null, actorId: null };
    return core.commands.execute(new RequestRefund(request, null));
  };
  const read = ({ id }: DisputeView) => core.queries.execute(new GetDispute(tenant, id));
  const state = async (dispute: DisputeView) => {
    const { status, resolvedBy } = (await read(dispute)).dispute;
    return [status, resolvedBy];
  };
  const job = () => core.get(JobWorkers).runNow('lose-unanswered-disputes');
  const pass = async ({ evidenceDueBy }: DisputeView, extraMs: number): Promise<void> => {
    const clock = core.get(SharedClock);
    await clock.move(Date.parse(evidenceDueBy) + extraMs - clock.now().getTime());
  };
  const balance = () => balanceOf(core, tenant);
  const lines = () =>
    core.database.query(
      `SELECT amount::int, direction, status FROM statement_lines WHERE organization_id = $1 AND type = 'chargeback'`,
      [tenant.organizationId],
    );
  const journals = ({ id }: DisputeView) =>
    core.database.query<{ step: string }>('SELECT step FROM ledger_journals WHERE cause_id = $1 ORDER BY id', [id]);
  const events = ({ id }: DisputeView) =>
    core.database.query<{ type: string }>('SELECT type FROM outbox_events WHERE subject_id = $1 ORDER BY position', [
      id,
    ]);

  it('holds the money; won, gives all of it back into available, and the payment can be refunded again', async () => {
    const payment = await paid('87');
    const dispute = await open(payment);
    expect(await balance()).toEqual([-250, 0, 10000]);
    await expect(refund(payment.id, 100)).rejects.toMatchObject({ code: 'payment_not_refundable' });
    await decide(dispute.id, 'won');
    expect(await balance()).toEqual([9750, 0, 0]);
    expect(await lines()).toEqual([{ amount: 10000, direction: 'debit', status: 'reversed' }]);
    expect(await readPayment(core, payment)).toMatchObject({ disputeState: 'won', disputeId: dispute.id });
    await refund(payment.id, 10000);
    expect(await balance()).toEqual([0, 0, 9750]);
    await core.get(SharedClock).move(7 * 24 * 3_600_000);
    await core.get(JobWorkers).runNow('release-settlements');
    expect(await balance()).toEqual([0, 0, 9750]);
  });

  it('lost, takes the money for good, and neither the fee nor a refund comes back', async () => {
    const payment = await paid();
    const dispute = await open(payment);
    await decide(dispute.id, 'lost');
    expect(await balance()).toEqual([-250, 0, 0]);
    expect(await lines()).toEqual([{ amount: 10000, direction: 'debit', status: 'completed' }]);
    expect(await journals(dispute)).toEqual([{ step: 'opened' }, { step: 'lost' }]);
    expect(await events(dispute)).toEqual([{ type: 'dispute.opened' }, { type: 'dispute.lost' }]);
    await expect(refund(payment.id, 100)).rejects.toMatchObject({ code: 'payment_not_refundable' });
    const [held] = await core.database.query(
      `SELECT sum(balance)::int AS balance FROM ledger_balances
       WHERE organization_id = $1 AND account = 'provider.mtn-momo'`,
      [tenant.organizationId],
    );
    expect(held).toEqual({ balance: 0 });
  });

  it('takes out of pending no more than refunds of others have left there, and the rest out of available', async () => {
    const [payment, gone] = [await paid('87'), await paid()];
    const payout = { tenant, amount: Money.of('9750', 'XAF'), description: null, bankAccountId: null, actorId: null };
    await core.commands.execute(new RequestPayout(payout, null));
    await refund(gone.id, 6000);
    expect(await balance()).toEqual([0, 3900, 9750 + 5850]);
    const dispute = await open(payment);
    expect(await balance()).toEqual([-6100, 0, 9750 + 5850 + 10000]);
    await decide(dispute.id, 'won');
    expect(await balance()).toEqual([3900, 0, 9750 + 5850]);
  });

  it('cannot be opened on what is not paid, was disputed before, or was refunded whole', async () => {
    const hindrance = (payment: { id: string }) =>
      open(payment as PaymentView).then(
        () => null,
        (error: { code: string; details: object }) => [error.code, error.details],
      );
    const payment = await paid();
    const dispute = await open(payment);
    const before = ['payment_not_disputable', { hindrance: 'disputed_before', disputeId: dispute.id }];
    expect(await hindrance(payment)).toEqual(before);
    await decide(dispute.id, 'won');
    expect(await hindrance(payment)).toEqual(before);
    const whole = await paid();
    await refund(whole.id, 10000);
    expect(await hindrance(whole)).toMatchObject(['payment_not_disputable', { hindrance: 'nothing_left' }]);
    expect(await hindrance({ id: uuidv7() })).toMatchObject(['payment_not_found', null]);
    expect(await hindrance({ id: 'x' })).toMatchObject(['payment_not_found', null]);
  });

  describe('its deadline', () => {
    it('ends what nobody has answered, once, however many workers look', async () => {
      const [silent, answered] = [await open(await paid()), await open(await paid())];
      await submit(answered.id);
      await pass(silent, -60_000);
      await job();
      expect(await state(silent)).toEqual(['open', null]);
      await pass(silent, 1);
      await Promise.all([job(), job(), job()]);
      await job();
      expect(await state(silent)).toEqual(['lost', 'deadline']);
      expect(await core.commands.execute(new LoseUnansweredDispute(answered.id))).toBe(false);
      expect(await state(answered)).toEqual(['under_review', null]);
      expect(await journals(silent)).toEqual([{ step: 'opened' }, { step: 'lost' }]);
      expect(await events(silent)).toHaveLength(2);
      await decide(answered.id, 'won');
      expect(await balance()).toEqual([9500, 0, 0]);
    });

    it('is not held up by one that cannot be ended', async () => {
      Logger.overrideLogger(false);
      const [stuck, next] = [await open(await paid()), await open(await paid())];
      await core.database.query(
        `INSERT INTO ledger_journals (id, organization_id, mode, cause_type, cause_id, step, posted_at)
         VALUES ($1, $2, 'sandbox', 'chargeback', $3, 'lost', now())`,
        [uuidv7(), tenant.organizationId, stuck.id],
      );
      await pass(next, 1);
      await job();
      expect([await state(stuck), await state(next)]).toEqual([
        ['open', null],
        ['lost', 'deadline'],
      ]);
      // The journal that was put in the way holds only its one step: staff can still decide the other way.
      await decide(stuck.id, 'won');
    });

    it('raced by evidence in its last moment: exactly one of them has it', async () => {
      const disputes = await Promise.all(Array.from({ length: 8 }, async () => open(await paid())));
      await pass(disputes[0]!, -150);
      const isOpen = async (dispute: DisputeView) => (await read(dispute)).dispute.status === 'open';
      const ends = await Promise.all(
        disputes.map(async (dispute, turn) => {
          const deadline = async (): Promise<boolean> => {
            while (await isOpen(dispute)) {
              if (await core.commands.execute(new LoseUnansweredDispute(dispute.id))) return true;
            }
            return false;
          };
          // Each begins somewhat later than the one before, so that some come in time and some do not.
          const evidence = async (): Promise<boolean> => {
            for (let look = 0; look < turn * 10; look += 1) await read(dispute);
            return submit(dispute.id).then(
              () => true,
              () => false,
            );
          };
          return Promise.all([deadline(), evidence()]);
        }),
      );
      for (const end of ends) expect(end.filter(Boolean)).toHaveLength(1);
      for (const [index, [lost]] of ends.entries()) {
        expect(await state(disputes[index]!)).toEqual(lost ? ['lost', 'deadline'] : ['under_review', null]);
      }
    });

    it('raced by a decision of staff: exactly one of them has it', async () => {
      const disputes = await Promise.all(Array.from({ length: 8 }, async () => open(await paid())));
      await pass(disputes[0]!, 1);
      for (const dispute of disputes) {
        const [lost, won] = await Promise.allSettled([
          core.commands.execute(new LoseUnansweredDispute(dispute.id)),
          decide(dispute.id, 'won'),
        ]);
        expect([lost.status, won.status === 'fulfilled']).toEqual([
          'fulfilled',
          lost.status === 'fulfilled' && !lost.value,
        ]);
        expect(await journals(dispute)).toHaveLength(2);
      }
    });
  });

  it('decided by many at the same moment is decided once', async () => {
    const dispute = await open(await paid());
    const results = await atOnce(12, (turn) => decide(dispute.id, turn % 2 === 0 ? 'won' : 'lost'));
    expect(outcomes(results)).toEqual({ done: 1, dispute_closed: 11 });
    expect(await journals(dispute)).toHaveLength(2);
    expect(await events(dispute)).toHaveLength(2);
  });

  it('opened while refunds are asked for: either the refund is there before it, or it is refused', async () => {
    const payments = await Promise.all(Array.from({ length: 6 }, () => paid()));
    for (const payment of payments) {
      const [opening, ...refunds] = await Promise.allSettled([
        open(payment),
        refund(payment.id, 4000),
        refund(payment.id, 6000),
        open(payment),
      ]);
      const disputes = [opening, refunds.pop()].flatMap((result) =>
        result?.status === 'fulfilled' ? [result.value as DisputeView] : [],
      );
      const refunded = [4000, 6000].filter((_, index) => refunds[index]?.status === 'fulfilled');
      const contested = disputes.reduce((sum, { amount }) => sum + Number(amount), 0);
      expect(disputes.length).toBeLessThanOrEqual(1);
      expect(contested + refunded.reduce((sum, amount) => sum + amount, 0)).toBeLessThanOrEqual(10000);
    }
  });
});
