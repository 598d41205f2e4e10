import { fittedText, PDF, printable, printedDay, printedInstant, textToTheRight, watermark } from '#platform';
import { FRAME } from './printed-text.js';
import type { ReportDocument } from './report-document.js';

export const MARGIN = 42;
/** Of the lowest row to the edge of the paper: the footer is below. */
export const FOOT = 58;

type Frame = Pick<
  ReportDocument<never>,
  'organizationName' | 'mode' | 'language' | 'firstDay' | 'lastDay' | 'producedAt'
> & { readonly title: string };

/** What is on every page around the table. Every method leaves `doc.y` where the table goes on. */
export class PdfPage {
  constructor(
    private readonly doc: PDFKit.PDFDocument,
    private readonly frame: Frame,
  ) {}

  get left(): number {
    return MARGIN;
  }

  get width(): number {
    return this.doc.page.width - 2 * MARGIN;
  }

  get right(): number {
    return this.doc.page.width - MARGIN;
  }

  /** Where the last row must end. */
  get bottom(): number {
    return this.doc.page.height - FOOT;
  }

  /** The head of the first page: whose figures, what of, over which days. */
  first(): void {
    const { doc, frame } = this;
    this.mark();
    doc.rect(0, 0, doc.page.width, 6).fill(PDF.accent);
    const half = this.width * 0.62;
    doc.font(PDF.bold).fontSize(17).fillColor(PDF.ink);
    doc.text(fittedText(doc, printable(frame.organizationName), half), this.left, 34, { lineBreak: false });
    doc.font(PDF.font).fontSize(9).fillColor(PDF.faint);
    doc.text(this.produced, this.left, 57, { lineBreak: false });
    doc.font(PDF.bold).fontSize(13).fillColor(PDF.accent);
    textToTheRight(doc, frame.title, this.right, 36);
    doc.font(PDF.font).fontSize(9).fillColor(PDF.ink);
    textToTheRight(doc, this.range, this.right, 57);
    doc.y = 84;
  }

  /** The head of the following pages, in one line. */
  next(): void {
    const { doc, frame } = this;
    this.mark();
    doc.rect(0, 0, doc.page.width, 6).fill(PDF.accent);
    doc.font(PDF.font).fontSize(8.5).fillColor(PDF.faint);
    const name = fittedText(doc, printable(frame.organizationName), this.width * 0.5);
    doc.text(name, this.left, 26, { lineBreak: false });
    textToTheRight(doc, `${frame.title}  ·  ${this.range}`, this.right, 26);
    doc.y = 46;
  }

  /** The foot, once it is known how many pages there are. */
  foot(page: number, pages: number): void {
    const { doc, frame } = this;
    const { language } = frame;
    const y = doc.page.height - 36;
    doc
      .moveTo(this.left, y - 8)
      .lineTo(this.left + this.width, y - 8)
      .lineWidth(0.5)
      .strokeColor(PDF.line)
      .stroke();
    doc.font(PDF.font).fontSize(8).fillColor(PDF.faint);
    doc.text(fittedText(doc, printable(frame.organizationName), this.width * 0.6), this.left, y, { lineBreak: false });
    const count = `${FRAME.page[language]} ${page} ${FRAME.of[language]} ${pages}`;
    textToTheRight(doc, count, this.right, y);
  }

  private get range(): string {
    const { language, firstDay, lastDay } = this.frame;
    const [from, to] = [printedDay(firstDay, language), printedDay(lastDay, language)];
    return firstDay === lastDay ? from : `${FRAME.from[language]} ${from} ${FRAME.to[language]} ${to}`;
  }

  private get produced(): string {
    const { language, producedAt } = this.frame;
    return `${FRAME.produced[language]} ${printedInstant(producedAt, language)} (${FRAME.time[language]})`;
  }

  /** Nobody may take figures of the sandbox for money, whichever page they hold in their hands. */
  private mark(): void {
    if (this.frame.mode === 'sandbox') watermark(this.doc, 'TEST');
  }
}
