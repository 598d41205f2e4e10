import type { Currency, Mode } from '#kernel';

/** What invoices are printed and mailed in. */
export type InvoiceLocale = 'en' | 'fr';

/** Somebody named on an invoice. Everything is text as people wrote it, in any script. */
export interface InvoiceParty {
  readonly name: string;
  /** One line of the address each; none where there is no address. */
  readonly address: readonly string[];
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** NIU of Cameroon, or whatever the state of the party calls it. */
  readonly taxId: string | null;
}

export interface InvoiceSeller extends InvoiceParty {
  /** Number in the trade register. */
  readonly registrationNumber: string | null;
  /** PNG or JPEG that the drawing library takes as it is; null for none. */
  readonly logo: Buffer | null;
}

export interface InvoiceDocumentLine {
  readonly name: string;
  /** Decimal text, at most three decimals. */
  readonly quantity: string;
  readonly unitPrice: string;
  /** Percent, decimal text. */
  readonly vatRate: string;
  readonly lineAmount: string;
}

/** VAT of one rate; rates do not repeat. */
export interface InvoiceDocumentVat {
  readonly vatRate: string;
  readonly base: string;
  readonly vatAmount: string;
}

export interface InvoiceDocumentCreditNote {
  readonly number: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly amount: string;
}

/** Everything that a printed invoice shows. Amounts are decimal text in major units of the currency, none below nothing. */
export interface InvoiceDocument {
  readonly number: string;
  readonly status: 'draft' | 'sent' | 'paid' | 'overdue';
  readonly mode: Mode;
  readonly locale: InvoiceLocale;
  /** Days of Douala, YYYY-MM-DD. */
  readonly date: string;
  readonly dueDate: string;
  readonly seller: InvoiceSeller;
  readonly buyer: InvoiceParty;
  readonly currency: Currency;
  readonly vatDisplay: 'including' | 'excluding';
  /** At least one. */
  readonly lines: readonly InvoiceDocumentLine[];
  readonly subtotal: string;
  /** Percent as decimal text when the discount is one; null for a fixed one and for none. */
  readonly discountPercent: string | null;
  readonly discountAmount: string;
  readonly vat: readonly InvoiceDocumentVat[];
  /** Total of the invoice, VAT included. */
  readonly amount: string;
  /** All of them, also those that took nothing off what is due. */
  readonly creditNotes: readonly InvoiceDocumentCreditNote[];
  /** What credit notes took off what is due. */
  readonly creditedAmount: string;
  readonly amountPaid: string;
  readonly balanceDue: string;
  readonly memo: string | null;
  /** Null for a draft, and where nothing is left to pay. */
  readonly paymentUrl: string | null;
}
