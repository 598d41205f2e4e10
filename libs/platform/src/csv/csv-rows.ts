import { pipeline } from 'node:stream';
import { CsvError, parse, type CsvErrorCode, type Options, type Parser } from 'csv-parse';

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

/** Of the row that is being read: the line that it begins in, and how many bytes were read since the one before. */
interface Place {
  line: number;
  read: number;
}

/** A quote that is never closed would take the rest of the file for one field. */
const LONGEST_ROW = 64 * 1024;
/** The library counts what is in fields: a row of separators would be as long as it likes. Quotes in quotes are written twice. */
const LONGEST_READ = 4 * LONGEST_ROW;
const CELLS_MAX = 200;
const LINE_ENDS = ['\r\n', '\n', '\r'];
const LINE_END = /\r\n|[\r\n]/g;
/** The first comma, semicolon or tab outside of quotes. */
const FIRST_SEPARATOR = /^[^",;\t]*(?:"[^"]*"[^",;\t]*)*([,;\t])/;

const TOO_LONG = `the row is longer than ${LONGEST_ROW} characters`;
const PROBLEMS: Readonly<Partial<Record<CsvErrorCode, string>>> = {
  CSV_MAX_RECORD_SIZE: TOO_LONG,
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quote',
  INVALID_OPENING_QUOTE: 'there is a quote within a field that has none around it',
};

/**
 * Reads CSV as spreadsheets and portals write it: fields between commas, semicolons or tabs (whichever comes first), in
 * quotes where they need them. A row at a time, however large the file. Empty lines are none. Throws CsvUnreadable.
 */
export async function* csvRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const place = { line: 1, read: 0 };
  const texts = decoded(chunks, place);
  const beginning = await beginningOf(texts);
  const separator = FIRST_SEPARATOR.exec(beginning)?.[1] ?? ',';
  const whole = async function* (): AsyncGenerator<string> {
    yield beginning;
    yield* texts;
  };
  try {
    // Whoever reads the rows is told of an error, and nobody else needs to be.
    yield* pipeline(whole, parserOf(separator, place), () => undefined) as AsyncIterable<CsvRow>;
  } catch (error) {
    if (error instanceof CsvError) throw new CsvUnreadable(place.line, PROBLEMS[error.code] ?? error.message);
    throw error;
  }
}

function parserOf(separator: string, place: Place): Parser {
  const options: Options<CsvRow, string[]> = {
    delimiter: separator,
    record_delimiter: LINE_ENDS,
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    // Lines are counted here: the library counts an end of line within quotes twice when it has two characters.
    on_record: (cells) => {
      const { line } = place;
      if (cells.length > CELLS_MAX) throw new CsvUnreadable(line, `there are more than ${CELLS_MAX} fields`);
      if (cells.some((cell) => cell.includes('\0'))) throw new CsvUnreadable(line, 'there is a NUL in it');
      place.line += 1 + cells.reduce((ends, cell) => ends + (cell.match(LINE_END)?.length ?? 0), 0);
      place.read = 0;
      return cells.length === 1 && cells[0] === '' ? null : { line, cells };
    },
  };
  // Where there are no columns, its types know no other rows than lists of texts.
  return parse(options as unknown as Options);
}

/** As much as tells the separator. What is longer than a row may be tells none. */
async function beginningOf(texts: AsyncIterator<string>): Promise<string> {
  let beginning = '';
  while (beginning.length <= LONGEST_ROW && !FIRST_SEPARATOR.test(beginning)) {
    const next = await texts.next();
    if (next.done) break;
    beginning += next.value;
  }
  return beginning;
}

/** The library would put a replacement for what is no UTF-8. The mark of byte order goes by itself. */
async function* decoded(chunks: AsyncIterable<Uint8Array>, place: Place): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new CsvUnreadable(place.line, 'what is here or not far behind it is not UTF-8');
    }
  };
  for await (const chunk of chunks) {
    if (place.read > LONGEST_READ) throw new CsvUnreadable(place.line, TOO_LONG);
    place.read += chunk.length;
    yield decode(chunk);
  }
  yield decode();
}
