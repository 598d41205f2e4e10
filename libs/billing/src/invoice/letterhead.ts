import type { InvoiceLocale, InvoiceSeller } from '../invoice-document/invoice-document.js';

/** What an invoice says of its seller, and in which language. Kept as JSON with an invoice that was sent. */
export interface Letterhead {
  readonly locale: InvoiceLocale;
  readonly seller: Omit<InvoiceSeller, 'logo'>;
  /** Null for a seller without one. */
  readonly logoId: string | null;
}
