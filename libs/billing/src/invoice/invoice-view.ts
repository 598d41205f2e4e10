import { Money, viewOf, type Currency, type Mode } from '#kernel';
import { customerReferenceOf, type CustomerReference } from '../customer/customer-view.js';
import type { InvoiceLine, VatDisplay, VatGroup } from './invoice-figures.js';

export type InvoiceType = 'one-off' | 'recurring';
export type InvoiceStatus = 'draft' | 'sent' | 'paid' | 'overdue';

/** As it was asked for; the value is decimal text. */
export interface InvoiceDiscount {
  readonly type: 'percentage' | 'fixed';
  readonly value: string;
}

interface StoredInvoice {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly number: string;
  /** Judged at the instant of the view: one that was sent is overdue once its day has passed. */
  readonly status: InvoiceStatus;
  readonly type: InvoiceType;
  readonly profileId: string;
  readonly paymentTerm: string;
  readonly memo: string | null;
  readonly discount: InvoiceDiscount | null;
  readonly vatDisplay: VatDisplay;
  readonly currency: Currency;
  readonly subtotal: string;
  readonly discountAmount: string;
  readonly vatAmount: string;
  readonly vatBreakdown: readonly VatGroup[];
  /** Total, VAT included. */
  readonly amount: string;
  /** What credit notes took off what is due. */
  readonly creditedAmount: string;
  /** All credit notes. */
  readonly creditNotesAmount: string;
  readonly amountPaid: string;
  /** Calendar day, in Douala. */
  readonly issuedOn: string;
  readonly dueAt: string;
  readonly paymentId: string | null;
  readonly recurringInvoiceId: string | null;
  readonly sentAt: string | null;
  readonly paidAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What belongs to an invoice and lies elsewhere. */
export interface InvoiceSurroundings {
  readonly customer: CustomerReference;
  readonly lines: readonly InvoiceLine[];
  /** Null while it is a draft. */
  readonly paymentUrl: string | null;
}

/** An invoice as the house tells it: plain JSON, instants in ISO 8601, numbers as decimal text. */
export interface InvoiceView extends StoredInvoice, InvoiceSurroundings {
  readonly balanceDue: string;
}

/** An invoice in short. */
export interface InvoiceSummary extends Pick<
  StoredInvoice,
  'id' | 'number' | 'amount' | 'currency' | 'status' | 'issuedOn' | 'dueAt'
> {
  readonly customer: CustomerReference;
  readonly balanceDue: string;
}

const VIEW_FIELDS: Readonly<Record<keyof StoredInvoice, true>> = {
  id: true,
  organizationId: true,
  mode: true,
  number: true,
  status: true,
  type: true,
  profileId: true,
  paymentTerm: true,
  memo: true,
  discount: true,
  vatDisplay: true,
  currency: true,
  subtotal: true,
  discountAmount: true,
  vatAmount: true,
  vatBreakdown: true,
  amount: true,
  creditedAmount: true,
  creditNotesAmount: true,
  amountPaid: true,
  issuedOn: true,
  dueAt: true,
  paymentId: true,
  recurringInvoiceId: true,
  sentAt: true,
  paidAt: true,
  createdAt: true,
  updatedAt: true,
};

const SUMMARY_FIELDS: Readonly<Record<keyof Omit<InvoiceSummary, 'customer'>, true>> = {
  id: true,
  number: true,
  amount: true,
  balanceDue: true,
  currency: true,
  status: true,
  issuedOn: true,
  dueAt: true,
};

const stored = viewOf<StoredInvoice>(VIEW_FIELDS);
const summed = viewOf<Omit<InvoiceSummary, 'customer'>>(SUMMARY_FIELDS);

export const INVOICE_COLUMNS = stored.columns;
export const INVOICE_SUMMARY_COLUMNS = `${summed.columns}, ${customerReferenceOf('invoices')}`;

/** Of an aggregate, or of a row with INVOICE_COLUMNS. */
export function invoiceView(source: object, surroundings: InvoiceSurroundings, now: Date): InvoiceView {
  const invoice = judged(stored.view(source), now);
  const { amount, creditedAmount, amountPaid, currency } = invoice;
  const due = Money.of(amount, currency)
    .minus(Money.of(creditedAmount, currency))
    .minus(Money.of(amountPaid, currency));
  const { customer, lines, paymentUrl } = surroundings;
  return { ...invoice, customer, lines, paymentUrl, balanceDue: due.toDecimal() };
}

/** Of a row with INVOICE_SUMMARY_COLUMNS. */
export const invoiceSummary = (row: InvoiceSummary, now: Date): InvoiceSummary => ({
  ...judged(summed.view(row), now),
  customer: row.customer,
});

/** As it is at this moment, whether a job has noted that it is overdue or not. */
export const judged = <T extends Pick<StoredInvoice, 'status' | 'dueAt'>>(invoice: T, now: Date): T =>
  invoice.status === 'sent' && invoice.dueAt < now.toISOString() ? { ...invoice, status: 'overdue' } : invoice;
