import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeptMail } from './kept-mail.js';
import { MailStore } from './mail-store.js';

describe('the store of the mailbox', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mail-store-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps the latest thousand, in memory and in a file that does not grow without end', async () => {
    const store = await MailStore.open(folder);
    await Promise.all(Array.from({ length: 2500 }, (_, index) => store.add(mail(index))));
    expect(ids(store)).toEqual(expectedIds(2499));

    const lines = (await readFile(join(folder, 'mails.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(2000);
    expect(ids(await MailStore.open(folder))).toEqual(expectedIds(2499));
  });

  it('is empty again after clear, also for the next start', async () => {
    const store = await MailStore.open(folder);
    await Promise.all([store.add(mail(1)), store.clear(), store.add(mail(2))]);
    expect(ids(store)).toEqual(['2']);
    expect(ids(await MailStore.open(folder))).toEqual(['2']);
  });
});

const ids = (store: MailStore): string[] => store.list('').map(({ id }) => id);
const expectedIds = (last: number): string[] => Array.from({ length: 1000 }, (_, index) => String(last - index));

function mail(id: number): KeptMail {
  return {
    id: String(id),
    receivedAt: new Date(0).toISOString(),
    from: 'a@a.example',
    to: ['b@b.example'],
    subject: `Mail ${id}`,
    text: null,
    html: null,
    attachments: [],
  };
}
