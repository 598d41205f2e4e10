import { isMailAddress, mailLayout, printedAmount, printedDay, type MailMessage } from '#platform';
import type { InvoiceDocument, InvoiceLocale } from './invoice-document.js';

/** Why an invoice is mailed: it is new, it waits to be paid, or its due date has passed. */
type Occasion = 'new' | 'reminder' | 'overdue';

interface Wording {
  /** `{number}`, `{seller}`, `{balance}` and `{dueDate}` are filled in, here and below. */
  readonly subject: string;
  readonly body: string;
}

interface Language {
  readonly occasions: Readonly<Record<Occasion, Wording>>;
  /** `{buyer}` is filled in. */
  readonly greeting: string;
  readonly facts: string;
  readonly paid: string;
  readonly attached: string;
  readonly questions: string;
  readonly pay: string;
}

const LANGUAGES: Readonly<Record<InvoiceLocale, Language>> = {
  en: {
    occasions: {
      new: { subject: 'Invoice {number} from {seller}', body: '{seller} has sent you invoice {number}.' },
      reminder: {
        subject: 'Reminder: invoice {number} from {seller}',
        body: 'This is a reminder of invoice {number} from {seller}, which has not been paid in full yet.',
      },
      overdue: {
        subject: 'Overdue: invoice {number} from {seller}',
        body: 'Invoice {number} from {seller} was due on {dueDate} and has not been paid in full yet.',
      },
    },
    greeting: 'Dear {buyer},',
    facts: 'Balance due: {balance}\nDue date: {dueDate}',
    paid: 'Nothing is left to pay.',
    attached: 'The invoice is attached to this mail as a PDF file.',
    questions: 'If you have a question about it, just answer this mail.',
    pay: 'Pay the invoice',
  },
  fr: {
    occasions: {
      new: { subject: 'Facture {number} de {seller}', body: '{seller} vous adresse la facture {number}.' },
      reminder: {
        subject: 'Rappel : facture {number} de {seller}',
        body: 'Nous vous rappelons la facture {number} de {seller}, qui n’est pas encore entièrement réglée.',
      },
      overdue: {
        subject: 'En retard : facture {number} de {seller}',
        body: 'La facture {number} de {seller} était à régler au plus tard le {dueDate} et ne l’est pas encore entièrement.',
      },
    },
    greeting: 'Bonjour {buyer},',
    facts: 'Reste à payer : {balance}\nÉchéance : {dueDate}',
    paid: 'Il ne reste rien à payer.',
    attached: 'La facture est jointe à ce courriel au format PDF.',
    questions: 'Pour toute question à son sujet, répondez simplement à ce courriel.',
    pay: 'Payer la facture',
  },
};

/**
 * The mail that brings an invoice to the address, the file attached, in the language of the invoice; `isReminder` when it
 * was mailed before. Answers go to the seller. All that people wrote is text.
 */
export function invoiceMail(to: string, invoice: InvoiceDocument, pdf: Buffer, isReminder: boolean): MailMessage {
  const { locale, seller, paymentUrl } = invoice;
  const words = LANGUAGES[locale];
  const fill = filling(invoice);
  const { subject, body } = words.occasions[occasionOf(invoice, isReminder)];
  const title = fill(subject);
  const answersTo = seller.email !== null && isMailAddress(seller.email) ? seller.email : null;
  const paragraphs = [
    fill(words.greeting),
    fill(body),
    Number(invoice.balanceDue) > 0 ? fill(words.facts) : words.paid,
    answersTo === null ? words.attached : `${words.attached} ${words.questions}`,
  ];
  return {
    to,
    subject: invoice.mode === 'sandbox' ? `[TEST] ${title}` : title,
    ...(answersTo === null ? {} : { replyTo: answersTo }),
    ...mailLayout({
      language: locale,
      title,
      paragraphs,
      ...(paymentUrl === null ? {} : { action: { label: words.pay, url: paymentUrl } }),
    }),
    attachments: [
      { fileName: `${invoice.number}.pdf`, contentType: 'application/pdf', content: pdf.toString('base64') },
    ],
  };
}

function occasionOf({ status }: InvoiceDocument, isReminder: boolean): Occasion {
  if (status === 'overdue') return 'overdue';
  return isReminder ? 'reminder' : 'new';
}

function filling({ number, seller, buyer, balanceDue, currency, dueDate, locale }: InvoiceDocument) {
  const values: Readonly<Record<string, string>> = {
    number,
    seller: seller.name,
    buyer: buyer.name,
    balance: `${printedAmount(balanceDue, currency, locale)}\u00a0${currency}`,
    dueDate: printedDay(dueDate, locale),
  };
  return (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
