import { PDF, printedAmount, printedNumber } from '#platform';
import type { InvoiceDocumentLine } from './invoice-document.js';
import type { InvoicePaper } from './invoice-paper.js';
import { printedPercent } from './invoice-wording.js';

const HEAD_HEIGHT = 22;
const SIZE = 9;
const LINE_HEIGHT = 12;
const PADDING = 7;
/** Shares of the width: what was sold, how many, at which price, at which rate, for how much. */
const SHARES = [0.44, 0.09, 0.18, 0.1, 0.19] as const;

/** The table of what is sold, its head on each sheet that it reaches. */
export function drawLines(paper: InvoicePaper): void {
  drawTableHead(paper);
  for (const line of paper.invoice.lines) drawLine(paper, line);
}

function drawTableHead(paper: InvoicePaper): void {
  const { doc, words, invoice, y } = paper;
  const { vatDisplay } = invoice;
  doc.rect(paper.left, y, paper.width, HEAD_HEIGHT).fill(PDF.accent);
  doc.font(PDF.bold).fillColor('white').fontSize(8);
  doc.text(words.description, paper.left + PADDING, y + 7.5, { lineBreak: false });
  drawFigures(paper, y + 7.5, 8, [
    words.quantity,
    words.unitPrice[vatDisplay],
    words.vat,
    words.lineAmount[vatDisplay],
  ]);
  paper.y = y + HEAD_HEIGHT;
}

function drawLine(paper: InvoicePaper, line: InvoiceDocumentLine): void {
  const { doc } = paper;
  const { currency, locale } = paper.invoice;
  const names = paper.lines(line.name, paper.width * SHARES[0] - 2 * PADDING, SIZE);
  const height = names.length * LINE_HEIGHT + 11;
  if (height > paper.room) {
    paper.turn();
    drawTableHead(paper);
  }
  const top = paper.y + 7;
  names.forEach((name, index) => paper.text(name, top + index * LINE_HEIGHT, { x: paper.left + PADDING, size: SIZE }));
  doc.font(PDF.font).fillColor(PDF.ink);
  drawFigures(paper, top, SIZE, [
    printedNumber(line.quantity, locale),
    printedAmount(line.unitPrice, currency, locale),
    printedPercent(line.vatRate, locale),
    printedAmount(line.lineAmount, currency, locale),
  ]);
  paper.y += height;
  paper.rule(paper.y, paper.left, paper.right, 0.5, PDF.line);
}

function drawFigures(paper: InvoicePaper, y: number, size: number, figures: readonly string[]): void {
  let right = paper.left + paper.width * SHARES[0];
  figures.forEach((figure, index) => {
    const width = paper.width * (SHARES[index + 1] ?? 0);
    right += width;
    paper.figure(figure, right - PADDING, y, size, width - PADDING);
  });
}
