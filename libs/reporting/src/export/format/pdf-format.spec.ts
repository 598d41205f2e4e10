import { printable } from '#platform';
import { readPdf } from '../../../../../test/support/files.js';
import { sale, salesFile } from '../../../../../test/support/sales-report.js';
import { pdfFormat } from './pdf-format.js';

describe('PDF', () => {
  it('says whose figures it has, what of, over which days and of when, on A4', async () => {
    const { pages, sizes } = await readPdf(await salesFile(pdfFormat));
    expect(sizes).toEqual([[595, 842]]);
    expect(pages[0]).toEqual(
      expect.arrayContaining([
        'Établissements Ngo & Fils',
        'Sales',
        'From 1 November 2025 to 30 November 2025',
        'Produced 01 Dec 2025, 08:00 (times of Douala)',
        'Page 1 of 1',
      ]),
    );
    expect(pages[0]).not.toContain('TEST');
  });

  it('speaks French to those who do', async () => {
    const { pages } = await readPdf(await salesFile(pdfFormat, { language: 'fr' }));
    expect(pages[0]).toEqual(
      expect.arrayContaining([
        'Ventes',
        'Du 1er novembre 2025 au 30 novembre 2025',
        'Quand',
        'Acheteur',
        '21 nov. 2025, 00:20',
        '1 250 000',
        'Total XAF (1 ligne)',
        'Page 1 sur 1',
      ]),
    );
  });

  it('prints the columns that fit, in their order, and their sums per currency', async () => {
    const rows = [
      sale(),
      sale({ price: '-1' }),
      sale({ price: '12.50', currency: 'USD' }),
      sale({ price: '0.75', currency: 'USD' }),
    ];
    const { pages } = await readPdf(await salesFile(pdfFormat, { rows }));
    const texts = pages[0] ?? [];
    const from = texts.indexOf('When');
    expect(texts.slice(from, from + 8)).toEqual([
      'When',
      'Buyer',
      'Pieces',
      'Price',
      '21 Nov 2025, 00:20',
      'Ada Ngo',
      '3',
      '1,250,000',
    ]);
    const sums = texts.indexOf('Total USD (2 rows)');
    expect(texts.slice(sums, sums + 4)).toEqual(['Total USD (2 rows)', '13.25', 'Total XAF (2 rows)', '1,249,999']);
  });

  it('goes on over pages that all have the head of the table, their number, and TEST in the sandbox', async () => {
    const rows = Array.from({ length: 150 }, (_, index) => sale({ buyer: `Buyer ${index + 1}` }));
    const { pages } = await readPdf(await salesFile(pdfFormat, { rows, mode: 'sandbox' }));
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, texts] of pages.entries()) {
      expect(texts).toEqual(expect.arrayContaining(['When', 'TEST', `Page ${index + 1} of ${pages.length}`]));
    }
    const printed = pages.flat().filter((text) => text.startsWith('Buyer '));
    expect(printed).toEqual(rows.map(({ buyer }) => buyer));
  });

  it('cuts what is too long, and shows what its fonts lack by what is nearest', async () => {
    const buyer = 'Société Générale des Boissons et des Eaux Minérales du Littoral, Douala';
    const rows = [
      sale({ buyer }),
      sale({ buyer: 'Ŋgoh Ɛkambi' }),
      sale({ buyer: 'two\nlines' }),
      sale({ buyer: '🦒' }),
    ];
    const { pages } = await readPdf(await salesFile(pdfFormat, { rows }));
    expect(pages[0]).toEqual(expect.arrayContaining(['Ngoh Ekambi', 'two lines', '?']));
    const cut = pages[0]?.find((text) => text.startsWith('Société Générale des')) ?? '';
    expect(cut.endsWith('…')).toBe(true);
    expect(buyer.startsWith(cut.slice(0, -1))).toBe(true);
  });

  it('says so when there is nothing to tell', async () => {
    const { pages } = await readPdf(await salesFile(pdfFormat, { rows: [], language: 'fr' }));
    expect(pages[0]).toEqual(expect.arrayContaining(['Rien sur cette période', 'Page 1 sur 1']));
  });

  it.each([
    ['Ngọc Ẽ', 'Ngoc E'],
    ['a\u0000b\tc\u202fd', 'a b c d'],
    ['“10 €” – œuf', '“10 €” – œuf'],
    ['e\u0301', 'é'],
    ['محمد', '????'],
  ])('prints %j as %j', (text, printed) => expect(printable(text).replaceAll('\u00a0', ' ')).toBe(printed));
});
