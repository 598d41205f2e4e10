import { buffer } from 'node:stream/consumers';
import { startOfDoualaDay } from '#kernel';
import { newPdf } from '#platform';
import type { InvoiceDocument } from './invoice-document.js';
import { drawHead } from './invoice-head.js';
import { drawLines } from './invoice-lines.js';
import { InvoicePaper, MARGIN } from './invoice-paper.js';
import { drawSummary } from './invoice-summary.js';
import { INVOICE_WORDS } from './invoice-wording.js';

/** The invoice as a PDF file of A4 sheets, in its own language. The same invoice gives the same bytes. */
export async function drawInvoice(invoice: InvoiceDocument): Promise<Buffer> {
  const doc = await newPdf({
    size: 'A4',
    // Nothing is set by the flow of text, and nothing may begin a page by itself.
    margins: { top: 0, bottom: 0, left: MARGIN, right: MARGIN },
    bufferPages: true,
    info: {
      Title: `${INVOICE_WORDS[invoice.locale].title} ${invoice.number}`,
      Author: invoice.seller.name,
      CreationDate: startOfDoualaDay(invoice.date),
    },
    lang: invoice.locale,
  });
  const file = buffer(doc);
  const paper = new InvoicePaper(doc, invoice);
  drawHead(paper);
  drawLines(paper);
  drawSummary(paper);
  paper.end();
  doc.end();
  return file;
}
