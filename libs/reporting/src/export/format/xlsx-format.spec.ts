import { readXlsx } from '../../../../../test/support/files.js';
import { HARMLESS, HOSTILE, sale, salesFile } from '../../../../../test/support/sales-report.js';
import { xlsxFormat } from './xlsx-format.js';

describe('XLSX', () => {
  it('has one sheet of the name of the report, whose frozen first row names the columns', async () => {
    const sheet = await readXlsx(await salesFile(xlsxFormat));
    expect(sheet.name).toBe('sales');
    expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 1 }]);
    expect((sheet.getRow(1).values as string[]).slice(1)).toEqual(['id', 'soldAt', 'day', 'price', 'pieces', 'buyer']);
    expect(sheet.getRow(1).font).toMatchObject({ bold: true });
    expect(sheet.rowCount).toBe(2);
  });

  it('has amounts as numbers, instants as the clocks of Douala show them, and nothing where nothing is', async () => {
    const rows = [sale(), sale({ soldAt: null, buyer: null, price: '12.50', currency: 'USD' })];
    const sheet = await readXlsx(await salesFile(xlsxFormat, { rows }));
    const [, soldAt, day, price, pieces] = [1, 2, 3, 4, 5].map((column) => sheet.getRow(2).getCell(column));
    expect(soldAt?.value).toEqual(new Date('2025-11-21T00:20:11.000Z'));
    expect(soldAt?.numFmt).toBe('yyyy-mm-dd hh:mm:ss');
    expect(day?.value).toEqual(new Date('2025-11-21T00:00:00.000Z'));
    expect([price?.value, price?.numFmt, pieces?.value]).toEqual([1_250_000, '#,##0', 3]);
    const second = sheet.getRow(3);
    expect([
      second.getCell(2).value,
      second.getCell(4).value,
      second.getCell(4).numFmt,
      second.getCell(6).value,
    ]).toEqual([null, 12.5, '#,##0.00', null]);
  });

  it('keeps every text a text, also what looks like a formula', async () => {
    const texts = [...HOSTILE, ...HARMLESS.filter((text) => text !== '')];
    const sheet = await readXlsx(await salesFile(xlsxFormat, { rows: texts.map((buyer) => sale({ buyer })) }));
    for (const [index, text] of texts.entries()) {
      const cell = sheet.getRow(index + 2).getCell(6);
      expect(cell.formula).toBeUndefined();
      // XML knows one kind of line end.
      expect(cell.value).toBe(text.replaceAll('\r', '\n'));
    }
  });

  it('can be opened whatever was typed, without the characters that XML cannot have', async () => {
    const rows = ['a\u0001b\u001fc', 'd\uffffe\ufffef', '<&>"\u007f'].map((buyer) => sale({ buyer }));
    const sheet = await readXlsx(await salesFile(xlsxFormat, { rows, organizationName: 'Ngo\uffff & Fils' }));
    expect([2, 3, 4].map((row) => sheet.getRow(row).getCell(6).value)).toEqual(['abc', 'def', '<&>"']);
  });

  it('is a whole file when there is nothing to tell', async () => {
    expect((await readXlsx(await salesFile(xlsxFormat, { rows: [] }))).rowCount).toBe(1);
  });
});
