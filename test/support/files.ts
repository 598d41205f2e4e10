import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { getDocument, OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

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
  /** The pictures of each page. */
  readonly pictures: readonly (readonly PrintedPicture[])[];
}

/** A picture, and where it is printed: in points from the upper left corner. */
export interface PrintedPicture {
  readonly place: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** In pixels. */
  readonly size: readonly [width: number, height: number];
  /** RGB of each, row by row. */
  readonly pixels: Buffer;
}

export async function readPdf(file: Buffer): Promise<ReadPdf> {
  const task = getDocument({ data: new Uint8Array(file), verbosity: 0 });
  const document = await task.promise;
  const pages: string[][] = [];
  const sizes: [number, number][] = [];
  const links: string[][] = [];
  const pictures: PrintedPicture[][] = [];
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
    pictures.push(await picturesOf(page, height));
  }
  const { info } = await document.getMetadata();
  await task.destroy();
  return { pages, sizes, links, pictures, title: (info as { Title?: string }).Title };
}

type Matrix = readonly [number, number, number, number, number, number];
const within = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
  ...([a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j] as const),
  ...([a * k + c * l + e, b * k + d * l + f] as const),
];

interface DecodedPicture {
  readonly width: number;
  readonly height: number;
  /** 1 has a bit for each pixel, 2 three bytes, 3 four. */
  readonly kind: number;
  readonly data: Uint8Array;
}

async function picturesOf(page: PDFPageProxy, pageHeight: number): Promise<PrintedPicture[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const pictures: PrintedPicture[] = [];
  const saved: Matrix[] = [];
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  for (const [index, operation] of fnArray.entries()) {
    const args = argsArray[index] as unknown[];
    if (operation === OPS.save) saved.push(matrix);
    else if (operation === OPS.restore) matrix = saved.pop() ?? matrix;
    else if (operation === OPS.transform) matrix = within(matrix, Array.from(args) as unknown as Matrix);
    else if (operation === OPS.paintImageXObject) {
      const picture = page.objs.get(String(args[0])) as DecodedPicture;
      const [width, , , height, x, bottom] = matrix;
      const place = { x, y: pageHeight - bottom - height, width, height };
      pictures.push({ place, size: [picture.width, picture.height], pixels: rgbOf(picture) });
    }
  }
  return pictures;
}

function rgbOf({ width, height, kind, data }: DecodedPicture): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const bit = (data[y * Math.ceil(width / 8) + (x >> 3)] ?? 0) & (0x80 >> (x & 7)) ? 255 : 0;
    const step = kind === 3 ? 4 : 3;
    pixels.set(kind === 1 ? [bit, bit, bit] : data.subarray(pixel * step, pixel * step + 3), pixel * 3);
  }
  return pixels;
}
