import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import {
  InvalidObjectKey,
  OBJECT_BYTES_MAX,
  OBJECT_KEY_LENGTH_MAX,
  ObjectNotFound,
  ObjectStorage,
  ObjectTooLarge,
  type PutOptions,
  type StoredObject,
} from './storage.port.js';

/** No segment begins with a point, so that there is neither `..` nor a hidden file. */
const KEY = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/;
const CONTENT_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}(?:; ?[\w-]{1,40}=[\w.-]{1,80})?$/;
const HEADER_BYTES = 2;
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Objects as files under the data directory. A file is the length of the content type (2 bytes), the content type, then
 * the object: one file, so that one rename publishes both.
 */
@Injectable()
export class LocalDiskStorage extends ObjectStorage implements OnApplicationBootstrap {
  private readonly objects: string;
  private readonly incoming: string;

  constructor(@Inject(CONFIG) config: Pick<Config, 'dataDirectory'>) {
    super();
    this.objects = resolve(config.dataDirectory, 'objects');
    this.incoming = join(this.objects, '.incoming');
  }

  /** Removes what a crash left half written; younger files may be another process's work under way. */
  async onApplicationBootstrap(): Promise<void> {
    const names = await readdir(this.incoming).catch(emptyWhenMissing);
    for (const name of names) {
      const path = join(this.incoming, name);
      const found = await stat(path).catch(() => null);
      if (found !== null && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) await rm(path, { force: true });
    }
  }

  async put(key: string, body: Readable | Buffer, options: PutOptions): Promise<void> {
    const path = this.pathOf(key);
    if (!CONTENT_TYPE.test(options.contentType)) throw new RangeError('A content type is a media type');
    await mkdir(this.incoming, { recursive: true });
    await mkdir(dirname(path), { recursive: true });
    const temporary = join(this.incoming, randomUUID());
    try {
      await writeDurably(temporary, body, options);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await synchronise(dirname(path));
  }

  async get(key: string): Promise<StoredObject> {
    const file = await open(this.pathOf(key)).catch(notFoundWhenMissing);
    try {
      const { size } = await file.stat();
      const length = (await readExactly(file, HEADER_BYTES, 0)).readUInt16BE();
      const contentType = (await readExactly(file, length, HEADER_BYTES)).toString('latin1');
      const start = HEADER_BYTES + length;
      return { stream: file.createReadStream({ start }), contentType, sizeBytes: size - start };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async exists(key: string): Promise<boolean> {
    return access(this.pathOf(key)).then(
      () => true,
      (error: unknown) => {
        if (isMissing(error)) return false;
        throw error;
      },
    );
  }

  /** One file name per key, spread over 256 directories: slashes of keys are no directories, so `a` and `a/b` coexist. */
  private pathOf(key: string): string {
    if (key.length > OBJECT_KEY_LENGTH_MAX || !KEY.test(key)) throw new InvalidObjectKey();
    const shard = createHash('sha256').update(key).digest('hex').slice(0, 2);
    return join(this.objects, shard, key.replaceAll('/', '%'));
  }
}

async function writeDurably(path: string, body: Readable | Buffer, options: PutOptions): Promise<void> {
  const { contentType, maxBytes = OBJECT_BYTES_MAX } = options;
  const source = Buffer.isBuffer(body) ? Readable.from([body], { objectMode: false }) : body;
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    source.destroy();
    throw error;
  });
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt16BE(contentType.length);
    await file.writeFile(Buffer.concat([header, Buffer.from(contentType, 'latin1')]));
    let sizeBytes = 0;
    // Leaving the loop by throwing destroys the source, so that whoever sends too much is not read any further.
    for await (const chunk of source as AsyncIterable<Buffer | string>) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      sizeBytes += bytes.length;
      if (sizeBytes > maxBytes) throw new ObjectTooLarge(maxBytes);
      await file.writeFile(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name of a file is as durable as its directory: without this, a crash could undo a rename that was reported. */
async function synchronise(directory: string): Promise<void> {
  const handle = await open(directory);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readExactly(file: FileHandle, length: number, position: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead !== length) throw new Error('A stored object ends before its beginning does');
  return buffer;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function notFoundWhenMissing(error: unknown): never {
  throw isMissing(error) ? new ObjectNotFound() : error;
}

function emptyWhenMissing(error: unknown): string[] {
  if (isMissing(error)) return [];
  throw error;
}
