import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7, type Tenant } from '#kernel';
import { SharedClock, UnitOfWork } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { paymentRequest } from '../../../../test/support/payments.js';
import { rowsLookedAt } from '../../../../test/support/rows-looked-at.js';
import { Payment } from '../payment/payment.aggregate.js';
import { ReceiveCallback } from './receive-callback.command.js';

const PAYMENTS = 400;
/** PostgreSQL plans a statement anew five times before it thinks of keeping a plan. */
const NOTICES = 10;

const PLANS = `SELECT sum(generic_plans)::int AS kept FROM pg_prepared_statements
  WHERE statement LIKE '%INSERT INTO provider_callbacks%'`;

describe('notices of operators, one after the other', () => {
  const tenant: Tenant = { organizationId: uuidv7(), mode: 'sandbox' };
  let core: TestCore;
  let payment: Payment;

  beforeAll(async () => {
    core = await startTestCore();
    payment = await initiated();
  }, 60_000);
  afterAll(() => core?.close());

  async function initiated(): Promise<Payment> {
    const request = paymentRequest(tenant);
    const made = Payment.initiate(
      { ...request, providerAmount: request.amount, exchangeRate: '1', lifetimeMinutes: 30 },
      core.get(SharedClock).now(),
    );
    await core.get(UnitOfWork).run((tx) => Promise.resolve(tx.save(made)));
    return made;
  }
  const notify = (named: readonly string[]): Promise<void> =>
    core.commands.execute(new ReceiveCallback({ provider: 'mtn-momo', fields: {}, named, body: '{}', trusted: true }));

  it('are planned once, and look at no more than what they name when there are many payments', async () => {
    for (let sent = 0; sent < NOTICES; sent += 1) await notify([payment.providerReference]);
    const [plans] = await core.database.query<{ kept: number }>(PLANS);
    expect(plans!.kept).toBeGreaterThanOrEqual(NOTICES / 2);
    for (let made = 0; made < PAYMENTS; made += 1) await initiated();
    const looked = await rowsLookedAt(core.database, 'payments', () => notify([payment.providerReference]));
    expect(looked).toBeGreaterThan(0);
    expect(looked).toBeLessThan(PAYMENTS / 10);
  });

  it('bring forward each of several that they name, once, by whichever name', async () => {
    const others = [await initiated(), await initiated()] as const;
    await notify([others[0].providerReference, others[0].id, others[1].id]);
    const due = await core.database.query<{ id: string }>(
      'SELECT subject_id AS id FROM due_checks WHERE subject_id = ANY($1) AND due_at <= $2 ORDER BY subject_id',
      [others.map(({ id }) => id), core.get(SharedClock).now()],
    );
    expect(due.map(({ id }) => id)).toEqual(others.map(({ id }) => id).sort());
  });
});
