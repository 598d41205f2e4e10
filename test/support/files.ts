import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** The records of a CSV file, as a parser other than our writer reads them. */
export async function readCsv(file: Buffer): Promise<string[][]> {
  const workbook = new ExcelJS.Workbook();
  const sheet = await workbook.csv.read(Readable.from([file]), { map: (value: unknown) => value });
  const records: string[][] = [];
  sheet.eachRow({ includeEmpty: true }, (row) => {
    const cells = (row.values as ExcelJS.CellValue[]).slice(1);
    records.push(Array.from(cells, (cell) => (cell === null || cell === undefined ? '' : String(cell as string))));
  });
  return records;
}

/** The only sheet of a workbook. */
export async function readXlsx(file: Buffer): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(file as unknown as ArrayBuffer);
  const [sheet, ...others] = workbook.worksheets;
  if (!sheet || others.length > 0) throw new Error(`The workbook has ${workbook.worksheets.length} sheets`);
  return sheet;
}

export interface ReadPdf {
  /** The texts of each page, in the order in which they were written. */
  readonly pages: readonly (readonly string[])[];
  /** In points. */
  readonly sizes: readonly (readonly [width: number, height: number])[];
  /** Addresses that a click on each page leads to. */
  readonly links: readonly (readonly string[])[];
  readonly title: string | undefined;
}

export async function readPdf(file: Buffer): Promise<ReadPdf> {
  const task = getDocument({ data: new Uint8Array(file), verbosity: 0 });
  const document = await task.promise;
  const pages: string[][] = [];
  const sizes: [number, number][] = [];
  const links: string[][] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(
      items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [item.str.replaceAll('\u00a0', ' ')] : [])),
    );
    const annotations = (await page.getAnnotations()) as { url?: string }[];
    links.push(annotations.flatMap(({ url }) => url ?? []));
    const { width, height } = page.getViewport({ scale: 1 });
    sizes.push([Math.round(width), Math.round(height)]);
  }
  const { info } = await document.getMetadata();
  await task.destroy();
  return { pages, sizes, links, title: (info as { Title?: string }).Title };
}
