import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { Money, type Currency } from '#kernel';
import { newPdf, onEveryPage, printable, printedAmount } from '#platform';
import type { ReportWording } from '../report-dialect.js';
import { MARGIN, PdfPage } from './pdf-page.js';
import { PdfTable, type PrintedColumns } from './pdf-table.js';
import { FRAME } from './printed-text.js';
import type { FileFormat, ReportDocument } from './report-document.js';

const ROWS_IN_ONE_GO = 20;

export const pdfFormat: FileFormat = { contentType: 'application/pdf', write: writePdf };

async function writePdf<Row>(document: ReportDocument<Row>, sink: Writable): Promise<void> {
  const { wording, language, batches, organizationName, producedAt } = document;
  const title = printable(wording.title[language]);
  const doc = await newPdf({
    size: 'A4',
    layout: wording.orientation,
    // Nothing is set by the flow of text, and nothing may begin a page by itself.
    margins: { top: 0, bottom: 0, left: MARGIN, right: MARGIN },
    bufferPages: true,
    info: { Title: title, Author: organizationName, CreationDate: producedAt },
    lang: language,
  });
  const written = pipeline(doc, sink);
  // Noticed below; until then a sink that breaks must not end the process.
  written.catch(() => undefined);
  const columns = printedColumns(wording);
  const page = new PdfPage(doc, { ...document, title });
  const table = new PdfTable(doc, page, columns, language);
  page.first();
  table.head();
  const sums = new Sums(columns, language);
  for await (const batch of batches) {
    if (sink.destroyed) break;
    for (const [index, row] of batch.entries()) {
      // A row takes most of a millisecond, and the process has more to do than this file.
      if (index % ROWS_IN_ONE_GO === 0) await setImmediate();
      const currency = wording.currencyOf(row);
      table.row(row, currency, wording.isEmphasised?.(row) ?? false);
      sums.add(row, currency);
    }
  }
  if (sums.isEmpty) table.note(FRAME.nothing[language]);
  for (const { label, cells } of sums.lines()) table.total(label, cells);
  // Every page is held until here, because each says how many there are.
  onEveryPage(doc, (number, pages) => page.foot(number, pages));
  doc.end();
  await written;
}

function printedColumns<Row>({ columns, printedOrder }: ReportWording<Row>): PrintedColumns<Row> {
  const ordered = printedOrder
    ? printedOrder.flatMap((wanted) => columns.filter(({ name }) => name === wanted))
    : columns;
  return ordered.flatMap((column) => (column.printed ? [{ ...column, printed: column.printed }] : []));
}

/** Sums of the columns that have one, per currency. */
class Sums<Row> {
  private readonly byCurrency = new Map<Currency, { rows: number; sums: Map<PrintedColumns<Row>[number], Money> }>();
  private rows = 0;

  constructor(
    private readonly columns: PrintedColumns<Row>,
    private readonly language: ReportDocument<Row>['language'],
  ) {}

  get isEmpty(): boolean {
    return this.rows === 0;
  }

  add(row: Row, currency: Currency): void {
    this.rows += 1;
    let known = this.byCurrency.get(currency);
    if (!known) this.byCurrency.set(currency, (known = { rows: 0, sums: new Map() }));
    known.rows += 1;
    for (const column of this.columns) {
      if (!column.printed.summed) continue;
      const before = known.sums.get(column) ?? Money.zero(currency);
      known.sums.set(column, before.plus(Money.ofSum(column.of(row) ?? '0', currency)));
    }
  }

  /** A line for each currency; none where no column has a sum. */
  lines(): { label: string; cells: Map<PrintedColumns<Row>[number], string> }[] {
    const { language } = this;
    return [...this.byCurrency]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([currency, { rows, sums }]) => {
        if (sums.size === 0) return [];
        const unit = rows === 1 ? FRAME.one[language] : FRAME.many[language];
        const label = `${FRAME.total[language]} ${currency} (${printedAmount(String(rows), 'XAF', language)} ${unit})`;
        const cells = [...sums].map(
          ([column, sum]) => [column, printedAmount(sum.toDecimal(), currency, language)] as const,
        );
        return [{ label, cells: new Map(cells) }];
      });
  }
}
