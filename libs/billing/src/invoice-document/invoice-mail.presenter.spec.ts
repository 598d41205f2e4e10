import { anInvoice } from '../../../../test/support/invoice-document.js';
import type { InvoiceDocument } from './invoice-document.js';
import { invoiceMail } from './invoice-mail.presenter.js';

const pdf = Buffer.from('%PDF-1.3 …');
const mailOf = (changes: Partial<InvoiceDocument> = {}, isReminder = false) =>
  invoiceMail('accounts@client.cm', anInvoice(changes), pdf, isReminder);
const spaced = (text: string | undefined): string => (text ?? '').replaceAll('\u00a0', ' ');

describe('the mail of an invoice', () => {
  it('says what is to be paid until when, leads to where, and has the file', () => {
    const { text, ...mail } = mailOf();
    expect(mail).toMatchObject({
      to: 'accounts@client.cm',
      subject: 'Invoice INV-2025-000042 from Établissements Ngo & Fils',
      replyTo: 'facturation@ngo.cm',
      attachments: [
        { fileName: 'INV-2025-000042.pdf', contentType: 'application/pdf', content: pdf.toString('base64') },
      ],
    });
    expect(spaced(text).split('\n\n')).toEqual([
      'Invoice INV-2025-000042 from Établissements Ngo & Fils',
      'Dear Tech Solutions Ltd,',
      'Établissements Ngo & Fils has sent you invoice INV-2025-000042.',
      'Balance due: 53,663 XAF\nDue date: 21 December 2025',
      'The invoice is attached to this mail as a PDF file. If you have a question about it, just answer this mail.',
      'Pay the invoice: https://pay.example.cm/l/q7Zt1kX9\n',
    ]);
    expect(mail.html).toContain('<html lang="en">');
    expect(mail.html).toContain('href="https://pay.example.cm/l/q7Zt1kX9"');
  });

  it('speaks French to those who do', () => {
    const { subject, text, html } = mailOf({ locale: 'fr' });
    expect(subject).toBe('Facture INV-2025-000042 de Établissements Ngo & Fils');
    expect(spaced(text)).toContain('Reste à payer : 53 663 XAF\nÉchéance : 21 décembre 2025');
    expect(spaced(text)).toContain('Payer la facture: https://pay.example.cm/');
    expect(html).toContain('<html lang="fr">');
  });

  it.each<[string, Partial<InvoiceDocument>, boolean, string]>([
    ['a reminder', {}, true, 'Reminder: invoice INV-2025-000042 from Établissements Ngo & Fils'],
    ['overdue', { status: 'overdue' }, true, 'Overdue: invoice INV-2025-000042 from Établissements Ngo & Fils'],
    ['no real money', { mode: 'sandbox' }, false, '[TEST] Invoice INV-2025-000042 from Établissements Ngo & Fils'],
    ['un rappel', { locale: 'fr' }, true, 'Rappel : facture INV-2025-000042 de Établissements Ngo & Fils'],
  ])('says that it is %s', (_, changes, isReminder, subject) =>
    expect(mailOf(changes, isReminder).subject).toBe(subject),
  );

  it('says so when nothing is left to pay', () => {
    const { text } = mailOf({ balanceDue: '0', paymentUrl: null });
    expect(text).toContain('Nothing is left to pay.');
    expect(text).not.toMatch(/Balance due|Pay the invoice/);
  });

  it('asks for no answer where there is nobody to give it', () => {
    const { seller } = anInvoice();
    for (const email of [null, 'nobody']) {
      const mail = mailOf({ seller: { ...seller, email } });
      expect(mail).not.toHaveProperty('replyTo');
      expect(mail.text).not.toContain('answer this mail');
    }
  });

  it('takes names for text, whatever is in them', () => {
    const { seller, buyer } = anInvoice();
    const name = '<b>{number}</b> $& Ŋgoh محمد';
    const { text, html } = mailOf({ seller: { ...seller, name }, buyer: { ...buyer, name } });
    expect(text).toContain(`Dear ${name},`);
    expect(html).not.toContain('<b>');
  });
});
