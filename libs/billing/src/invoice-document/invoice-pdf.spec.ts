import { anInvoice } from '../../../../test/support/invoice-document.js';
import { readPdf, type ReadPdf } from '../../../../test/support/files.js';
import { aPng, JPG_PICTURE } from '../../../../test/support/pictures.js';
import type { InvoiceDocument, InvoiceDocumentLine } from './invoice-document.js';
import { drawInvoice } from './invoice-pdf.js';

const drawn = async (changes: Partial<InvoiceDocument> = {}): Promise<ReadPdf> =>
  readPdf(await drawInvoice(anInvoice(changes)));
const lines = (count: number, changes: Partial<InvoiceDocumentLine> = {}): InvoiceDocumentLine[] =>
  Array.from({ length: count }, (_, index) => ({ ...anInvoice().lines[0]!, name: `Lot ${index + 1}`, ...changes }));

/** What stands in the row that begins with this text. */
const after = (texts: readonly string[] | undefined, first: string, count: number): string[] => {
  const from = texts?.indexOf(first) ?? -1;
  return from < 0 ? [] : (texts?.slice(from + 1, from + 1 + count) ?? []);
};

describe('a printed invoice', () => {
  it('says who asks whom for what, what it comes to, until when and how to pay', async () => {
    const { pages, sizes, links, title } = await drawn({ memo: 'Thank you\r\nVisit us' });
    expect(sizes).toEqual([[595, 842]]);
    expect(title).toBe('Invoice INV-2025-000042');
    expect(pages[0]).toEqual(
      expect.arrayContaining([
        ...['INVOICE', 'INV-2025-000042', '21 November 2025', '21 December 2025'],
        ...['Établissements Ngo & Fils', 'Rue Joss 12, Akwa', 'facturation@ngo.cm', '+237671234567'],
        ...['Tax ID: M012345678901A', 'Trade register: RC/DLA/2019/B/4521'],
        ...['Tech Solutions Ltd', 'Yaoundé, Centre', 'Tax ID: M098765432109B'],
        ...['Pay online', 'https://pay.example.cm/l/q7Zt1kX9', 'Thank you', 'Visit us', 'Page 1 of 1'],
      ]),
    );
    expect(after(pages[0], 'Maintenance hour', 4)).toEqual(['2', '25,000', '19.25%', '50,000']);
    expect(after(pages[0], 'Subtotal excl. VAT', 9)).toEqual([
      ...['50,000', 'Discount 10%', '– 5,000', 'VAT 19.25% on 45,000', '8,663'],
      ...['Total incl. VAT', '53,663 XAF', 'Balance due', '53,663 XAF'],
    ]);
    expect(new Set(links[0])).toEqual(new Set(['https://pay.example.cm/l/q7Zt1kX9']));
    expect(pages[0]).not.toEqual(expect.arrayContaining(['TEST']));
  });

  it('speaks French to those who do, and tells VAT that prices contain after the total', async () => {
    const { pages, title } = await drawn({
      locale: 'fr',
      vatDisplay: 'including',
      currency: 'USD',
      lines: lines(1, { quantity: '2.5', unitPrice: '1250.5', lineAmount: '3126.25' }),
      subtotal: '3126.25',
      discountPercent: null,
      discountAmount: '126.25',
      vat: [{ vatRate: '19.25', base: '3000', vatAmount: '484.28' }],
      amount: '3000',
      balanceDue: '3000',
      date: '2025-12-01',
    });
    expect(title).toBe('Facture INV-2025-000042');
    expect(pages[0]).toEqual(expect.arrayContaining(['FACTURE', '1er décembre 2025', 'Prix unitaire TTC']));
    expect(after(pages[0], 'Lot 1', 4)).toEqual(['2,5', '1 250,50', '19,25 %', '3 126,25']);
    expect(after(pages[0], 'Sous-total TTC', 9)).toEqual([
      ...['3 126,25', 'Remise', '– 126,25', 'Total TTC', '3 000,00 USD'],
      ...['Dont TVA 19,25 % sur 3 000,00', '484,28', 'Reste à payer', '3 000,00 USD'],
    ]);
  });

  it('tells VAT of each rate', async () => {
    const { pages } = await drawn({
      vat: [
        { vatRate: '0.00', base: '5000', vatAmount: '0' },
        { vatRate: '19.25', base: '40000', vatAmount: '7700' },
      ],
    });
    expect(after(pages[0], 'VAT 0% on 5,000', 3)).toEqual(['0', 'VAT 19.25% on 40,000', '7,700']);
  });

  it('tells what was credited and paid, and asks for nothing when nothing is due', async () => {
    const { pages, links } = await drawn({
      status: 'paid',
      creditNotes: [
        { number: 'CN-2025-000001', date: '2025-11-25', amount: '3663' },
        { number: 'CN-2025-000009', date: '2025-12-25', amount: '1000' },
      ],
      creditedAmount: '3663',
      amountPaid: '50000',
      balanceDue: '0',
      paymentUrl: null,
    });
    expect(after(pages[0], '53,663 XAF', 10)).toEqual([
      ...['Credited', '– 3,663', 'Paid', '– 50,000', 'Balance due', '0 XAF'],
      ...['Credit note CN-2025-000001 (25 Nov 2025)', '3,663', 'Credit note CN-2025-000009 (25 Dec 2025)', '1,000'],
    ]);
    expect(pages[0]).toContain('PAID');
    expect(pages[0]).not.toContain('Pay online');
    expect(links).toEqual([[]]);
  });

  it.each<[string, Partial<InvoiceDocument>, string[], string[]]>([
    ['a draft', { status: 'draft' }, ['DRAFT', 'DRAFT'], ['TEST']],
    ['un brouillon', { status: 'draft', locale: 'fr' }, ['BROUILLON', 'BROUILLON'], ['TEST']],
    ['a draft of the sandbox', { status: 'draft', mode: 'sandbox' }, ['TEST', 'DRAFT'], []],
    ['overdue', { status: 'overdue' }, ['OVERDUE'], ['DRAFT']],
    ['sent', {}, [], ['DRAFT', 'OVERDUE', 'PAID', 'SENT']],
  ])('is marked as %s', async (_, changes, marks, others) => {
    const texts = (await drawn(changes)).pages[0] ?? [];
    for (const mark of marks) {
      expect(texts.filter((text) => text === mark)).toHaveLength(marks.filter((other) => other === mark).length);
    }
    for (const other of others) expect(texts).not.toContain(other);
  });

  it('goes on over pages that all have the head of the table, the number of the invoice and their own', async () => {
    const { pages } = await drawn({ lines: lines(70), mode: 'sandbox' });
    expect(pages).toHaveLength(3);
    for (const [index, texts] of pages.entries()) {
      expect(texts).toEqual(expect.arrayContaining(['TEST', `Page ${index + 1} of 3`]));
      if (index > 0) expect(texts).toContain('Invoice INV-2025-000042');
    }
    const withLines = pages.filter((texts) => texts.some((text) => text.startsWith('Lot ')));
    for (const texts of withLines) expect(texts).toContain('Description');
    const printed = pages.flat().filter((text) => text.startsWith('Lot '));
    expect(printed).toEqual(Array.from({ length: 70 }, (_, index) => `Lot ${index + 1}`));
    expect(pages.flat().filter((text) => text === 'Balance due')).toHaveLength(1);
  });

  it('has room for all rates and all credit notes, and for a note of many lines', async () => {
    const vat = Array.from({ length: 101 }, (_, index) => ({ vatRate: String(index), base: '100', vatAmount: '1' }));
    const memo = Array.from({ length: 120 }, (_, index) => `Clause ${index + 1}`).join('\n');
    const { pages } = await drawn({ vat, memo });
    const texts = pages.flat();
    for (const { vatRate } of vat) expect(texts).toContain(`VAT ${vatRate}% on 100`);
    expect(texts.filter((text) => text.startsWith('Clause '))).toHaveLength(120);
    expect(texts.filter((text) => text === 'Pay online')).toHaveLength(1);
  });

  it('keeps every letter of long names, and every digit of large amounts', async () => {
    const name = 'Installation et mise en service du système de caisse, formation comprise, sur site à Douala';
    const most = '9999999999999.99';
    const { pages } = await drawn({
      currency: 'USD',
      lines: lines(1, { name, quantity: '999999.999', unitPrice: most, lineAmount: most }),
      amount: most,
      balanceDue: most,
    });
    expect(pages[0]?.join(' ')).toContain(name);
    expect(pages[0]?.filter((text) => text === '9,999,999,999,999.99')).toHaveLength(2);
    expect(pages[0]?.filter((text) => text === '9,999,999,999,999.99 USD')).toHaveLength(3);
    expect(pages[0]).toContain('999,999.999');
  });

  it.each(['محمد علي', '北京公司', '🦒🦒', 'Ŋgoh Ɛkambi', '\u0000\t', 'x'.repeat(150), ' ', '—'])(
    'is drawn for somebody called %j',
    async (name) => {
      const { seller, buyer } = anInvoice();
      const address = [name, 'x'.repeat(400), ...Array.from({ length: 30 }, () => name)];
      const { pages } = await drawn({
        seller: { ...seller, name },
        buyer: { ...buyer, name, address },
        lines: lines(2, { name }),
        memo: name,
      });
      expect(pages[0]).toEqual(expect.arrayContaining(['INVOICE', '53,663 XAF']));
    },
  );

  describe('at its head', () => {
    const withLogo = (logo: Buffer | null, changes: Partial<InvoiceDocument> = {}): Promise<ReadPdf> =>
      drawn({ seller: { ...anInvoice().seller, logo }, ...changes });

    it.each([
      ['a wide logo', aPng({ width: 600, height: 60 }), { x: 48, y: 52.5, width: 150, height: 15 }],
      ['a tall one', aPng({ width: 60, height: 600 }), { x: 48, y: 38, width: 4.4, height: 44 }],
      ['a square one', aPng({ width: 300, height: 300 }), { x: 48, y: 38, width: 44, height: 44 }],
      ['a small one', aPng({ width: 16, height: 16 }), { x: 48, y: 38, width: 44, height: 44 }],
      ['a photo', JPG_PICTURE, { x: 48, y: 38, width: 70.4, height: 44 }],
    ])('shows %s in its own proportions, beside the whole name', async (_, logo, place) => {
      const { pages, pictures } = await withLogo(logo);
      const [printed, ...others] = pictures.flat();
      expect(others).toEqual([]);
      for (const side of ['x', 'y', 'width', 'height'] as const)
        expect(printed?.place[side]).toBeCloseTo(place[side], 2);
      expect(pages[0]?.join(' ')).toMatch(/^Établissements Ngo & Fils INVOICE/);
    });

    it('shows it once, however many sheets there are', async () => {
      const { pictures } = await withLogo(aPng(), { lines: lines(70) });
      expect(pictures.map((shown) => shown.length)).toEqual([1, 0, 0]);
    });

    it('shows initials where there is no logo', async () => {
      const { pages, pictures } = await withLogo(null);
      expect([pictures, pages[0]?.[0]]).toEqual([[[]], 'ÉN']);
    });
  });

  it('leaves out what nobody knows', async () => {
    const { seller, buyer } = anInvoice();
    const nothing = { address: [], phone: null, taxId: null };
    const texts = (
      await drawn({
        seller: { ...seller, ...nothing, email: null, registrationNumber: null },
        buyer: { ...buyer, ...nothing },
      })
    ).pages.flat();
    expect(texts.join(' ')).not.toMatch(/null|Tax ID|Trade register|Note/);
  });

  it('gives the same bytes for the same invoice', async () => {
    const [one, other] = [await drawInvoice(anInvoice()), await drawInvoice(anInvoice())];
    expect(one.subarray(0, 5).toString()).toBe('%PDF-');
    expect(one.equals(other)).toBe(true);
  });
});
