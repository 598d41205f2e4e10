import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { eventually } from '../../../../test/support/eventually.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { SharedClock } from '../clock/shared-clock.js';
import { SealBroken, Sealing } from '../crypto/sealing.js';
import { SealedFiles, type SealedFile } from './sealed-files.service.js';
import { ObjectNotFound, ObjectStorage, type StoredObject } from './storage.port.js';

/** Keeps objects in memory, and can be away. */
class MemoryStorage extends ObjectStorage {
  readonly objects = new Map<string, Buffer>();
  refusedKey: string | null = null;
  refusesDeletes = false;

  async put(key: string, body: Readable | Buffer): Promise<void> {
    if (key === this.refusedKey) throw new Error('the storage is away');
    this.objects.set(key, Buffer.isBuffer(body) ? body : await buffer(body));
  }

  get(key: string): Promise<StoredObject> {
    const content = this.objects.get(key);
    if (!content) return Promise.reject(new ObjectNotFound());
    const stream = Readable.from([content]);
    return Promise.resolve({ stream, contentType: 'application/octet-stream', sizeBytes: content.length });
  }

  delete(key: string): Promise<void> {
    if (this.refusesDeletes) return Promise.reject(new Error('the storage is away'));
    this.objects.delete(key);
    return Promise.resolve();
  }

  exists(key: string): Promise<boolean> {
    return Promise.resolve(this.objects.has(key));
  }
}

describe('sealed files', () => {
  let platform: TestPlatform;
  let storage: MemoryStorage;
  let files: SealedFiles;
  beforeAll(async () => {
    platform = await startTestPlatform();
    await platform.database.query('CREATE TABLE records (key text NOT NULL PRIMARY KEY)');
  }, 60_000);
  afterAll(() => platform?.close());
  beforeEach(async () => {
    await platform.database.query('DELETE FROM loose_objects');
    storage = new MemoryStorage();
    files = new SealedFiles(storage, platform.get(Sealing), platform.database, platform.get(SharedClock));
  });

  const twoFiles = (): [SealedFile, SealedFile] => {
    const id = randomUUID();
    return [
      { key: `t/${id}/front`, content: Buffer.from('front of the card') },
      { key: `t/${id}/back`, content: Buffer.from('back of the card') },
    ];
  };
  const keys = (all: readonly SealedFile[]): string[] => all.map(({ key }) => key);
  const record = (all: readonly SealedFile[]) =>
    platform.unitOfWork.run(async (tx) => {
      await files.name(tx, keys(all));
      tx.write('INSERT INTO records SELECT unnest($1::text[])', [keys(all)]);
    });
  const kept = async (): Promise<[SealedFile, SealedFile]> => {
    const two = twoFiles();
    await files.keep(two, () => record(two));
    return two;
  };
  const loose = async (): Promise<string[]> =>
    (await platform.database.query<{ key: string }>('SELECT key FROM loose_objects ORDER BY key')).map(
      ({ key }) => key,
    );
  const anHourLater = () => platform.get(SharedClock).move(3_600_001);

  it('come back as they were, and lie encrypted, each for its own place', async () => {
    const [front, back] = await kept();
    expect(await files.read(front.key)).toEqual(front.content);
    expect([...storage.objects.values()].join()).not.toContain('of the card');
    storage.objects.set(back.key, storage.objects.get(front.key)!);
    await expect(files.read(back.key)).rejects.toThrow(SealBroken);
    await expect(files.read('t/nothing')).rejects.toThrow(ObjectNotFound);
  });

  it('stay, once a record names them', async () => {
    const two = await kept();
    await anHourLater();
    expect(await files.removeLoose()).toBe(0);
    expect([...storage.objects.keys()].sort()).toEqual(keys(two).sort());
  });

  it('are all gone when one cannot be stored', async () => {
    const two = twoFiles();
    storage.refusedKey = two[1].key;
    await expect(files.keep(two, () => record(two))).rejects.toThrow('the storage is away');
    expect([storage.objects.size, await loose()]).toEqual([0, []]);
  });

  it('are all gone when no record can name them', async () => {
    const two = twoFiles();
    await expect(files.keep(two, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect([storage.objects.size, await loose()]).toEqual([0, []]);
  });

  it('are found by their note when a crash came between', async () => {
    const two = twoFiles();
    const crash = new Promise<void>(() => undefined);
    void files.keep(two, () => crash);
    await eventually(
      () => storage.objects.size,
      (count) => count === 2,
    );
    expect(await files.removeLoose()).toBe(0);
    await anHourLater();
    expect(await files.removeLoose()).toBe(2);
    expect([storage.objects.size, await loose()]).toEqual([0, []]);
  });

  it('cannot be named any more once they were given up', async () => {
    const two = twoFiles();
    const slow = files.keep(two, async () => {
      await anHourLater();
      await files.removeLoose();
      await record(two);
    });
    await expect(slow).rejects.toThrow('given up');
    expect([storage.objects.size, await loose()]).toEqual([0, []]);
    expect(await platform.database.query('SELECT 1 FROM records WHERE key = ANY($1)', [keys(two)])).toEqual([]);
  });

  it('go with the commit that lets them go, and only with it', async () => {
    const two = await kept();
    const abort = platform.unitOfWork.run((tx) => {
      files.letGo(tx, keys(two));
      return Promise.reject(new Error('changed my mind'));
    });
    await expect(abort).rejects.toThrow('changed my mind');
    expect([storage.objects.size, await loose()]).toEqual([2, []]);
    await platform.unitOfWork.run((tx) => Promise.resolve(files.letGo(tx, keys(two))));
    await eventually(loose, (left) => left.length === 0);
    expect(storage.objects.size).toBe(0);
  });

  it('are tried again as long as they cannot be removed', async () => {
    const two = await kept();
    storage.refusesDeletes = true;
    await platform.unitOfWork.run((tx) => Promise.resolve(files.letGo(tx, keys(two))));
    expect(await files.removeLoose()).toBe(0);
    expect(await loose()).toEqual(keys(two).sort());
    storage.refusesDeletes = false;
    expect(await files.removeLoose()).toBe(2);
    expect([storage.objects.size, await loose()]).toEqual([0, []]);
  });
});
