import { isUuid } from '#kernel';
import { FilteredList, type Read } from '#platform';
import type { InvoiceRow, InvoiceStatus } from './report-rows.js';
import { amountOf, isoOf, listed, type ReportScope, type ReportSource } from './report-source.js';

export interface InvoiceFilters {
  /** `unpaid` is sent or overdue. */
  readonly status?: InvoiceStatus | 'unpaid';
  readonly customerId?: string;
  /** Text in number, memo, or the customer's name or address, in any case. */
  readonly search?: string;
}

const TEXT = `lower(i.number || ' ' || c.name || ' ' || c.email || ' ' || coalesce(i.memo, ''))`;
const amount = (column: string): string => amountOf(`i.${column}`, 'i.currency');
const COLUMNS = `i.number, i.issued_on AS "issuedOn", ${isoOf('i.due_at')} AS "dueAt", i.status, c.name AS "customerName",
  c.email AS "customerEmail", ${amount('subtotal')} AS subtotal, ${amount('discount_amount')} AS "discountAmount",
  ${amount('vat_amount')} AS "vatAmount", ${amount('amount')} AS amount, ${amount('credited_amount')} AS "creditedAmount",
  ${amount('amount_paid')} AS "amountPaid", ${amount('balance_due')} AS "balanceDue", i.currency`;
// The counter has six digits or more: longer numbers are later ones.
const BY_NUMBER = `ORDER BY split_part(i.number, '-', 2), length(i.number), i.number`;

/** Invoices of a tenant in the order of their numbers. What was due before now and is not paid is overdue. */
export function invoiceSource(read: Read, scope: ReportScope, now: Date): ReportSource<InvoiceRow> {
  const { tenant, firstDay, lastDay } = scope;
  const { status, customerId, search } = scope.filters as InvoiceFilters;
  const list = new FilteredList('invoices i JOIN customers c ON c.id = i.customer_id')
    .and('i.organization_id = ?', tenant.organizationId)
    .and('i.mode = ?', tenant.mode)
    .and('i.issued_on >= ?', firstDay)
    .and('i.issued_on <= ?', lastDay)
    .containing(TEXT, search);
  // A customer that cannot exist has no invoices.
  if (isUuid(customerId)) list.and('i.customer_id = ?', customerId);
  else if (customerId !== undefined) list.holds('false');
  if (status) withStatus(list, status, now);
  const source = listed<InvoiceRow>(read, list, COLUMNS, BY_NUMBER);
  return { ...source, rows: () => judged(source.rows(), now) };
}

function withStatus(list: FilteredList, status: InvoiceStatus | 'unpaid', now: Date): void {
  switch (status) {
    case 'unpaid':
      list.holds(`i.status IN ('sent', 'overdue')`);
      return;
    case 'overdue':
      list.and(`(i.status = 'overdue' OR i.status = 'sent' AND i.due_at < ?)`, now);
      return;
    case 'sent':
      list.holds(`i.status = 'sent'`).and('i.due_at >= ?', now);
      return;
    case 'draft':
    case 'paid':
      list.and('i.status = ?', status);
  }
}

async function* judged(
  batches: AsyncIterable<readonly InvoiceRow[]>,
  now: Date,
): AsyncGenerator<readonly InvoiceRow[]> {
  const instant = now.toISOString();
  for await (const batch of batches) {
    yield batch.map((row) => (row.status === 'sent' && row.dueAt < instant ? { ...row, status: 'overdue' } : row));
  }
}
