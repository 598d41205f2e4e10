import type { LinkPayment } from '#payments';
import { newPdf, PDF, printable, watermark, wrappedText } from '#platform';
import type { PageFrame } from './pages.service.js';
import { receiptFacts } from './payment-page.presenter.js';

const MARGIN = 32;
const LABEL_WIDTH = 120;
const LINE_HEIGHT = 14;
const GAP = 8;

/** The receipt of a paid payment on one sheet of A5, as a stream. The same payment gives the same bytes. */
export async function drawReceipt(frame: PageFrame, paid: LinkPayment): Promise<PDFKit.PDFDocument> {
  const { words, language } = frame;
  const { payment, link, merchantName } = paid;
  const doc = await newPdf({
    size: 'A5',
    margins: { top: 0, bottom: 0, left: MARGIN, right: MARGIN },
    info: {
      Title: printable(`${words.receipt} ${merchantName}`),
      CreationDate: new Date(payment.settledAt ?? payment.updatedAt),
    },
    lang: language,
  });
  if (link.mode === 'sandbox') watermark(doc, words.testReceipt);
  const right = doc.page.width - MARGIN;
  doc.font(PDF.bold).fontSize(20).fillColor(PDF.accent).text(printable(words.receipt), MARGIN, MARGIN);
  let y = MARGIN + 40;
  for (const [name, value] of receiptFacts(frame, paid)) {
    doc.font(PDF.font).fontSize(9.5).fillColor(PDF.faint);
    doc.text(printable(name), MARGIN, y, { lineBreak: false });
    doc.font(PDF.bold).fillColor(PDF.ink);
    for (const line of wrappedText(doc, printable(value), right - MARGIN - LABEL_WIDTH)) {
      doc.text(line, MARGIN + LABEL_WIDTH, y, { lineBreak: false });
      y += LINE_HEIGHT;
    }
    doc
      .moveTo(MARGIN, y + GAP / 2)
      .lineTo(right, y + GAP / 2)
      .strokeColor(PDF.line)
      .lineWidth(0.5)
      .stroke();
    y += GAP * 2;
  }
  doc.end();
  return doc;
}
