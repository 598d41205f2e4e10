import { Money, viewOf, type Currency, type Mode } from '#kernel';
import type { InvoiceLine } from '../invoice/invoice-figures.js';

interface StoredCreditNote {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly number: string;
  readonly invoiceId: string;
  readonly amount: string;
  readonly currency: Currency;
  readonly reason: string;
  readonly items: readonly InvoiceLine[];
  readonly createdAt: string;
}

/** A credit note as the house tells it: plain JSON, instants in ISO 8601, numbers as decimal text. */
export interface CreditNoteView extends StoredCreditNote {
  readonly invoiceNumber: string;
  /** What is left to pay on the invoice, and what further credit notes may take, when the view was made. */
  readonly invoiceBalanceDue: string;
  readonly remainingCreditable: string;
}

/** The invoice, as far as a view of its credit notes needs it. */
export interface CreditedInvoice {
  readonly number: string;
  readonly balanceDue: Money;
  readonly remainingCreditable: Money;
}

const stored = viewOf<StoredCreditNote>({
  id: true,
  organizationId: true,
  mode: true,
  number: true,
  invoiceId: true,
  amount: true,
  currency: true,
  reason: true,
  items: true,
  createdAt: true,
});

export interface CreditNoteRow extends StoredCreditNote {
  readonly invoice: { readonly number: string; readonly balanceDue: string; readonly remainingCreditable: string };
}

export const CREDIT_NOTE_COLUMNS = `${stored.columns}, (
    SELECT json_build_object('number', i.number, 'balanceDue', i.balance_due::text,
      'remainingCreditable', (i.amount - i.credit_notes_amount)::text)
    FROM invoices i WHERE i.id = invoice_id
  ) AS invoice`;

/** Of what was written, or of a row with CREDIT_NOTE_COLUMNS. */
export const creditNoteView = (source: object, invoice: CreditedInvoice): CreditNoteView => ({
  ...stored.view(source),
  invoiceNumber: invoice.number,
  invoiceBalanceDue: invoice.balanceDue.toDecimal(),
  remainingCreditable: invoice.remainingCreditable.toDecimal(),
});

export const creditNoteOfRow = (row: CreditNoteRow): CreditNoteView =>
  creditNoteView(row, {
    number: row.invoice.number,
    balanceDue: Money.of(row.invoice.balanceDue, row.currency),
    remainingCreditable: Money.of(row.invoice.remainingCreditable, row.currency),
  });
