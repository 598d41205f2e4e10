import { pipeline } from 'node:stream/promises';
import type { Column } from '../report-dialect.js';
import type { FileFormat, ReportDocument } from './report-document.js';

/** Without it a spreadsheet takes UTF-8 for something else. */
const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';
const NEEDS_QUOTES = /[",\r\n]/;
/** What a spreadsheet would run as a formula; with the settings of Asia, full-width signs as well. */
const RUNS = /^[=+\-@\t\r\n＝＋－＠]/;

export const csvFormat: FileFormat = {
  contentType: 'text/csv; charset=utf-8',
  write: (document, sink) => pipeline(chunksOf(document), sink),
};

async function* chunksOf<Row>({ wording, batches }: ReportDocument<Row>): AsyncGenerator<Buffer> {
  const { columns } = wording;
  yield Buffer.from(BYTE_ORDER_MARK + columns.map(({ name }) => quoted(name)).join(',') + LINE_END);
  for await (const batch of batches) yield Buffer.from(lines(columns, batch));
}

/** RFC 4180. By hand: a library that writes CSV takes three times as long, and so much as a list for each line is felt. */
function lines<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const column of columns) {
      text += separator + quoted(cellOf(column, row));
      separator = ',';
    }
    text += LINE_END;
  }
  return text;
}

const quoted = (cell: string): string => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function cellOf<Row>({ kind, of }: Column<Row>, row: Row): string {
  const value = of(row) ?? '';
  return kind === 'text' && RUNS.test(value) ? `'${value}` : value;
}
