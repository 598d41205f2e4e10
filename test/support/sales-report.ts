import { PassThrough, type Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Currency, Mode } from '#kernel';
import type { ReportLanguage, ReportWording } from '#reporting';

/** A row of a report that no door has: it has a column of every kind. */
export interface Sale {
  readonly id: string;
  readonly soldAt: string | null;
  readonly day: string;
  readonly buyer: string | null;
  readonly price: string;
  readonly currency: Currency;
  readonly pieces: string;
}

const wording: ReportWording<Sale> = {
  title: { en: 'Sales', fr: 'Ventes' },
  orientation: 'portrait',
  currencyOf: ({ currency }) => currency,
  isEmphasised: ({ id }) => id === 'framed',
  printedOrder: ['soldAt', 'buyer', 'pieces', 'price'],
  columns: [
    { name: 'id', kind: 'code', of: ({ id }) => id },
    {
      name: 'soldAt',
      kind: 'instant',
      of: ({ soldAt }) => soldAt,
      printed: { heading: { en: 'When', fr: 'Quand' }, share: 2 },
    },
    { name: 'day', kind: 'day', of: ({ day }) => day },
    {
      name: 'price',
      kind: 'amount',
      of: ({ price }) => price,
      printed: { heading: { en: 'Price', fr: 'Prix' }, share: 2, summed: true },
    },
    {
      name: 'pieces',
      kind: 'count',
      of: ({ pieces }) => pieces,
      printed: { heading: { en: 'Pieces', fr: 'Pièces' }, share: 1 },
    },
    {
      name: 'buyer',
      kind: 'text',
      of: ({ buyer }) => buyer,
      printed: { heading: { en: 'Buyer', fr: 'Acheteur' }, share: 3 },
    },
  ],
};

export const sale = (changes: Partial<Sale> = {}): Sale => ({
  id: 's1',
  soldAt: '2025-11-20T23:20:11.000Z',
  day: '2025-11-21',
  buyer: 'Ada Ngo',
  price: '1250000',
  currency: 'XAF',
  pieces: '3',
  ...changes,
});

/** A report of sales on its way into a file. */
export interface SalesDocument {
  readonly report: string;
  readonly wording: ReportWording<Sale>;
  readonly organizationName: string;
  readonly mode: Mode;
  readonly language: ReportLanguage;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly producedAt: Date;
  readonly batches: AsyncIterable<readonly Sale[]>;
}

type SalesWish = Partial<SalesDocument> & { readonly rows?: readonly Sale[] };

export const salesDocument = ({ rows = [sale()], ...changes }: SalesWish): SalesDocument => ({
  report: 'sales',
  wording,
  organizationName: 'Établissements Ngo & Fils',
  mode: 'live',
  language: 'en',
  firstDay: '2025-11-01',
  lastDay: '2025-11-30',
  producedAt: new Date('2025-12-01T07:00:00Z'),
  batches: batchesOf(rows),
  ...changes,
});

async function* batchesOf(rows: readonly Sale[], size = 40): AsyncGenerator<readonly Sale[]> {
  for (let index = 0; index < rows.length; index += size) yield rows.slice(index, index + size);
}

/** The whole file of some sales. */
export async function salesFile(
  format: { write(document: SalesDocument, sink: Writable): Promise<void> },
  wish: SalesWish = {},
): Promise<Buffer> {
  const sink = new PassThrough();
  const [file] = await Promise.all([buffer(sink), format.write(salesDocument(wish), sink)]);
  return file;
}

/** What a spreadsheet would run. */
export const HOSTILE = [
  '=1+1',
  '+237671234567',
  '-2',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '＋237671234567',
  '－2',
  '＠SUM(A1)',
  '=HYPERLINK("http://evil.example";"Click")',
];
/** What it would not, and what is hard to write all the same. */
export const HARMLESS = ['Ada, "the" Ngo', 'two\nlines', ' =1', "it's", 'Ŋgoh Ɛkambi 🦒', '1e5', '007', ''];
