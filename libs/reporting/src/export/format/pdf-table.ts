import type { Currency } from '#kernel';
import { fittedText, PDF, printable, textToTheRight } from '#platform';
import type { Column, PrintedColumn, ReportLanguage } from '../report-dialect.js';
import type { PdfPage } from './pdf-page.js';
import { printedCell } from './printed-text.js';

/** Those of a report that fit on paper. */
export type PrintedColumns<Row> = readonly (Column<Row> & { readonly printed: PrintedColumn })[];

const ROW_HEIGHT = 16;
const HEAD_HEIGHT = 20;
const SIZE = 8;
const PADDING = 4;

/** A table that goes on over as many pages as it needs, its head on each of them. */
export class PdfTable<Row> {
  private readonly widths: readonly number[];

  constructor(
    private readonly doc: PDFKit.PDFDocument,
    private readonly page: PdfPage,
    private readonly columns: PrintedColumns<Row>,
    private readonly language: ReportLanguage,
  ) {
    const whole = columns.reduce((sum, { printed }) => sum + printed.share, 0);
    this.widths = columns.map(({ printed }) => (page.width * printed.share) / whole);
  }

  head(): void {
    const { doc, page } = this;
    const { y } = doc;
    doc.rect(page.left, y, page.width, HEAD_HEIGHT).fill(PDF.accent);
    doc.font(PDF.bold).fontSize(SIZE).fillColor('white');
    this.line(
      y + 6.5,
      this.columns.map(({ printed }) => printable(printed.heading[this.language])),
    );
    doc.y = y + HEAD_HEIGHT;
  }

  row(row: Row, currency: Currency, isEmphasised: boolean): void {
    const y = this.place(ROW_HEIGHT);
    const { doc, page } = this;
    if (isEmphasised) doc.rect(page.left, y, page.width, ROW_HEIGHT).fill(PDF.shade);
    doc
      .font(isEmphasised ? PDF.bold : PDF.font)
      .fontSize(SIZE)
      .fillColor(PDF.ink);
    this.line(
      y + 5,
      this.columns.map((column) => printedCell(column, row, currency, this.language)),
    );
    this.rule(y + ROW_HEIGHT, 0.4, PDF.line);
    doc.y = y + ROW_HEIGHT;
  }

  /** A sum below the table. The label takes the room of the columns before the first that has a sum. */
  total(label: string, cells: ReadonlyMap<PrintedColumns<Row>[number], string>): void {
    const y = this.place(ROW_HEIGHT + 2);
    const { doc, page } = this;
    doc.rect(page.left, y, page.width, ROW_HEIGHT + 2).fill(PDF.shade);
    this.rule(y, 1, PDF.accent);
    doc.font(PDF.bold).fontSize(SIZE).fillColor(PDF.ink);
    const first = this.columns.findIndex((column) => cells.has(column));
    const room = this.widths.slice(0, Math.max(first, 1)).reduce((sum, width) => sum + width, 0);
    doc.text(fittedText(doc, label, room - PADDING), page.left + PADDING, y + 6, { lineBreak: false });
    this.line(
      y + 6,
      this.columns.map((column) => cells.get(column) ?? ''),
    );
    doc.y = y + ROW_HEIGHT + 2;
  }

  note(text: string): void {
    const y = this.place(ROW_HEIGHT);
    const { doc, page } = this;
    doc.font(PDF.font).fontSize(SIZE).fillColor(PDF.faint);
    doc.text(text, page.left + PADDING, y + 5, { lineBreak: false });
    doc.y = y + ROW_HEIGHT;
  }

  private line(y: number, cells: readonly string[]): void {
    const { doc } = this;
    let x = this.page.left;
    this.columns.forEach(({ kind }, index) => {
      const width = this.widths[index] ?? 0;
      const text = fittedText(doc, cells[index] ?? '', width - 2 * PADDING);
      const isFigure = kind === 'amount' || kind === 'count';
      if (isFigure) textToTheRight(doc, text, x + width - PADDING, y);
      else doc.text(text, x + PADDING, y, { lineBreak: false });
      x += width;
    });
  }

  private rule(y: number, width: number, color: string): void {
    const { doc, page } = this;
    doc
      .moveTo(page.left, y)
      .lineTo(page.left + page.width, y)
      .lineWidth(width)
      .strokeColor(color)
      .stroke();
  }

  /** Where the next row begins, on a new page when it has no room on this. */
  private place(height: number): number {
    const { doc, page } = this;
    if (doc.y + height > page.bottom) {
      doc.addPage();
      page.next();
      this.head();
    }
    return doc.y;
  }
}
