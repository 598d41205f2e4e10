import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { addDays, atDoualaTime, doualaDay, Money, type Tenant } from '#kernel';
import { DatabaseUnavailable, JobWorkers, SharedClock, UnitOfWork } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { aMerchant } from '../../../../test/support/merchant.js';
import { atOnce, outcomes } from '../../../../test/support/payments.js';
import { CreateCustomer } from '../customer/create-customer.command.js';
import { CreateProduct } from '../product/create-product.command.js';
import { CancelRecurringInvoice } from './cancel-recurring-invoice.command.js';
import { CreateRecurringInvoice } from './create-recurring-invoice.command.js';
import { ISSUE_RECURRING_INVOICES } from './issue-recurring-invoices.job.js';
import { ListRecurringInvoices } from './list-recurring-invoices.query.js';
import type { NewRecurringInvoice } from './recurring-invoice.aggregate.js';
import type { RecurringInvoiceView } from './recurring-invoice-view.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const RUNS = `SELECT i.recurring_due_date AS day, i.number, i.type, i.status, i.amount::float AS amount, i.recurring_invoice_id AS of,
    i.payment_link_id IS NOT NULL AS "hasLink",
    (SELECT count(*)::int FROM owed_invoice_mails m WHERE m.invoice_id = i.id) AS mails
  FROM invoices i WHERE i.recurring_invoice_id = $1 ORDER BY i.recurring_due_date`;
const COUNT = 'SELECT count(*)::int AS count FROM invoices WHERE organization_id = $1';

interface Run {
  readonly day: string;
  readonly number: string;
}

describe('invoices of schedules', () => {
  let core: TestCore;
  let tenant: Tenant;
  let customerId: string;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(async () => {
    ({ tenant } = await aMerchant(core));
    const details = { name: 'Ada', email: 'ada@example.cm', phone: null, address: null, taxId: null };
    customerId = (await core.commands.execute(new CreateCustomer(tenant.organizationId, details, null))).id;
  });
  afterEach(async () => {
    // The clock moves on for all tests: what they have scheduled would fall due in the next one.
    await core.database.query('UPDATE recurring_invoices SET next_run_date = NULL, run_after = NULL');
    expect(await core.findings()).toEqual([]);
  });

  const now = (): Date => core.get(SharedClock).now();
  const today = (): string => doualaDay(now());
  const moveTo = (instant: Date): Promise<Date> => core.get(SharedClock).move(instant.getTime() - now().getTime());
  /** A year to come in which February has 28 days. */
  const nextYear = (): number => {
    let year = Number(today().slice(0, 4)) + 1;
    while (year % 4 === 0) year += 1;
    return year;
  };
  const item = (productId: string | null = null) => ({
    ...{ productId, name: 'Maintenance hour', quantity: 2, vatRate: 19.25 },
    price: Money.of(25000, 'XAF'),
  });
  const schedule = async (wish: Partial<NewRecurringInvoice> = {}): Promise<RecurringInvoiceView> => {
    const request: NewRecurringInvoice = {
      ...{ tenant, frequency: 'weekly', startDate: today(), endDate: null, paymentTerm: 'net-30', memo: null },
      ...{ currency: 'XAF', vatDisplay: 'excluding', items: [item()], discount: { type: 'percentage', value: 10 } },
      ...wish,
    };
    return (await core.commands.execute(new CreateRecurringInvoice(request, customerId, null, null))).result;
  };
  const cancel = ({ id }: RecurringInvoiceView) => core.commands.execute(new CancelRecurringInvoice(tenant, id, null));
  const run = (): Promise<void> => core.get(JobWorkers).runNow(ISSUE_RECURRING_INVOICES.name, {});
  const runsOf = ({ id }: RecurringInvoiceView): Promise<Run[]> => core.database.query<Run>(RUNS, [id]);
  const daysOf = async (of: RecurringInvoiceView): Promise<string[]> => (await runsOf(of)).map(({ day }) => day);
  const seen = async ({ id }: RecurringInvoiceView): Promise<RecurringInvoiceView | undefined> => {
    const { items } = await core.queries.execute(new ListRecurringInvoices(tenant, { page: 1, limit: 100 }));
    return items.find((listed) => listed.id === id);
  };
  const invoices = async (): Promise<number> =>
    (await core.database.first<{ count: number }>(COUNT, [tenant.organizationId]))?.count ?? 0;

  it('are issued and sent at once on a first day that is today, and then each week at six', async () => {
    const of = await schedule();
    await run();
    const year = today().slice(0, 4);
    expect(await runsOf(of)).toEqual([
      {
        ...{ day: of.startDate, number: `INV-${year}-000001`, type: 'recurring', status: 'sent', amount: 53663 },
        ...{ of: of.id, hasLink: true, mails: 1 },
      },
    ]);
    const next = addDays(of.startDate, 7);
    expect(await seen(of)).toMatchObject({ invoicesIssued: 1, lastRunDate: of.startDate, nextRunDate: next });
    await moveTo(new Date(atDoualaTime(next, '06:00').getTime() - MINUTE_MS));
    await run();
    expect(await daysOf(of)).toEqual([of.startDate]);
    await moveTo(atDoualaTime(next, '06:00'));
    await run();
    await run();
    expect(await daysOf(of)).toEqual([of.startDate, next]);
  });

  it('wait for the morning of a first day that is to come', async () => {
    const of = await schedule({ startDate: addDays(today(), 1) });
    await run();
    expect(await daysOf(of)).toEqual([]);
    await moveTo(atDoualaTime(of.startDate, '06:00'));
    await run();
    expect(await daysOf(of)).toEqual([of.startDate]);
  });

  it('are made up for after an outage, one for each day and in the order of the days', async () => {
    const of = await schedule();
    await run();
    await core.get(SharedClock).move(36 * DAY_MS);
    await run();
    const days = [0, 7, 14, 21, 28, 35].map((days) => addDays(of.startDate, days));
    expect(await daysOf(of)).toEqual(days);
    const numbers = (await runsOf(of)).map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort());
    expect(await seen(of)).toMatchObject({
      ...{ invoicesIssued: 6, lastRunDate: days[5], nextRunDate: addDays(of.startDate, 42) },
    });
  });

  it('are issued once, however many workers are at it', async () => {
    const schedules = [await schedule(), await schedule(), await schedule({ frequency: 'monthly' })];
    await core.get(SharedClock).move(22 * DAY_MS);
    const results = await atOnce(6, run);
    expect(outcomes(results)).toEqual({ done: 6 });
    expect((await Promise.all(schedules.map(daysOf))).map(({ length }) => length)).toEqual([4, 4, 1]);
    expect(await invoices()).toBe(9);
    for (const of of schedules) expect((await seen(of))?.invoicesIssued).toBe((await runsOf(of)).length);
  });

  it('cannot be issued twice for a day, whatever goes wrong with the schedule', async () => {
    const of = await schedule();
    await run();
    await core.database.query(
      'UPDATE recurring_invoices SET invoices_issued = 0, next_run_date = start_date, run_after = $2 WHERE id = $1',
      [of.id, now()],
    );
    await run();
    expect(await invoices()).toBe(1);
    const year = today().slice(0, 4);
    const { startDate, frequency } = await schedule();
    expect(frequency).toBe('weekly');
    await run();
    const numbers = await core.database.query<{ number: string }>(
      'SELECT number FROM invoices WHERE organization_id = $1 ORDER BY number',
      [tenant.organizationId],
    );
    // What was rolled back used no number.
    expect(numbers.map(({ number }) => number)).toEqual([`INV-${year}-000001`, `INV-${year}-000002`]);
    expect(startDate).toBe(today());
  });

  it('fall on the last day of months that lack the day, and on the day again afterwards', async () => {
    const year = nextYear();
    const of = await schedule({ frequency: 'monthly', startDate: `${year}-01-31` });
    await moveTo(atDoualaTime(`${year}-02-28`, '05:59'));
    await run();
    expect(await daysOf(of)).toEqual([`${year}-01-31`]);
    await moveTo(atDoualaTime(`${year}-02-28`, '06:00'));
    await run();
    await moveTo(atDoualaTime(`${year}-04-30`, '06:00'));
    await run();
    expect(await daysOf(of)).toEqual([`${year}-01-31`, `${year}-02-28`, `${year}-03-31`, `${year}-04-30`]);
    expect(await seen(of)).toMatchObject({ nextRunDate: `${year}-05-31` });
  });

  it('end with the last day, which counts, and are made up for even then', async () => {
    const startDate = today();
    const of = await schedule({ startDate, endDate: addDays(startDate, 14) });
    expect(of.status).toBe('active');
    await core.get(SharedClock).move(14 * DAY_MS);
    // The day has come and may not have reached six: it is still the last day, and nothing has ended.
    expect(await seen(of)).toMatchObject({ status: 'active', invoicesIssued: 0 });
    await core.get(SharedClock).move(30 * DAY_MS);
    expect(await seen(of)).toMatchObject({ status: 'ended', invoicesIssued: 0, nextRunDate: startDate });
    await expect(cancel(of)).rejects.toMatchObject({ code: 'recurring_invoice_ended' });
    await run();
    expect(await daysOf(of)).toEqual([0, 7, 14].map((days) => addDays(startDate, days)));
    expect(await seen(of)).toMatchObject({
      ...{ status: 'ended', invoicesIssued: 3, lastRunDate: addDays(startDate, 14), nextRunDate: null },
    });
  });

  it('stop when the schedule is cancelled, also while they are issued', async () => {
    const of = await schedule();
    await core.get(SharedClock).move(22 * DAY_MS);
    await Promise.all([run(), cancel(of), run()]);
    const issued = await daysOf(of);
    const cancelled = await seen(of);
    expect(cancelled).toMatchObject({ status: 'cancelled', nextRunDate: null, invoicesIssued: issued.length });
    await core.get(SharedClock).move(30 * DAY_MS);
    await run();
    expect(await daysOf(of)).toEqual(issued);
    await expect(cancel(of)).rejects.toMatchObject({ code: 'recurring_invoice_ended' });
  });

  it('that cannot be issued keep no others from it, and are tried again later', async () => {
    const details = { name: 'Hour', description: null, price: Money.of('1', 'XAF'), vatRate: 0 };
    const product = await core.commands.execute(new CreateProduct(tenant.organizationId, details, null));
    const broken = await schedule({ items: [item(product.id)] });
    const sound = await schedule();
    const price = (currency: string) =>
      core.database.query('UPDATE products SET currency = $2::currency WHERE id = $1', [product.id, currency]);
    await price('USD');
    await run();
    expect([await daysOf(broken), await daysOf(sound)]).toEqual([[], [sound.startDate]]);
    await price('XAF');
    await run();
    expect(await daysOf(broken)).toEqual([]);
    await core.get(SharedClock).move(11 * MINUTE_MS);
    await run();
    expect(await daysOf(broken)).toEqual([broken.startDate]);
    expect(await invoices()).toBe(2);
  });

  it('are not put off where the database is away, and nobody is blamed for it', async () => {
    const due = await schedule();
    using alarm = jest.spyOn(Logger.prototype, 'error');
    using away = jest.spyOn(core.get(UnitOfWork), 'run').mockRejectedValueOnce(new DatabaseUnavailable());
    await expect(run()).rejects.toThrow(DatabaseUnavailable);
    await run();
    expect(await daysOf(due)).toEqual([due.startDate]);
    expect(alarm.mock.calls).toEqual([]);
    expect(away.mock.calls.length).toBeGreaterThan(1);
  });
});
