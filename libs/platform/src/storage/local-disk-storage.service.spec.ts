import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { LocalDiskStorage } from './local-disk-storage.service.js';
import { InvalidObjectKey, ObjectNotFound, ObjectTooLarge } from './storage.port.js';

let dataDirectory: string;
let storage: LocalDiskStorage;

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'objects-'));
  storage = new LocalDiskStorage({ dataDirectory });
});

afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

const contentType = 'application/pdf';

async function read(key: string): Promise<Buffer> {
  return buffer((await storage.get(key)).stream);
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('objects', () => {
  it.each([0, 1, 100_000])('of %i bytes come back as they were put, with their type and size', async (size) => {
    const body = randomBytes(size);
    await storage.put('evidence/a.pdf', body, { contentType });
    const { stream, ...described } = await storage.get('evidence/a.pdf');
    expect(described).toEqual({ contentType, sizeBytes: size });
    expect((await buffer(stream)).equals(body)).toBe(true);
  });

  it('are taken from streams of bytes and of text', async () => {
    await storage.put('a', Readable.from([Buffer.from('one '), 'zwö'], { objectMode: false }), {
      contentType: 'text/plain; charset=utf-8',
    });
    expect((await read('a')).toString('utf8')).toBe('one zwö');
    expect(await storage.get('b').catch((error: unknown) => error)).toBeInstanceOf(ObjectNotFound);
  });

  it('are replaced whole; a reader that has begun keeps what it began with', async () => {
    await storage.put('a', Buffer.from('old'), { contentType });
    const begun = await storage.get('a');
    await storage.put('a', Buffer.from('new, and longer'), { contentType: 'text/csv' });
    expect((await buffer(begun.stream)).toString()).toBe('old');
    expect(
      await storage.get('a').then(async ({ stream, ...rest }) => ({ ...rest, text: String(await buffer(stream)) })),
    ).toEqual({
      contentType: 'text/csv',
      sizeBytes: 15,
      text: 'new, and longer',
    });
  });

  it('are never a mixture, however many put at once', async () => {
    const bodies = Array.from({ length: 20 }, (_, index) => Buffer.alloc(200_000, index));
    await Promise.all(bodies.map((body) => storage.put('a', body, { contentType })));
    const kept = await read('a');
    expect(bodies.some((body) => body.equals(kept))).toBe(true);
  });

  it('exist until they are deleted, which can be repeated', async () => {
    expect(await storage.exists('a')).toBe(false);
    await storage.put('a', Buffer.from('x'), { contentType });
    expect(await storage.exists('a')).toBe(true);
    await storage.delete('a');
    await storage.delete('a');
    expect(await storage.exists('a')).toBe(false);
    await expect(storage.get('a')).rejects.toThrow(ObjectNotFound);
  });

  it('have flat keys: no key is the folder of another', async () => {
    await storage.put('a', Buffer.from('1'), { contentType });
    await storage.put('a/b', Buffer.from('2'), { contentType });
    await storage.put('a/b/c', Buffer.from('3'), { contentType });
    expect(String(Buffer.concat(await Promise.all(['a', 'a/b', 'a/b/c'].map(read))))).toBe('123');
  });
});

describe('keys', () => {
  it.each([
    '',
    '/',
    '.',
    '..',
    '../a',
    'a/../b',
    'a/..',
    '/etc/passwd',
    'a//b',
    'a/',
    '.hidden',
    'a/.b',
    'a\\b',
    'a\u0000',
    'a b',
    'a%2f..',
    'c:a',
    'A',
    'é',
    'a\n',
    '~a',
    '-a',
    'x'.repeat(201),
  ])('such as %j are refused by every method, and touch nothing', async (key) => {
    await expect(storage.put(key, Buffer.from('x'), { contentType })).rejects.toThrow(InvalidObjectKey);
    await expect(storage.get(key)).rejects.toThrow(InvalidObjectKey);
    await expect(storage.delete(key)).rejects.toThrow(InvalidObjectKey);
    await expect(storage.exists(key)).rejects.toThrow(InvalidObjectKey);
    expect(await filesBelow(dataDirectory)).toEqual([]);
  });

  it('of the greatest length are kept', async () => {
    const key = `${'x'.repeat(99)}/${'y'.repeat(100)}`;
    await storage.put(key, Buffer.from('x'), { contentType });
    expect(await storage.exists(key)).toBe(true);
  });
});

describe('a put that fails', () => {
  it.each([
    ['a buffer', () => Buffer.alloc(11)],
    ['a stream', () => Readable.from([Buffer.alloc(6), Buffer.alloc(5)])],
  ])('because %s is too large changes nothing and leaves nothing behind', async (_, body) => {
    await storage.put('a', Buffer.from('old'), { contentType });
    await expect(storage.put('a', body(), { contentType, maxBytes: 10 })).rejects.toThrow(ObjectTooLarge);
    expect(String(await read('a'))).toBe('old');
    expect(await filesBelow(dataDirectory)).toEqual(['a']);
    await storage.put('a', Buffer.alloc(10), { contentType, maxBytes: 10 });
  });

  it('stops reading a stream that would never end', async () => {
    let produced = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1024, (produced += 1) & 0xff);
      })(),
    );
    await expect(storage.put('a', endless, { contentType, maxBytes: 10_000 })).rejects.toThrow(ObjectTooLarge);
    expect(endless.destroyed).toBe(true);
    expect(produced).toBeLessThan(100);
  });

  it('because its stream breaks changes nothing and leaves nothing behind', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('connection lost');
      })(),
    );
    await expect(storage.put('a', broken, { contentType })).rejects.toThrow('connection lost');
    expect(await filesBelow(dataDirectory)).toEqual([]);
  });

  it.each(['', 'pdf', 'text/html\r\nx: y', 'text/html; a=b; c=d'])(
    'because %j is no content type writes nothing',
    async (type) => {
      await expect(storage.put('a', Buffer.from('x'), { contentType: type })).rejects.toThrow(RangeError);
      expect(await filesBelow(dataDirectory)).toEqual([]);
    },
  );
});

describe('files', () => {
  it('that a crash left half written are removed at the next start, those under way are not', async () => {
    await storage.put('a', Buffer.from('x'), { contentType });
    const incoming = join(dataDirectory, 'objects', '.incoming');
    await writeFile(join(incoming, 'abandoned'), 'x');
    await writeFile(join(incoming, 'under-way'), 'x');
    const longAgo = Date.now() / 1000 - 25 * 60 * 60;
    await utimes(join(incoming, 'abandoned'), longAgo, longAgo);
    await storage.onApplicationBootstrap();
    expect(await readdir(incoming)).toEqual(['under-way']);
    expect(await storage.exists('a')).toBe(true);
  });

  it('need no directory to begin with', async () => {
    await expect(storage.onApplicationBootstrap()).resolves.toBeUndefined();
  });

  it('are readable by nobody else', async () => {
    await storage.put('a', Buffer.from('x'), { contentType });
    const shard = createHash('sha256').update('a').digest('hex').slice(0, 2);
    expect((await stat(join(dataDirectory, 'objects', shard, 'a'))).mode & 0o077).toBe(0);
  });
});
