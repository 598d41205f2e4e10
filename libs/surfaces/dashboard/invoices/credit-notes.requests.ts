import type { CreditNoteRequest } from '#billing';
import type { Currency } from '#kernel';
import { amountIn } from '../dialect/amounts.js';
import type { Wire } from '../dialect/wire.js';
import { invoiceItems } from './invoices.requests.js';

/** Throws what names the field, for amounts that the currency does not have. */
export const newCreditNote = (
  { amount, reason, items = [] }: Wire<'CreateCreditNoteRequest'>,
  currency: Currency,
): Pick<CreditNoteRequest, 'amount' | 'reason' | 'items'> => ({
  amount: amountIn('amount', amount, currency),
  reason,
  items: invoiceItems(items, currency),
});
