import { fittedText, onEveryPage, PDF, printable, textToTheRight, watermark, wrappedText } from '#platform';
import type { InvoiceDocument } from './invoice-document.js';
import { INVOICE_WORDS, type InvoiceWording } from './invoice-wording.js';

export const MARGIN = 48;
/** From the lowest line to the edge of the paper: the foot is below. */
const FOOT = 64;
const CONTINUED_TOP = 62;
const SMALLEST_SIZE = 4;

/** The sheets of one invoice. What is drawn leaves `y` where the next thing goes. */
export class InvoicePaper {
  y = 0;

  constructor(
    readonly doc: PDFKit.PDFDocument,
    readonly invoice: InvoiceDocument,
  ) {}

  get words(): InvoiceWording {
    return INVOICE_WORDS[this.invoice.locale];
  }

  get left(): number {
    return MARGIN;
  }

  get right(): number {
    return this.doc.page.width - MARGIN;
  }

  get width(): number {
    return this.right - this.left;
  }

  /** Height that is left on this sheet. */
  get room(): number {
    return this.doc.page.height - FOOT - this.y;
  }

  /** Height of a sheet on which nothing is drawn yet but its head. */
  get roomOfSheet(): number {
    return this.doc.page.height - FOOT - CONTINUED_TOP;
  }

  /** Marks a sheet that has just begun. Nobody may take an invoice of the sandbox, or a draft, for one to be paid. */
  mark(): void {
    const { doc, invoice, words } = this;
    if (invoice.mode === 'sandbox') watermark(doc, 'TEST');
    else if (invoice.status === 'draft') watermark(doc, words.status.draft.toUpperCase());
    doc.rect(0, 0, doc.page.width, 6).fill(PDF.accent);
  }

  /** Goes on on another sheet, which says what it belongs to. */
  turn(): void {
    const { doc, invoice, words } = this;
    doc.addPage();
    this.mark();
    this.text(fittedText(doc.font(PDF.font).fontSize(8.5), printable(invoice.seller.name), this.width * 0.6), 34, {
      size: 8.5,
      color: PDF.faint,
    });
    doc.font(PDF.bold).fontSize(8.5).fillColor(PDF.faint);
    textToTheRight(doc, `${words.title} ${invoice.number}`, this.right, 34);
    this.y = CONTINUED_TOP;
  }

  /** Draws the feet, once all is drawn. */
  end(): void {
    const { doc, words } = this;
    const { name, registrationNumber, taxId } = this.invoice.seller;
    const identity = [
      name,
      registrationNumber && `${words.registrationNumber} ${registrationNumber}`,
      taxId && `${words.taxId} ${taxId}`,
    ].filter(Boolean);
    onEveryPage(doc, (page, pages) => {
      const y = doc.page.height - 40;
      this.rule(y - 10, this.left, this.right, 0.5, PDF.line);
      doc.font(PDF.font).fontSize(7.5).fillColor(PDF.faint);
      const text = fittedText(doc, printable(identity.join('  ·  ')), this.width * 0.75);
      doc.text(text, this.left, y, { lineBreak: false });
      textToTheRight(doc, `${words.page} ${page} ${words.of} ${pages}`, this.right, y);
    });
  }

  text(text: string, y: number, style: { x?: number; size: number; color?: string; isBold?: boolean }): void {
    const { x = this.left, size, color = PDF.ink, isBold = false } = style;
    this.doc
      .font(isBold ? PDF.bold : PDF.font)
      .fontSize(size)
      .fillColor(color)
      .text(text, x, y, { lineBreak: false });
  }

  /** A small heading over what it names. */
  label(text: string, x: number, y: number): void {
    const spacing = { lineBreak: false, characterSpacing: 0.6 };
    this.doc.font(PDF.bold).fontSize(7).fillColor(PDF.faint).text(text.toUpperCase(), x, y, spacing);
  }

  /** A figure that ends at `right`, in the font that is set: written smaller rather than cut. */
  figure(text: string, right: number, y: number, size: number, width: number): void {
    const { doc } = this;
    let fitting = size;
    doc.fontSize(fitting);
    while (doc.widthOfString(text) > width && fitting > SMALLEST_SIZE) doc.fontSize((fitting -= 0.25));
    textToTheRight(doc, text, right, y + (size - fitting) / 2);
  }

  rule(y: number, from: number, to: number, width: number, color: string): void {
    this.doc.moveTo(from, y).lineTo(to, y).lineWidth(width).strokeColor(color).stroke();
  }

  /** What people wrote, with their line ends, as lines that fit in this size. */
  lines(text: string, width: number, size: number, isBold = false): string[] {
    const doc = this.doc.font(isBold ? PDF.bold : PDF.font).fontSize(size);
    return text.split(/\r\n|[\n\r\v\f\u2028\u2029]/).flatMap((line) => wrappedText(doc, printable(line), width));
  }
}
