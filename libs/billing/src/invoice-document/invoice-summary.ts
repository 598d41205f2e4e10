import { create } from 'qrcode';
import { fittedText, PDF, printable, printedAmount, wrappedText } from '#platform';
import type { InvoiceDocument } from './invoice-document.js';
import type { InvoicePaper } from './invoice-paper.js';
import { creditNoteLabel, printedPercent } from './invoice-wording.js';

const TOTALS_WIDTH = 268;
const ROW_HEIGHT = 17;
const TOTAL_HEIGHT = 25;
const BALANCE_HEIGHT = 30;
const GAP = 28;
const CODE_SIZE = 88;
const MEMO_LINE_HEIGHT = 12.5;

/** Below the table: what it comes to, how to pay it, and what else is to be said. */
export function drawSummary(paper: InvoicePaper): void {
  paper.y += 16;
  const rows = totalsOf(paper);
  const height = rows.reduce((sum, row) => sum + row.height, 0);
  const payment = paymentOf(paper);
  const whole = Math.max(height, payment?.height ?? 0);
  if (whole > paper.room && whole <= paper.roomOfSheet) paper.turn();
  const isWhole = whole <= paper.room;
  const top = paper.y;
  for (const row of rows) {
    if (row.height > paper.room) paper.turn();
    row.draw(paper.y);
    paper.y += row.height;
  }
  if (payment && isWhole) payment.draw(top);
  if (payment && !isWhole) {
    paper.y += 16;
    if (payment.height > paper.room) paper.turn();
    payment.draw(paper.y);
    paper.y += payment.height;
  }
  if (isWhole) paper.y = top + whole;
  drawMemo(paper);
}

interface Block {
  readonly height: number;
  readonly draw: (y: number) => void;
}

function totalsOf(paper: InvoicePaper): Block[] {
  const { invoice, words } = paper;
  const { locale, currency, vatDisplay } = invoice;
  const figure = (decimal: string): string => printedAmount(decimal, currency, locale);
  const row = (label: string, value: string): Block => ({
    height: ROW_HEIGHT,
    draw: (y) => drawAmount(paper, label, value, y, { size: 9, isBold: false, color: PDF.ink }),
  });
  const less = (label: string, decimal: string): Block => row(label, `\u2013\u00a0${figure(decimal)}`);
  const ofRate = (rate: string): string => printedPercent(rate, locale);
  const vat = invoice.vat.map(({ vatRate, base, vatAmount }) => {
    const tax = vatDisplay === 'including' ? words.included : words.vat;
    return row(`${tax} ${ofRate(vatRate)} ${words.on} ${figure(base)}`, figure(vatAmount));
  });
  const total: Block = { height: TOTAL_HEIGHT, draw: (y) => drawTotal(paper, y) };
  const { discountPercent } = invoice;
  const discount = discountPercent === null ? words.discount : `${words.discount} ${ofRate(discountPercent)}`;
  return [
    row(words.subtotal[vatDisplay], figure(invoice.subtotal)),
    ...(isNothing(invoice.discountAmount) ? [] : [less(discount, invoice.discountAmount)]),
    // Where VAT is part of the prices it is told after the total, for nothing is added there.
    ...(vatDisplay === 'excluding' ? [...vat, total] : [total, ...vat]),
    ...(isNothing(invoice.creditedAmount) ? [] : [less(words.credited, invoice.creditedAmount)]),
    ...(isNothing(invoice.amountPaid) ? [] : [less(words.amountPaid, invoice.amountPaid)]),
    { height: BALANCE_HEIGHT + 6, draw: (y) => drawBalance(paper, y + 6) },
    // Told apart from what they took off, for one on a paid invoice takes nothing off.
    ...invoice.creditNotes.map((note, index) =>
      drawnNote(paper, creditNoteLabel(note, locale), figure(note.amount), index),
    ),
  ];
}

function drawnNote(paper: InvoicePaper, label: string, value: string, index: number): Block {
  const gap = index === 0 ? 6 : 0;
  const style = { size: 8, isBold: false, color: PDF.faint };
  return { height: 14 + gap, draw: (y) => drawAmount(paper, label, value, y + gap, style) };
}

const isNothing = (decimal: string): boolean => Number(decimal) === 0;

const withCurrency = ({ currency, locale }: InvoiceDocument, decimal: string): string =>
  `${printedAmount(decimal, currency, locale)}\u00a0${currency}`;

