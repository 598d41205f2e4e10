import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/**
 * Append-only file of JSON lines. A record is in the hands of the operating system when `append` returns, so a killed
 * process loses nothing that it has answered for; a power cut may (the simulator's money is not real, it does not fsync).
 */
export class Journal {
  private readonly fd: number;
  private readonly path: string;

  /** Creates the directory and the file when they are not there. */
  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.path = join(directory, 'journal.jsonl');
    this.fd = openSync(this.path, 'a+');
  }

  /**
   * Hands every record to `apply`, oldest first. A last line that was cut off by a crash is removed, because the next
   * record would be glued to it; an unreadable line before the last one is an error.
   */
  replay(apply: (record: unknown) => void): void {
    let rest = Buffer.alloc(0);
    let readBytes = 0;
    let keptBytes = 0;
    let lineNumber = 0;
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let size; (size = readSync(this.fd, chunk, 0, CHUNK_BYTES, readBytes)) > 0;) {
      readBytes += size;
      const bytes = Buffer.concat([rest, chunk.subarray(0, size)]);
      let start = 0;
      for (let end; (end = bytes.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
        lineNumber += 1;
        apply(this.parse(bytes.toString('utf8', start, end), lineNumber));
        keptBytes += end + 1 - start;
      }
      rest = bytes.subarray(start);
    }
    if (rest.length > 0) ftruncateSync(this.fd, keptBytes);
  }

  append(record: unknown): void {
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    for (let written = 0; written < line.length;) written += writeSync(this.fd, line, written);
  }

  clear(): void {
    ftruncateSync(this.fd, 0);
  }

  close(): void {
    closeSync(this.fd);
  }

  private parse(line: string, lineNumber: number): unknown {
    try {
      return JSON.parse(line);
    } catch {
      throw new Error(`${this.path} cannot be read at line ${lineNumber}: move the file away to start afresh.`);
    }
  }
}
