/** A row of a CSV file and the line that it begins in, for whoever has to look there. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What was given is no CSV, or none that is to be read. The message names the line. */
export class CsvUnreadable extends Error {
  constructor(line: number, problem: string) {
    super(`Line ${line}: ${problem}.`);
  }
}

/** A quote that is never closed would take the rest of the file for one field. */
const LONGEST_ROW = 64 * 1024;
const CELLS_MAX = 200;
const SEPARATORS = [',', ';', '\t'];

/**
 * Reads CSV as spreadsheets and portals write it: fields between commas, semicolons or tabs (whichever comes first), in
 * quotes where they need them. A row at a time, however large the file. Empty lines are none. Throws CsvUnreadable.
 */
export async function* csvRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const parser = new CsvParser();
  for await (const text of decoded(chunks, parser)) {
    for (const character of text) {
      const row = parser.take(character);
      if (row) yield row;
    }
  }
  const last = parser.end();
  if (last) yield last;
}

/** The mark of byte order goes by itself. */
async function* decoded(chunks: AsyncIterable<Uint8Array>, parser: CsvParser): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new CsvUnreadable(parser.line, 'what is here or not far behind it is not UTF-8');
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}

class CsvParser {
  line = 1;
  private begunIn = 1;
  private cells: string[] = [];
  private cell = '';
  private length = 0;
  private separator: string | null = null;
  private state: 'before' | 'plain' | 'quoted' | 'closed' = 'before';

  take(character: string): CsvRow | null {
    if (character === '\0') throw new CsvUnreadable(this.line, 'there is a NUL in it');
    this.length += 1;
    if (this.length > LONGEST_ROW)
      throw new CsvUnreadable(this.begunIn, `the row is longer than ${LONGEST_ROW} characters`);
    if (this.state === 'quoted') {
      if (character === '\n') this.line += 1;
      if (character === '"') this.state = 'closed';
      else this.cell += character;
      return null;
    }
    if (character === '\r') return null;
    if (character === '\n') return this.endRow();
    if (this.isSeparator(character)) this.endCell();
    else if (character === '"') this.quote();
    else if (this.state === 'closed') throw new CsvUnreadable(this.line, 'something follows a closing quote');
    else {
      this.state = 'plain';
      this.cell += character;
    }
    return null;
  }

  end(): CsvRow | null {
    if (this.state === 'quoted') throw new CsvUnreadable(this.begunIn, 'a quote is never closed');
    return this.endRow();
  }

  private quote(): void {
    if (this.state === 'plain')
      throw new CsvUnreadable(this.line, 'there is a quote within a field that has none around it');
    if (this.state === 'closed') this.cell += '"';
    this.state = 'quoted';
  }

  private isSeparator(character: string): boolean {
    if (this.separator === null && SEPARATORS.includes(character)) this.separator = character;
    return character === this.separator;
  }

  private endCell(): void {
    this.cells.push(this.cell);
    if (this.cells.length > CELLS_MAX) throw new CsvUnreadable(this.line, `there are more than ${CELLS_MAX} fields`);
    this.cell = '';
    this.state = 'before';
  }

  private endRow(): CsvRow | null {
    const isEmpty = this.cells.length === 0 && this.state === 'before';
    this.endCell();
    const row = { line: this.begunIn, cells: this.cells };
    this.cells = [];
    this.length = 0;
    this.line += 1;
    this.begunIn = this.line;
    return isEmpty ? null : row;
  }
}
