import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type ExcelJS from 'exceljs';
import { CURRENCY_SCALE } from '#kernel';
import type { Column, ColumnKind, ReportWording } from '../report-dialect.js';
import type { FileFormat, ReportDocument } from './report-document.js';

/** A sheet knows no time zones: an instant is written as the clocks of Douala show it. */
const DOUALA_OFFSET_MS = 60 * 60 * 1000;
const INSTANT: Partial<ExcelJS.Style> = { numFmt: 'yyyy-mm-dd hh:mm:ss' };
const DAY: Partial<ExcelJS.Style> = { numFmt: 'yyyy-mm-dd' };
const WHOLE: Partial<ExcelJS.Style> = { numFmt: '#,##0' };
const HUNDREDTHS: Partial<ExcelJS.Style> = { numFmt: '#,##0.00' };
const WIDTHS: Readonly<Record<ColumnKind, number>> = {
  text: 28,
  code: 18,
  amount: 14,
  count: 10,
  instant: 20,
  day: 12,
};
const ID_WIDTH = 38;
/** The library leaves out the other characters that XML cannot have; with one of these nobody can open the file. */
const NOT_IN_XML = /[\ufffe\uffff]/g;

export const xlsxFormat: FileFormat = {
  contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  write: writeWorkbook,
};

async function writeWorkbook<Row>(document: ReportDocument<Row>, sink: Writable): Promise<void> {
  const { report, wording, batches, organizationName, producedAt } = document;
  // The library waits for a sink that broke, and would do so for good.
  const taken = finished(sink, { readable: false });
  taken.catch(() => undefined);
  const unlessBroken = (step: Promise<unknown>): Promise<unknown> => Promise.race([step, taken]);
  // Loaded with the first workbook: six hundred files that no other part of the process needs.
  const { default: writer } = await import('exceljs');
  const workbook = new writer.stream.xlsx.WorkbookWriter({
    stream: sink,
    useStyles: true,
    useSharedStrings: false,
    // The tightest level takes four times as long for some hundredths of the size.
    zip: { zlib: { level: 3 } },
  });
  workbook.creator = organizationName.replace(NOT_IN_XML, '');
  workbook.created = producedAt;
  const sheet = workbook.addWorksheet(report, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = wording.columns.map(({ name, kind }) => ({
    header: name,
    width: /(?:^i|I)d$/.test(name) ? ID_WIDTH : WIDTHS[kind],
  }));
  sheet.getRow(1).font = { bold: true };
  sheet.getRow(1).commit();
  for await (const batch of batches) {
    for (const row of batch) addRow(sheet, wording, row);
    await unlessBroken(drained(sheet));
  }
  sheet.commit();
  await unlessBroken(workbook.commit());
  await taken;
}

function addRow<Row>(sheet: ExcelJS.Worksheet, { columns, currencyOf }: ReportWording<Row>, row: Row): void {
  const amountStyle = CURRENCY_SCALE[currencyOf(row)] === 0 ? WHOLE : HUNDREDTHS;
  const written = sheet.addRow(columns.map((column) => valueOf(column, row)));
  columns.forEach(({ kind }, index) => {
    const style = kind === 'amount' ? amountStyle : kind === 'instant' ? INSTANT : kind === 'day' ? DAY : null;
    if (style) written.getCell(index + 1).style = style;
  });
  written.commit();
}

/** Texts stay texts, whatever they begin with: a formula would have to be an object. */
function valueOf<Row>({ kind, of }: Column<Row>, row: Row): ExcelJS.CellValue {
  const value = of(row);
  if (value === null) return null;
  switch (kind) {
    case 'text':
    case 'code':
      return value.replace(NOT_IN_XML, '');
    case 'amount':
    case 'count':
      return Number(value);
    case 'instant':
      return new Date(Date.parse(value) + DOUALA_OFFSET_MS);
    case 'day':
      return new Date(`${value}T00:00:00Z`);
  }
}

/**
 * The sheet takes rows as fast as they come and would hold them all where the file is written more slowly. What it hands
 * them to takes a mark in its turn, and so tells when all before it has gone on.
 */
async function drained(sheet: ExcelJS.Worksheet): Promise<void> {
  const { stream } = sheet as unknown as { stream: { pipes: Writable[] } };
  const mark = Buffer.alloc(0);
  await Promise.all(stream.pipes.map((next) => new Promise((passed) => next.write(mark, passed))));
}
