import type { InvoiceLine, InvoiceSummary, InvoiceView, SentInvoice } from '#billing';
import type { Currency, Page } from '#kernel';
import { pagination } from '../dialect/pages.js';
import { amount, MODE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

/** The contract names what the answer of creation must have; it has all the rest as well. */
export type CreatedInvoice = Wire<'Invoice'> & Wire<'InvoiceCreated'>;

export const presentInvoiceSummary = (invoice: InvoiceSummary): Required<Wire<'InvoiceListItem'>> => ({
  id: invoice.id,
  invoiceNumber: invoice.number,
  customer: invoice.customer,
  amount: amount(invoice.amount, invoice.currency),
  currency: invoice.currency as Wire<'Currency'>,
  status: invoice.status,
  date: invoice.issuedOn,
  dueDate: invoice.dueAt,
  balanceDue: amount(invoice.balanceDue, invoice.currency),
});

export function presentInvoice(invoice: InvoiceView): CreatedInvoice {
  const { currency, discount } = invoice;
  const money = (decimal: string): number => amount(decimal, currency);
  return {
    ...presentInvoiceSummary(invoice),
    invoiceId: invoice.id,
    type: invoice.type,
    profileId: invoice.profileId,
    paymentTerm: invoice.paymentTerm,
    memo: invoice.memo,
    items: presentLines(invoice.lines, currency),
    discount: discount && { type: discount.type, value: Number(discount.value) },
    vatDisplay: invoice.vatDisplay,
    subtotal: money(invoice.subtotal),
    discountAmount: money(invoice.discountAmount),
    vatAmount: money(invoice.vatAmount),
    vatBreakdown: invoice.vatBreakdown.map(({ vatRate, base, vatAmount }) => ({
      vatRate: Number(vatRate),
      base: money(base),
      vatAmount: money(vatAmount),
    })),
    creditedAmount: money(invoice.creditedAmount),
    amountPaid: money(invoice.amountPaid),
    paymentUrl: invoice.paymentUrl,
    paymentId: invoice.paymentId,
    recurringInvoiceId: invoice.recurringInvoiceId,
    mode: MODE[invoice.mode],
    sentAt: invoice.sentAt,
    paidAt: invoice.paidAt,
    createdAt: invoice.createdAt,
    updatedAt: invoice.updatedAt,
  };
}

export const presentLines = (lines: readonly InvoiceLine[], currency: Currency): Wire<'InvoiceLine'>[] =>
  lines.map(({ productId, name, quantity, price, vatRate, lineAmount }) => ({
    productId,
    name,
    quantity: Number(quantity),
    price: amount(price, currency),
    vatRate: Number(vatRate),
    lineAmount: amount(lineAmount, currency),
  }));

export function presentInvoices(page: Page<InvoiceSummary>): Wire<'InvoiceList'> {
  return { invoices: page.items.map(presentInvoiceSummary), pagination: pagination(page) };
}

export function presentSentInvoice({ invoice, paymentUrl, mailedAt }: SentInvoice): Wire<'InvoiceSent'> {
  return {
    invoiceId: invoice.id,
    invoiceNumber: invoice.number,
    status: invoice.status === 'overdue' ? 'overdue' : 'sent',
    sentTo: invoice.customer.email,
    sentAt: mailedAt,
    dueDate: invoice.dueAt,
    paymentUrl,
  };
}
