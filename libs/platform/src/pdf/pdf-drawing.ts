/** Fonts and colours of everything that we print. */
export const PDF = {
  font: 'Helvetica',
  bold: 'Helvetica-Bold',
  ink: '#1b2733',
  accent: '#163a5f',
  faint: '#66727f',
  line: '#c9d2dc',
  shade: '#eef2f6',
} as const;

/** An empty document. The library is loaded with the first one: no other part of a process needs it. */
export async function newPdf(options: PDFKit.PDFDocumentOptions): Promise<PDFKit.PDFDocument> {
  const { default: PDFDocument } = await import('pdfkit');
  return new PDFDocument(options);
}

/** Ends where it is told to. The library's own alignment breaks lines that fit by a hair. */
export function textToTheRight(doc: PDFKit.PDFDocument, text: string, right: number, y: number): void {
  doc.text(text, right - doc.widthOfString(text), y, { lineBreak: false });
}

/** The text, or as much of its beginning as fits, in the font that is set. */
export function fittedText(doc: PDFKit.PDFDocument, text: string, width: number): string {
  if (doc.widthOfString(text) <= width) return text;
  const fits = lengthThatFits(text, (beginning) => doc.widthOfString(`${beginning}…`) <= width);
  return `${text.slice(0, fits).trimEnd()}…`;
}

/** The text as lines of at most this width, in the font that is set. A word that is too long for a line is cut. */
export function wrappedText(doc: PDFKit.PDFDocument, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    let rest = line === '' ? word : `${line} ${word}`;
    if (line !== '' && doc.widthOfString(rest) > width) {
      lines.push(line);
      rest = word;
    }
    while (doc.widthOfString(rest) > width && rest.length > 1) {
      const fits = Math.max(
        1,
        lengthThatFits(rest, (beginning) => doc.widthOfString(beginning) <= width),
      );
      lines.push(rest.slice(0, fits));
      rest = rest.slice(fits);
    }
    line = rest;
  }
  return [...lines, line];
}

function lengthThatFits(text: string, doesFit: (beginning: string) => boolean): number {
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (doesFit(text.slice(0, middle))) fits = middle;
    else tooLong = middle;
  }
  return fits;
}

/** What the types of the library do not tell of. */
interface OpensPictures {
  openImage(content: Buffer): PDFKit.Mixins.ImageSrc & { readonly width: number; readonly height: number };
}

interface PicturePlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A picture, as large as its place lets it be in its own proportions: at the left, and midway between top and bottom. Gives
 * back how wide it is. It must be one that `printablePicture` made.
 */
export function fittedPicture(doc: PDFKit.PDFDocument, content: Buffer, place: PicturePlace): number {
  const picture = (doc as PDFKit.PDFDocument & OpensPictures).openImage(content);
  const scale = Math.min(place.width / picture.width, place.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  doc.image(picture, place.x, place.y + (place.height - height) / 2, { width, height });
  return width;
}

const WATERMARK_SIZE_MAX = 150;
/** Of a sheet's width: what a slanted word may take. */
const WATERMARK_SHARE = 0.92;

/** A word across the whole page, behind what is written on it. */
export function watermark(doc: PDFKit.PDFDocument, word: string): void {
  const [x, y] = [doc.page.width / 2, doc.page.height / 2];
  doc.save().rotate(-32, { origin: [x, y] });
  doc.font(PDF.bold).fontSize(WATERMARK_SIZE_MAX);
  const share = Math.min(1, (doc.page.width * WATERMARK_SHARE) / doc.widthOfString(word));
  doc
    .fontSize(WATERMARK_SIZE_MAX * share)
    .fillColor('#c0392b')
    .fillOpacity(0.07);
  doc.text(word, x - doc.widthOfString(word) / 2, y - 62 * share, { lineBreak: false });
  doc.restore().fillOpacity(1);
}

/** Draws on each page of a document that buffers them, once it is known how many there are. Pages count from 1. */
export function onEveryPage(doc: PDFKit.PDFDocument, draw: (page: number, pages: number) => void): void {
  const { start, count } = doc.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    doc.switchToPage(index);
    draw(index + 1, count);
  }
}
