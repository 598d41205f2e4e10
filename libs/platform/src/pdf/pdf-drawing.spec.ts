import PDFDocument from 'pdfkit';
import { fittedText, wrappedText } from './pdf-drawing.js';
import { printedNumber, printedShortDay } from './printed-text.js';

describe('text that is drawn', () => {
  const doc = new PDFDocument().font('Helvetica').fontSize(10);
  const widthOf = (text: string): number => doc.widthOfString(text);

  it('is wrapped at blanks, and within a word that has a line for itself and more', () => {
    const width = widthOf('the quick brown');
    expect(wrappedText(doc, 'the quick brown fox  jumps', width)).toEqual(['the quick brown', 'fox jumps']);
    const word = 'x'.repeat(100);
    const lines = wrappedText(doc, `so ${word} it`, width);
    expect(lines.join('').replaceAll(' ', '')).toBe(`so${word}it`);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    expect(lines.length).toBeLessThan(12);
  });

  it.each(['', 'x'])('is a line of its own when it is %j, however narrow', (text) =>
    expect(wrappedText(doc, text, 1)).toEqual([text]),
  );

  it('is cut where it must fit into one line', () => {
    const width = widthOf('the quick');
    const cut = fittedText(doc, 'the quick brown fox', width);
    expect(cut).toMatch(/^the qu.*…$/);
    expect(widthOf(cut)).toBeLessThanOrEqual(width);
    expect(fittedText(doc, 'the quick', width)).toBe('the quick');
  });
});

describe('figures that are printed', () => {
  it.each([
    ['2', '2', '2'],
    ['2.500', '2.5', '2,5'],
    ['1000000.125', '1,000,000.125', '1 000 000,125'],
  ])('%s is %s or %s', (decimal, english, french) => {
    expect(printedNumber(decimal, 'en')).toBe(english);
    expect(printedNumber(decimal, 'fr').replaceAll('\u00a0', ' ')).toBe(french);
  });

  it('have days in the words of their language', () => {
    expect(printedShortDay('2025-11-01', 'en')).toBe('01 Nov 2025');
    expect(printedShortDay('2025-11-01', 'fr')).toBe('01 nov. 2025');
  });
});
