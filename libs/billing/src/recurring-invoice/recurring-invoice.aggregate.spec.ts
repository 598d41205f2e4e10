import { Money, uuidv7 } from '#kernel';
import { RecurringInvoice, statusOn, type NewRecurringInvoice } from './recurring-invoice.aggregate.js';

/** Three in the morning of the 31st of January in Douala, a Saturday. */
const NIGHT = new Date('2026-01-31T02:00:00Z');
const at = (instant: string): Date => new Date(instant);

const scheduled = (wish: Partial<NewRecurringInvoice> = {}, now = NIGHT): RecurringInvoice =>
  RecurringInvoice.schedule(
    {
      tenant: { organizationId: uuidv7(), mode: 'sandbox' },
      ...{ frequency: 'monthly', startDate: '2026-01-31', endDate: null, paymentTerm: 'net-30', memo: null },
      ...{ currency: 'XAF', vatDisplay: 'excluding', discount: null },
      items: [
        { productId: null, name: 'Hour', quantity: 2.5, price: Money.of(25000, 'XAF'), vatRate: 19.25 },
        { productId: null, name: 'Trip', quantity: 1, price: Money.of(1000, 'XAF'), vatRate: 0 },
      ],
      ...wish,
    },
    now,
  );

describe('a schedule of invoices', () => {
  it('that starts today begins at once, whatever the hour', () => {
    expect(scheduled().dueDayAt(NIGHT)).toBe('2026-01-31');
    const evening = at('2026-01-31T22:59:59Z');
    expect(scheduled({}, evening).dueDayAt(evening)).toBe('2026-01-31');
  });

  it('that starts later begins at six', () => {
    const schedule = scheduled({ startDate: '2026-02-01' });
    expect(schedule.dueDayAt(at('2026-02-01T04:59:59.999Z'))).toBeNull();
    expect(schedule.dueDayAt(at('2026-02-01T05:00:00.000Z'))).toBe('2026-02-01');
  });

  it('goes on at six, day after day, until the last day has had its invoice', () => {
    const schedule = scheduled({ endDate: '2026-03-31' });
    const days: (string | null)[] = [];
    while (schedule.nextRunDate !== null) {
      days.push(schedule.dueDayAt(at('2026-06-01T00:00:00Z')));
      schedule.advance(at('2026-06-01T00:00:00Z'));
    }
    expect(days).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
    expect(schedule).toMatchObject({ invoicesIssued: 3, lastRunDate: '2026-03-31', runAfter: null });
    expect(schedule.dueDayAt(at('2099-01-01T00:00:00Z'))).toBeNull();
  });

  it('waits for six on a day that is today already', () => {
    const schedule = scheduled();
    schedule.advance(at('2026-02-28T03:00:00Z'));
    expect(schedule.dueDayAt(at('2026-02-28T04:59:59Z'))).toBeNull();
    expect(schedule.dueDayAt(at('2026-02-28T05:00:00Z'))).toBe('2026-02-28');
  });

  it('stands as its days and its owner say', () => {
    const course = { endDate: '2026-03-31', cancelledAt: null };
    expect(statusOn('2026-03-31', course)).toBe('active');
    expect(statusOn('2026-04-01', course)).toBe('ended');
    expect(statusOn('9999-12-31', { ...course, endDate: null })).toBe('active');
    expect(statusOn('2026-04-01', { ...course, cancelledAt: NIGHT })).toBe('cancelled');
  });

  it('is cancelled once, and not when it has ended', () => {
    const schedule = scheduled();
    schedule.cancel(NIGHT);
    expect(schedule).toMatchObject({ cancelledAt: NIGHT, nextRunDate: null, runAfter: null });
    expect(() => schedule.cancel(NIGHT)).toThrow(expect.objectContaining({ code: 'recurring_invoice_ended' }));
    const ended = scheduled({ endDate: '2026-01-31' });
    expect(() => ended.cancel(at('2026-01-31T23:00:00Z'))).toThrow(
      expect.objectContaining({ code: 'recurring_invoice_ended' }),
    );
  });

  it.each([
    null,
    { type: 'percentage', value: 12.5 } as const,
    { type: 'fixed', value: Money.of(500, 'XAF') } as const,
  ])('asks for the same, each time (%j)', (discount) => {
    const schedule = scheduled({ discount });
    const again = scheduled({ ...schedule.terms });
    expect([again.amount, again.items, again.discount]).toEqual([schedule.amount, schedule.items, schedule.discount]);
  });

  it.each<[string, Partial<NewRecurringInvoice>, string]>([
    ['a first day that is over', { startDate: '2026-01-30' }, 'startDate'],
    ['a last day before the first', { startDate: '2026-02-02', endDate: '2026-02-01' }, 'endDate'],
    ['a payment term that says nothing', { paymentTerm: 'soon' }, 'paymentTerm'],
    ['what no invoice can ask for', { discount: { type: 'percentage', value: 100 } }, 'discount.value'],
  ])('is refused with %s', (_, wish, field) =>
    expect(() => scheduled(wish)).toThrow(expect.objectContaining({ fields: { [field]: [expect.any(String)] } })),
  );
});
