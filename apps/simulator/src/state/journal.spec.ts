import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from './journal.js';

describe('Journal', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'journal-'));
    file = join(directory, 'journal.jsonl');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  function replayed(): unknown[] {
    const journal = new Journal(directory);
    const records: unknown[] = [];
    journal.replay((record) => records.push(record));
    journal.close();
    return records;
  }

  it('gives back what was written, in order, across a chunk of the file', () => {
    const journal = new Journal(directory);
    const records = Array.from({ length: 40 }, (_, index) => ({ index, text: 'é'.repeat(30_000) }));
    for (const record of records) journal.append(record);
    journal.close();
    expect(replayed()).toEqual(records);
  });

  it('drops a last line that was cut off, and goes on after the one before it', () => {
    writeFileSync(file, '{"n":1}\n{"n":2}\n{"n":');
    expect(replayed()).toEqual([{ n: 1 }, { n: 2 }]);
    const journal = new Journal(directory);
    journal.append({ n: 3 });
    journal.close();
    expect(replayed()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('names an unreadable line before the last', () => {
    writeFileSync(file, '{"n":1}\n{"n":\n{"n":3}\n');
    expect(replayed).toThrow(/journal\.jsonl cannot be read at line 2/);
  });

  it('is empty after clear', () => {
    appendFileSync(file, '{"n":1}\n');
    const journal = new Journal(directory);
    journal.clear();
    journal.append({ n: 2 });
    journal.close();
    expect(readFileSync(file, 'utf8')).toBe('{"n":2}\n');
  });
});
