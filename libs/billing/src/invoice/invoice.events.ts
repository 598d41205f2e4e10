import type { DomainEvent } from '#kernel';
import type { InvoiceView } from './invoice-view.js';

/** Nothing is due any more. Once per invoice; carries the view of the payment, or null when credit notes paid it. */
export type InvoicePaid = DomainEvent<
  'invoice.paid',
  { readonly invoice: InvoiceView; readonly payment: object | null }
>;

/** Its last day has passed, and something is due. Once per invoice. */
export type InvoiceOverdue = DomainEvent<'invoice.overdue', { readonly invoice: InvoiceView }>;