interface AmountStyle {
  readonly size: number;
  readonly isBold: boolean;
  readonly color: string;
}

function drawAmount(paper: InvoicePaper, label: string, value: string, y: number, style: AmountStyle): void {
  const { doc } = paper;
  const left = paper.right - TOTALS_WIDTH;
  const right = paper.right - 10;
  const font = style.isBold ? PDF.bold : PDF.font;
  doc.font(font).fontSize(style.size);
  const width = doc.widthOfString(value);
  paper.text(fittedText(doc, label, right - left - 22 - width), y + 4, { x: left + 10, ...style });
  doc.font(font).fillColor(style.color);
  paper.figure(value, right, y + 4, style.size, TOTALS_WIDTH - 20);
}

function drawTotal(paper: InvoicePaper, y: number): void {
  const { invoice, words } = paper;
  paper.rule(y + 2, paper.right - TOTALS_WIDTH, paper.right, 1, PDF.accent);
  const style = { size: 10.5, isBold: true, color: PDF.ink };
  drawAmount(paper, words.total, withCurrency(invoice, invoice.amount), y + 5, style);
}

function drawBalance(paper: InvoicePaper, y: number): void {
  const { invoice, words, doc } = paper;
  doc.roundedRect(paper.right - TOTALS_WIDTH, y, TOTALS_WIDTH, BALANCE_HEIGHT, 6).fill(PDF.accent);
  const style = { size: 12, isBold: true, color: 'white' };
  drawAmount(paper, words.balanceDue, withCurrency(invoice, invoice.balanceDue), y + 5, style);
}

/** How to pay, beside the totals; nothing where there is nothing to pay. */
function paymentOf(paper: InvoicePaper): Block | null {
  const { doc, words } = paper;
  const { paymentUrl } = paper.invoice;
  if (paymentUrl === null) return null;
  const width = paper.width - TOTALS_WIDTH - GAP;
  const address = wrappedText(doc.font(PDF.font).fontSize(8), paymentUrl, width);
  const hint = paper.lines(words.payHint, width - CODE_SIZE - 12, 8.5);
  return {
    height: CODE_SIZE + 10 + address.length * 11,
    draw: (y) => {
      drawCode(paper, paymentUrl, y);
      const x = paper.left + CODE_SIZE + 12;
      paper.text(words.payOnline, y + 4, { x, size: 11, isBold: true, color: PDF.accent });
      hint.forEach((line, index) => paper.text(line, y + 22 + index * 11.5, { x, size: 8.5, color: PDF.faint }));
      address.forEach((line, index) => drawAddress(paper, line, paymentUrl, y + CODE_SIZE + 10 + index * 11));
    },
  };
}

function drawAddress(paper: InvoicePaper, line: string, url: string, y: number): void {
  const { doc } = paper;
  paper.text(printable(line), y, { size: 8, color: PDF.accent });
  const width = doc.widthOfString(line);
  paper.rule(y + 8.5, paper.left, paper.left + width, 0.4, PDF.accent);
  doc.link(paper.left, y - 1, width, 11, url);
}

/** A QR code as shapes, which stay sharp at any size. */
function drawCode(paper: InvoicePaper, url: string, y: number): void {
  const { doc } = paper;
  const { size, data } = create(url, { errorCorrectionLevel: 'M' }).modules;
  const module = CODE_SIZE / size;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let length = 0;
      while (column + length < size && data[row * size + column + length]) length += 1;
      if (length > 0) doc.rect(paper.left + column * module, y + row * module, length * module, module);
      column += length;
    }
  }
  doc.fill(PDF.ink);
  doc.link(paper.left, y, CODE_SIZE, CODE_SIZE, url);
}

function drawMemo(paper: InvoicePaper): void {
  const { memo } = paper.invoice;
  if (memo === null || memo.trim() === '') return;
  const lines = paper.lines(memo.trim(), paper.width, 9);
  paper.y += 24;
  if (14 + Math.min(lines.length, 3) * MEMO_LINE_HEIGHT > paper.room) paper.turn();
  paper.label(paper.words.memo, paper.left, paper.y);
  paper.y += 14;
  for (const line of lines) {
    if (MEMO_LINE_HEIGHT > paper.room) paper.turn();
    paper.text(line, paper.y, { size: 9 });
    paper.y += MEMO_LINE_HEIGHT;
  }
}
