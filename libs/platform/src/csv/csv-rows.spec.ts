import { describe, expect, it } from '@jest/globals';
import { csvRows, CsvUnreadable } from './csv-rows.js';

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(text: string | Uint8Array, size = 3): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells } of csvRows(inPieces(typeof text === 'string' ? Buffer.from(text) : text, size)))
    rows.push([...cells]);
  return rows;
}

describe('CSV that others wrote', () => {
  it('is read however it is cut into pieces, with every kind of line end', async () => {
    const text = '\uFEFFa,b\r\n"x, ""y""\nz",é\n\n,\nlast,😀';
    const rows = [
      ['a', 'b'],
      ['x, "y"\nz', 'é'],
      ['', ''],
      ['last', '😀'],
    ];
    for (const size of [1, 2, 3, 7, 1000]) expect(await read(text, size)).toEqual(rows);
  });

  it('is read with semicolons and tabs, whichever comes first', async () => {
    expect(await read('a;b,c\n1;2,3')).toEqual([
      ['a', 'b,c'],
      ['1', '2,3'],
    ]);
    expect(await read('a\tb;c')).toEqual([['a', 'b;c']]);
    expect(await read('')).toEqual([]);
  });

  it('names the line of each row, also behind fields of several lines', async () => {
    const lines: number[] = [];
    for await (const { line } of csvRows(inPieces(Buffer.from('a\n"b\nc"\n\nd'), 4))) lines.push(line);
    expect(lines).toEqual([1, 2, 5]);
  });

  it('is refused with the line where it is none', async () => {
    await expect(read('a,b\n1,"2')).rejects.toThrow('Line 2: a quote is never closed.');
    await expect(read('a\n1"2"')).rejects.toThrow('Line 2: there is a quote within a field');
    await expect(read('a\n"1"2')).rejects.toThrow('Line 2: something follows a closing quote.');
    await expect(read('a\nb\0')).rejects.toThrow('Line 2: there is a NUL in it.');
    await expect(read(Buffer.from([0x61, 0x0a, 0xff, 0xfe]))).rejects.toThrow(/^Line \d: .* not UTF-8/);
    await expect(read(Buffer.from([0x61, 0xc3]))).rejects.toThrow(CsvUnreadable);
    await expect(read(`a\n"${'x'.repeat(70_000)}`, 4096)).rejects.toThrow(
      'Line 2: the row is longer than 65536 characters.',
    );
    await expect(read(','.repeat(300))).rejects.toThrow('Line 1: there are more than 200 fields.');
  });

  it('is not read on when one row has no end, nor when nobody wants more of it', async () => {
    let taken = 0;
    async function* endless(text: string): AsyncGenerator<Uint8Array> {
      for (; taken < 10_000_000; taken += text.length) yield await Promise.resolve(Buffer.from(text));
    }
    await expect(csvRows(endless(','.repeat(1000))).next()).rejects.toThrow('Line 1: the row is longer than');
    expect(taken).toBeLessThan(1_000_000);
    for await (const { line } of csvRows(endless('a,b\n'))) if (line === 3) break;
    expect(taken).toBeLessThan(1_000_000);
  });
});
