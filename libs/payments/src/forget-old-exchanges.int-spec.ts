import { Money, uuidv4, uuidv7, type Tenant } from '#kernel';
import { JobWorkers } from '#platform';
import { startTestCore, type TestCore } from '../../../test/support/core.js';
import { aPayer, paidPayment, startPayment } from '../../../test/support/payments.js';
import { BooksStandings } from './books-standing.service.js';
import { RequestPayout } from './payout/request-payout.command.js';
import { RequestRefund } from './refund/request-refund.command.js';

describe('what operators said', () => {
  let core: TestCore;
  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());

  it('is forgotten after 90 days', async () => {
    const daysAgo = [200, 91, 89, 0];
    for (const days of daysAgo) {
      await core.database.query(
        `INSERT INTO provider_exchanges (id, provider, operation, reference, duration_ms, body, created_at)
          VALUES (gen_random_uuid(), 'mtn-momo', 'collect', 'r', 5, $2, now() - $1 * interval '1 day')`,
        [days, String(days)],
      );
      await core.database.query(
        `INSERT INTO provider_callbacks (id, provider, accepted, mentions, body, received_at)
          VALUES (gen_random_uuid(), 'mtn-momo', true, '{}', $2, now() - $1 * interval '1 day')`,
        [days, String(days)],
      );
    }
    await core.get(JobWorkers).runNow('forget-old-exchanges');
    for (const table of ['provider_exchanges', 'provider_callbacks']) {
      const kept = await core.database.query<{ body: string }>(`SELECT body FROM ${table}`);
      expect(kept.map(({ body }) => body).sort()).toEqual(['0', '89']);
    }
  });

  it('is asked for in time, or it shows how long the oldest question waits', async () => {
    const overdue = async () => (await core.get(BooksStandings).read()).overdueSeconds;
    expect(await overdue()).toEqual({ payment: 0, refund: 0, payout: 0 });
    const { id } = await startPayment(core, { organizationId: uuidv7(), mode: 'sandbox' });
    await core.database.query(`UPDATE due_checks SET due_at = now() - interval '100 seconds' WHERE subject_id = $1`, [
      id,
    ]);
    const late = await overdue();
    expect([late.payment >= 100, late.refund, late.payout]).toEqual([true, 0, 0]);
    await core.database.query('DELETE FROM due_checks WHERE subject_id = $1', [id]);
  });

  it('nor is it kept what repeats were recognised by, once none would be refused', async () => {
    const tenant: Tenant = { organizationId: uuidv7(), mode: 'sandbox' };
    const kept = () =>
      core.database.query<{ id: string }>('SELECT payment_id AS id FROM payment_intents WHERE organization_id = $1', [
        tenant.organizationId,
      ]);
    const [passed, young] = [await paidPayment(core, tenant), await paidPayment(core, tenant)];
    await core.database.query(
      `UPDATE payment_intents SET guarded_until = now() - interval '2 hours', guard = false WHERE payment_id = $1`,
      [passed.id],
    );
    await core.get(JobWorkers).runNow('forget-passed-intents');
    expect(await kept()).toEqual([{ id: young.id }]);
  });

  it('and the names that they gave movements are forgotten 90 days after those ended', async () => {
    const tenant: Tenant = { organizationId: uuidv7(), mode: 'sandbox' };
    const paid = () => paidPayment(core, tenant, { payer: aPayer('91') });
    const [old, moved, sent] = [await paid(), await paid(), await paid()];
    const open = await startPayment(core, tenant, { payer: aPayer('97') });
    const request = { tenant, paymentId: moved.id, amount: 100, description: null, reason: null, actorId: null };
    const refund = (await core.commands.execute(new RequestRefund(request, null))).result;
    const asked = { tenant, amount: Money.of(1000, 'XAF'), description: null, bankAccountId: null, actorId: null };
    const payout = (await core.commands.execute(new RequestPayout(asked, null))).result;

    const age = (table: string, id: string, days: number) =>
      core.database.query(`UPDATE ${table} SET updated_at = now() - $2 * interval '1 day' WHERE id = $1`, [id, days]);
    const token = (reference: string, name: string, days = 91) =>
      core.database.query(
        `INSERT INTO operator_tokens (reference, provider, token, created_at)
          VALUES ($1, 'orange-money', $2, now() - $3 * interval '1 day')`,
        [reference, name, days],
      );
    await age('payments', old.id, 91);
    await age('payments', sent.id, 91);
    await age('payments', open.id, 200);
    await core.database.query(`UPDATE refunds SET status = 'completed' WHERE id = $1`, [refund.id]);
    await age('refunds', refund.id, 91);
    await age('payouts', payout.id, 91);
    await token(old.providerReference, 'paid long ago');
    await token(sent.providerReference, 'made yesterday', 1);
    await token(moved.providerReference, 'refunded of late', 200);
    await token(open.providerReference, 'open payment', 200);
    await token(refund.providerReference, 'refunded long ago');
    await token(payout.providerReference, 'open payout');
    await token(uuidv4(), 'an attempt that was given up');
    const names = async () => {
      await core.get(JobWorkers).runNow('forget-old-exchanges');
      const rows = await core.database.query<{ token: string }>('SELECT token FROM operator_tokens ORDER BY token');
      return rows.map((row) => row.token);
    };
    expect(await names()).toEqual(['made yesterday', 'open payment', 'open payout', 'refunded of late']);
    await core.database.query(`UPDATE payouts SET status = 'failed' WHERE id = $1`, [payout.id]);
    expect(await names()).toEqual(['made yesterday', 'open payment', 'refunded of late']);

    for (const { providerReference } of [old, open]) {
      await core.database.query(
        `INSERT INTO operator_pages (reference, provider, amount, currency, asked_at)
          VALUES ($1, 'orange-money', 10000, 'XAF', now() - interval '200 days')`,
        [providerReference],
      );
    }
    await names();
    expect(await core.database.query('SELECT reference FROM operator_pages')).toEqual([
      { reference: open.providerReference },
    ]);
  });
});
