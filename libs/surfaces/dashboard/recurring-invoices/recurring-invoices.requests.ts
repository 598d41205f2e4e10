import type { NewRecurringInvoice } from '#billing';
import type { Tenant } from '#kernel';
import type { Wire } from '../dialect/wire.js';
import { invoiceTerms, PAYMENT_TERM } from '../invoices/invoices.requests.js';

/** Throws what names the field, for amounts that the currency does not have. */
export const newRecurringInvoice = (
  tenant: Tenant,
  body: Wire<'CreateRecurringInvoiceRequest'>,
): NewRecurringInvoice => ({
  ...invoiceTerms(body),
  tenant,
  frequency: body.frequency,
  startDate: body.startDate,
  endDate: body.endDate ?? null,
  paymentTerm: body.paymentTerm ?? PAYMENT_TERM,
  memo: body.memo ?? null,
});
