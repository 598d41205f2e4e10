import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptMail } from './kept-mail.js';

const KEPT_MAILS = 1000;
/** The file is rewritten when it has grown to a multiple of what is kept, so that adding a mail is one append. */
const REWRITE_AT_LINES = 2 * KEPT_MAILS;

/** The latest mails, newest first, in memory and in a file of JSON lines. */
export class MailStore {
  private mails: readonly KeptMail[] = [];
  private lines = 0;
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly file: string | null) {}

  /** Reads what an earlier start has kept; without a directory nothing outlives the process. */
  static async open(directory: string | null): Promise<MailStore> {
    const store = new MailStore(directory && join(directory, 'mails.jsonl'));
    if (directory) await mkdir(directory, { recursive: true });
    await store.load();
    return store;
  }

  /** Resolves when the mail is in the file. */
  async add(mail: KeptMail): Promise<void> {
    const mails = [mail, ...this.mails].slice(0, KEPT_MAILS);
    this.mails = mails;
    await this.write(async (file) => {
      if (this.lines >= REWRITE_AT_LINES) return this.rewrite(file, mails);
      await appendFile(file, `${JSON.stringify(mail)}\n`, { mode: 0o600 });
      this.lines += 1;
    });
  }

  /** @param recipient the beginning of an address or of its domain, in any case; empty means everybody. */
  list(recipient: string): readonly KeptMail[] {
    const wanted = recipient.trim().toLowerCase().replace(/^@/, '');
    const matches = (address: string): boolean =>
      address.startsWith(wanted) || address.slice(address.lastIndexOf('@') + 1).startsWith(wanted);
    return this.mails.filter((mail) => mail.to.some(matches));
  }

  get(id: string): KeptMail | null {
    return this.mails.find((mail) => mail.id === id) ?? null;
  }

  async clear(): Promise<void> {
    this.mails = [];
    await this.write((file) => this.rewrite(file, []));
  }

  /** Resolves when all that was added is in the file. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private async load(): Promise<void> {
    const content = this.file ? await readFile(this.file, 'utf8').catch(() => '') : '';
    const lines = content.split('\n').filter((line) => line !== '');
    // Whatever was added behind a line that a crash cut short would be part of that line.
    this.lines = content === '' || content.endsWith('\n') ? lines.length : REWRITE_AT_LINES;
    this.mails = lines.slice(-KEPT_MAILS).flatMap(readLine).reverse();
  }

  /** One write after the other: two appends at once could mix, and one during a rewrite would be lost. */
  private write(action: (file: string) => Promise<void>): Promise<void> {
    const { file } = this;
    if (!file) return Promise.resolve();
    const written = this.writing.then(() => action(file));
    this.writing = written.catch(() => undefined);
    return written;
  }

  /** Takes the mails as they were when the write was asked for: those added meanwhile are appended by their own write. */
  private async rewrite(file: string, mails: readonly KeptMail[]): Promise<void> {
    const lines = mails.map((mail) => `${JSON.stringify(mail)}\n`).reverse();
    await writeFile(`${file}.new`, lines.join(''), { mode: 0o600 });
    await rename(`${file}.new`, file);
    this.lines = lines.length;
  }
}

function readLine(line: string): KeptMail[] {
  try {
    return [JSON.parse(line) as KeptMail];
  } catch {
    // A crash cut it short.
    return [];
  }
}
