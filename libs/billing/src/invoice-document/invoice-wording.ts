import { printedNumber, printedShortDay } from '#platform';
import type { InvoiceDocument, InvoiceDocumentCreditNote, InvoiceLocale } from './invoice-document.js';

type PriceWords = Readonly<Record<InvoiceDocument['vatDisplay'], string>>;

/** The fixed words of a printed invoice. */
export interface InvoiceWording {
  readonly title: string;
  readonly status: Readonly<Record<Exclude<InvoiceDocument['status'], 'sent'>, string>>;
  readonly date: string;
  readonly dueDate: string;
  readonly balanceDue: string;
  readonly seller: string;
  readonly buyer: string;
  readonly taxId: string;
  readonly registrationNumber: string;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: PriceWords;
  readonly vat: string;
  readonly lineAmount: PriceWords;
  readonly subtotal: PriceWords;
  readonly discount: string;
  /** Before the rate of VAT that the prices contain. */
  readonly included: string;
  /** Between the rate of VAT and the base that it was reckoned from. */
  readonly on: string;
  readonly total: string;
  readonly credited: string;
  readonly creditNote: string;
  readonly amountPaid: string;
  readonly payOnline: string;
  readonly payHint: string;
  readonly memo: string;
  readonly page: string;
  readonly of: string;
}

export const INVOICE_WORDS: Readonly<Record<InvoiceLocale, InvoiceWording>> = {
  en: {
    title: 'Invoice',
    status: { draft: 'Draft', paid: 'Paid', overdue: 'Overdue' },
    date: 'Invoice date',
    dueDate: 'Due date',
    balanceDue: 'Balance due',
    seller: 'From',
    buyer: 'Billed to',
    taxId: 'Tax ID',
    registrationNumber: 'Trade register',
    description: 'Description',
    quantity: 'Qty',
    unitPrice: { excluding: 'Price excl. VAT', including: 'Price incl. VAT' },
    vat: 'VAT',
    lineAmount: { excluding: 'Amount excl. VAT', including: 'Amount incl. VAT' },
    subtotal: { excluding: 'Subtotal excl. VAT', including: 'Subtotal incl. VAT' },
    discount: 'Discount',
    included: 'Including VAT',
    on: 'on',
    total: 'Total incl. VAT',
    credited: 'Credited',
    creditNote: 'Credit note',
    amountPaid: 'Paid',
    payOnline: 'Pay online',
    payHint: 'Scan the code with your phone, or open this address:',
    memo: 'Note',
    page: 'Page',
    of: 'of',
  },
  fr: {
    title: 'Facture',
    status: { draft: 'Brouillon', paid: 'Payée', overdue: 'En retard' },
    date: 'Date de facture',
    dueDate: 'Échéance',
    balanceDue: 'Reste à payer',
    seller: 'Émetteur',
    buyer: 'Facturé à',
    taxId: 'NIU',
    registrationNumber: 'RCCM',
    description: 'Désignation',
    quantity: 'Qté',
    unitPrice: { excluding: 'Prix unitaire HT', including: 'Prix unitaire TTC' },
    vat: 'TVA',
    lineAmount: { excluding: 'Montant HT', including: 'Montant TTC' },
    subtotal: { excluding: 'Sous-total HT', including: 'Sous-total TTC' },
    discount: 'Remise',
    included: 'Dont TVA',
    on: 'sur',
    total: 'Total TTC',
    credited: 'Avoirs déduits',
    creditNote: 'Avoir',
    amountPaid: 'Déjà payé',
    payOnline: 'Payer en ligne',
    payHint: 'Scannez le code avec votre téléphone, ou ouvrez cette adresse :',
    memo: 'Note',
    page: 'Page',
    of: 'sur',
  },
};

/** 19.25%, 19,25 %. */
export function printedPercent(percent: string, locale: InvoiceLocale): string {
  const figure = printedNumber(percent, locale);
  return locale === 'fr' ? `${figure}\u00a0%` : `${figure}%`;
}

export const creditNoteLabel = ({ number, date }: InvoiceDocumentCreditNote, locale: InvoiceLocale): string =>
  `${INVOICE_WORDS[locale].creditNote} ${number} (${printedShortDay(date, locale)})`;
