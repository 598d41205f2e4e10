import { invoicesMatching, judgedInvoice, type InvoiceFilters } from '#billing';
import type { Read } from '#platform';
import type { InvoiceRow } from './report-rows.js';
import { amountOf, isoOf, listed, type ReportScope, type ReportSource } from './report-source.js';

const amount = (column: string): string => amountOf(column, 'currency');
const COLUMNS = `number, issued_on AS "issuedOn", ${isoOf('due_at')} AS "dueAt", status, customer_name AS "customerName",
  customer_email AS "customerEmail", ${amount('subtotal')} AS subtotal, ${amount('discount_amount')} AS "discountAmount",
  ${amount('vat_amount')} AS "vatAmount", ${amount('amount')} AS amount, ${amount('credited_amount')} AS "creditedAmount",
  ${amount('amount_paid')} AS "amountPaid", ${amount('balance_due')} AS "balanceDue", currency`;
// The counter has six digits or more: longer numbers are later ones.
const BY_NUMBER = `ORDER BY split_part(number, '-', 2), length(number), number`;

/** Invoices of a tenant in the order of their numbers. What was due before now and is not paid is overdue. */
export function invoiceSource(read: Read, scope: ReportScope, now: Date): ReportSource<InvoiceRow> {
  const { tenant, firstDay, lastDay } = scope;
  const list = invoicesMatching(tenant, { ...(scope.filters as InvoiceFilters), firstDay, lastDay }, now);
  const source = listed<InvoiceRow>(read, list, COLUMNS, BY_NUMBER);
  const rows = async function* (): AsyncGenerator<readonly InvoiceRow[]> {
    for await (const batch of source.rows()) yield batch.map((row) => judgedInvoice(row, now));
  };
  return { ...source, rows };
}
