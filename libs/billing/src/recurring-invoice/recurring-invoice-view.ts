import { viewOf, type Currency, type Mode } from '#kernel';
import { customerReferenceOf, type CustomerReference } from '../customer/customer-view.js';
import type { VatDisplay } from '../invoice/invoice-figures.js';
import type { InvoiceDiscount } from '../invoice/invoice-view.js';
import type { Frequency } from './occurrence-day.js';
import { statusOn, type RecurringInvoiceStatus, type RecurringItem } from './recurring-invoice.aggregate.js';

interface StoredRecurringInvoice {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly frequency: Frequency;
  /** Days of Douala, YYYY-MM-DD, here and below. */
  readonly startDate: string;
  readonly endDate: string | null;
  readonly items: readonly RecurringItem[];
  readonly memo: string | null;
  readonly paymentTerm: string;
  readonly discount: InvoiceDiscount | null;
  readonly vatDisplay: VatDisplay;
  readonly currency: Currency;
  /** Total of each invoice. */
  readonly amount: string;
  readonly invoicesIssued: number;
  readonly lastRunDate: string | null;
  readonly nextRunDate: string | null;
  readonly cancelledAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A schedule as the house tells it: plain JSON, instants in ISO 8601, amounts as decimal text in major units. */
export interface RecurringInvoiceView extends StoredRecurringInvoice {
  readonly customer: CustomerReference;
  readonly status: RecurringInvoiceStatus;
}

const VIEW_FIELDS: Readonly<Record<keyof StoredRecurringInvoice, true>> = {
  id: true,
  organizationId: true,
  mode: true,
  frequency: true,
  startDate: true,
  endDate: true,
  items: true,
  memo: true,
  paymentTerm: true,
  discount: true,
  vatDisplay: true,
  currency: true,
  amount: true,
  invoicesIssued: true,
  lastRunDate: true,
  nextRunDate: true,
  cancelledAt: true,
  createdAt: true,
  updatedAt: true,
};

const stored = viewOf<StoredRecurringInvoice>(VIEW_FIELDS);

export const RECURRING_INVOICE_COLUMNS = `${stored.columns}, ${customerReferenceOf('recurring_invoices')}`;

/** Of an aggregate, or of a row with RECURRING_INVOICE_COLUMNS, as it stands on the day. */
export function recurringInvoiceView(source: object, customer: CustomerReference, today: string): RecurringInvoiceView {
  const view = stored.view(source);
  return { ...view, customer, status: statusOn(today, view) };
}
