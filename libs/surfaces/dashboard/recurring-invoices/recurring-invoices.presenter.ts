import type { RecurringInvoiceView } from '#billing';
import type { Page } from '#kernel';
import { pagination } from '../dialect/pages.js';
import { amount, MODE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export function presentRecurringInvoices(page: Page<RecurringInvoiceView>): Wire<'RecurringInvoiceList'> {
  return { recurringInvoices: page.items.map(presentRecurringInvoice), pagination: pagination(page) };
}

export function presentRecurringInvoice(schedule: RecurringInvoiceView): Wire<'RecurringInvoice'> {
  const { id, customer, currency, discount } = schedule;
  return {
    id,
    recurringInvoiceId: id,
    customerId: customer.id,
    customer,
    frequency: schedule.frequency,
    startDate: schedule.startDate,
    endDate: schedule.endDate,
    items: schedule.items.map(({ productId, name, quantity, price, vatRate }) => ({
      productId,
      name,
      quantity: Number(quantity),
      price: amount(price, currency),
      vatRate: Number(vatRate),
    })),
    memo: schedule.memo,
    paymentTerm: schedule.paymentTerm,
    discount: discount && { type: discount.type, value: Number(discount.value) },
    vatDisplay: schedule.vatDisplay,
    currency: currency as Wire<'Currency'>,
    amount: amount(schedule.amount, currency),
    status: schedule.status,
    nextRunDate: schedule.nextRunDate,
    lastRunDate: schedule.lastRunDate,
    invoicesIssued: schedule.invoicesIssued,
    mode: MODE[schedule.mode],
    createdAt: schedule.createdAt,
    updatedAt: schedule.updatedAt,
  };
}
