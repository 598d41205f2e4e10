import { fittedPicture, fittedText, PDF, printable, printedAmount, printedDay, textToTheRight } from '#platform';
import type { InvoiceDocument, InvoiceParty } from './invoice-document.js';
import type { InvoicePaper } from './invoice-paper.js';

/** Height of a logo or, square, of a monogram. */
const MARK_HEIGHT = 44;
const MARK_TOP = 38;
const LOGO_WIDTH_MAX = 150;
const BAND_HEIGHT = 46;
const PARTY_LINES_MAX = 14;
const LINE_HEIGHT = 12.5;
const STATUS_COLORS = { draft: '#8a5a00', paid: '#1e6b3a', overdue: '#a32a1c' } as const;

/** The upper part of the first sheet: who asks whom for what until when. */
export function drawHead(paper: InvoicePaper): void {
  paper.mark();
  drawTitle(paper);
  drawBand(paper, 106);
  const top = 106 + BAND_HEIGHT + 22;
  const { seller, buyer } = paper.invoice;
  const { words } = paper;
  const half = (paper.width - 28) / 2;
  const { registrationNumber } = seller;
  const registered = registrationNumber === null ? [] : [`${words.registrationNumber}: ${registrationNumber}`];
  const bottoms = [
    drawParty(paper, words.seller, seller, registered, { x: paper.left, y: top, width: half }),
    drawParty(paper, words.buyer, buyer, [], { x: paper.left + half + 28, y: top, width: half }),
  ];
  paper.y = Math.max(...bottoms) + 22;
}

function drawTitle(paper: InvoicePaper): void {
  const { doc, invoice, words } = paper;
  const { name, logo } = invoice.seller;
  const place = { x: paper.left, y: MARK_TOP, width: LOGO_WIDTH_MAX, height: MARK_HEIGHT };
  const markWidth = logo === null ? drawMonogram(paper, initialsOf(printable(name))) : fittedPicture(doc, logo, place);
  const nameX = paper.left + (markWidth === 0 ? 0 : markWidth + 12);
  const shown = paper.lines(name, 300 - (nameX - paper.left), 15, true);
  const [first = '', second] = shown;
  const rest = shown.length > 2 ? `${second}…` : second;
  paper.text(first, rest === undefined ? 53 : 44, { x: nameX, size: 15, isBold: true });
  if (rest !== undefined) paper.text(rest, 62, { x: nameX, size: 15, isBold: true });
  doc.font(PDF.bold).fontSize(24).fillColor(PDF.accent);
  textToTheRight(doc, words.title.toUpperCase(), paper.right, 38);
  doc.font(PDF.font).fontSize(10.5).fillColor(PDF.ink);
  textToTheRight(doc, invoice.number, paper.right, 66);
  if (invoice.status !== 'sent') drawStatus(paper, invoice.status);
}

/** Gives back how wide it is: nothing for a name without letters. */
function drawMonogram({ doc, left }: InvoicePaper, initials: string): number {
  if (initials === '') return 0;
  doc.roundedRect(left, MARK_TOP, MARK_HEIGHT, MARK_HEIGHT, 8).fill(PDF.accent);
  doc.font(PDF.bold).fontSize(18).fillColor('white');
  const width = doc.widthOfString(initials);
  doc.text(initials, left + (MARK_HEIGHT - width) / 2, 53.5, { lineBreak: false });
  return MARK_HEIGHT;
}

function drawStatus(paper: InvoicePaper, status: Exclude<InvoiceDocument['status'], 'sent'>): void {
  const { doc } = paper;
  const word = paper.words.status[status].toUpperCase();
  doc.font(PDF.bold).fontSize(7.5);
  const width = doc.widthOfString(word) + 14;
  doc.roundedRect(paper.right - width, 81, width, 15, 7.5).fill(STATUS_COLORS[status]);
  doc.fillColor('white').text(word, paper.right - width + 7, 85.8, { lineBreak: false });
}

/** Two letters at most, of the first words that have one. */
function initialsOf(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? []);
  return letters.slice(0, 2).join('').toUpperCase();
}

function drawBand(paper: InvoicePaper, y: number): void {
  const { doc, invoice, words } = paper;
  const { locale, currency } = invoice;
  doc.roundedRect(paper.left, y, paper.width, BAND_HEIGHT, 6).fill(PDF.shade);
  const cells = [
    [words.date, printedDay(invoice.date, locale), PDF.ink],
    [words.dueDate, printedDay(invoice.dueDate, locale), PDF.ink],
    [words.balanceDue, `${printedAmount(invoice.balanceDue, currency, locale)}\u00a0${currency}`, PDF.accent],
  ] as const;
  const width = paper.width / cells.length;
  cells.forEach(([label, value, color], index) => {
    const x = paper.left + index * width + 14;
    paper.label(label, x, y + 10);
    const shown = fittedText(doc.font(PDF.bold).fontSize(11), value, width - 16);
    paper.text(shown, y + 23, { x, size: 11, color, isBold: true });
  });
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Gives back where the block ends. */
function drawParty(
  paper: InvoicePaper,
  label: string,
  party: InvoiceParty,
  registered: readonly string[],
  { x, y, width }: Place,
): number {
  const { words } = paper;
  paper.label(label, x, y);
  const names = paper.lines(party.name, width, 11, true);
  const others = [
    ...party.address,
    ...[party.email, party.phone].filter((text) => text !== null),
    ...(party.taxId === null ? [] : [`${words.taxId}: ${party.taxId}`]),
    ...registered,
  ].flatMap((text) => paper.lines(text, width, 9));
  let bottom = y + 14;
  for (const name of names) {
    paper.text(name, bottom, { x, size: 11, isBold: true });
    bottom += LINE_HEIGHT + 2;
  }
  const kept = others.length > PARTY_LINES_MAX ? [...others.slice(0, PARTY_LINES_MAX - 1), '…'] : others;
  for (const line of kept) {
    paper.text(line, bottom, { x, size: 9 });
    bottom += LINE_HEIGHT;
  }
  return bottom;
}
