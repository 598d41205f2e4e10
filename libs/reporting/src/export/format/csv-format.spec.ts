import fc from 'fast-check';
import { readCsv } from '../../../../../test/support/files.js';
import { HARMLESS, HOSTILE, sale, salesFile } from '../../../../../test/support/sales-report.js';
import { csvFormat } from './csv-format.js';

describe('CSV', () => {
  it('has a byte order mark, the names of the columns, and lines that end as RFC 4180 says', async () => {
    const file = await salesFile(csvFormat, {
      rows: [sale(), sale({ id: 's2', soldAt: null, buyer: null, price: '12.50', currency: 'USD' })],
    });
    expect(file.toString('utf8')).toBe(
      '\uFEFFid,soldAt,day,price,pieces,buyer\r\n' +
        's1,2025-11-20T23:20:11.000Z,2025-11-21,1250000,3,Ada Ngo\r\n' +
        's2,,2025-11-21,12.50,3,\r\n',
    );
  });

  it('gives every text back to a reader, and lets no spreadsheet run one', async () => {
    const rows = [...HOSTILE, ...HARMLESS].map((buyer) => sale({ buyer }));
    const [, ...records] = await readCsv(await salesFile(csvFormat, { rows }));
    expect(records.map((record) => record[5] ?? '')).toEqual([...HOSTILE.map((text) => `'${text}`), ...HARMLESS]);
  });

  it('can be read back, whatever was typed', async () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', '\n', "'", '=', 'é', ';') }), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (buyers) => {
        const [, ...records] = await readCsv(
          await salesFile(csvFormat, { rows: buyers.map((buyer) => sale({ buyer })) }),
        );
        const written = buyers.map((buyer) => (/^[=\n]/.test(buyer) ? `'${buyer}` : buyer));
        expect(records.map((record) => record[5] ?? '')).toEqual(written);
      }),
    );
  });

  it('leaves negative amounts alone', async () => {
    const [, record] = await readCsv(await salesFile(csvFormat, { rows: [sale({ price: '-500' })] }));
    expect(record?.[3]).toBe('-500');
  });

  it('has its head alone when there is nothing to tell', async () => {
    expect((await salesFile(csvFormat, { rows: [] })).toString('utf8')).toBe(
      '\uFEFFid,soldAt,day,price,pieces,buyer\r\n',
    );
  });
});
