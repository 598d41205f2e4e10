import { buffer } from 'node:stream/consumers';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Sealing } from '../crypto/sealing.js';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { ObjectStorage } from './storage.port.js';

export interface SealedFile {
  readonly key: string;
  readonly content: Buffer;
}

/** Longer than any request that may still name what it has stored. */
const UNNAMED_MS = 60 * 60 * 1000;
const BATCH = 200;
const SEALED = 'application/octet-stream';

const NOTE = `INSERT INTO loose_objects (key, remove_at) SELECT unnest($1::text[]), $2
  ON CONFLICT (key) DO UPDATE SET remove_at = excluded.remove_at`;
const NAME = 'DELETE FROM loose_objects WHERE key = ANY($1) AND NOT condemned RETURNING key';
const CONDEMN = 'UPDATE loose_objects SET condemned = true WHERE key = ANY($1) RETURNING key';
const CONDEMN_DUE = `UPDATE loose_objects SET condemned = true WHERE key IN (
  SELECT key FROM loose_objects WHERE remove_at <= $1 ORDER BY remove_at LIMIT ${BATCH}) RETURNING key`;
const FORGET = 'DELETE FROM loose_objects WHERE key = ANY($1)';

/**
 * Files of people, encrypted at rest in the object storage. Storage and database share no transaction, so what is stored
 * is noted as loose first, and stops to be when a transaction names it: whatever a failure or a crash leaves is found by
 * its note and removed. `letGo` also takes files that others have stored unsealed: it needs the key alone.
 */
@Injectable()
export class SealedFiles {
  private readonly logger = new Logger('Files');

  constructor(
    private readonly storage: ObjectStorage,
    private readonly sealing: Sealing,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores files under keys that were never used, and runs the work that names them. All are kept or none: when storing
   * or the work fails, they are gone.
   */
  async keep<T>(files: readonly SealedFile[], work: () => Promise<T>): Promise<T> {
    const keys = files.map(({ key }) => key);
    await this.database.query(NOTE, [keys, new Date(this.clock.now().getTime() + UNNAMED_MS)]);
    try {
      for (const { key, content } of files) {
        await this.storage.put(key, this.sealing.seal(content, contextOf(key)), { contentType: SEALED });
      }
      return await work();
    } catch (error) {
      await this.attempt(() => this.removeCondemned(CONDEMN, [keys]));
      throw error;
    }
  }

  /** Within the transaction that writes the keys into a record. */
  async name(tx: Transaction, keys: readonly string[]): Promise<void> {
    const named = await tx.query<{ key: string }>(NAME, [keys]);
    if (named.length !== keys.length) throw new Error('Files were given up before a record named them');
  }

  /** Within the transaction that takes the keys out of their record: from its commit on the files are to go. */
  letGo(tx: Transaction, keys: readonly string[]): void {
    if (keys.length === 0) return;
    tx.write(NOTE, [keys, this.clock.now()]);
    tx.onCommit(() => void this.attempt(() => this.removeCondemned(CONDEMN, [keys])));
  }

  /** Throws ObjectNotFound, and SealBroken for a file that is not what was stored. */
  async read(key: string): Promise<Buffer> {
    return this.sealing.open(await this.sealed(key), contextOf(key));
  }

  /** Opens a file and says under which version of the key it lies. Throws what `read` throws. */
  async keyVersionOf(key: string): Promise<number> {
    const sealed = await this.sealed(key);
    this.sealing.open(sealed, contextOf(key));
    return this.sealing.keyVersionOf(sealed);
  }

  /**
   * Seals a file with the current key unless it is; resolves to whether it was not. The caller holds the record that names
   * it, so that it cannot be let go meanwhile. Throws what `read` throws.
   */
  async reseal(key: string): Promise<boolean> {
    const sealed = await this.sealed(key);
    if (!this.sealing.needsReseal(sealed)) return false;
    const content = this.sealing.open(sealed, contextOf(key));
    await this.storage.put(key, this.sealing.seal(content, contextOf(key)), { contentType: SEALED });
    return true;
  }

  /** Removes what nothing names. Safe to repeat and to run beside itself. Resolves to how many went. */
  removeLoose(): Promise<number> {
    return this.removeCondemned(CONDEMN_DUE, [this.clock.now()]);
  }

  private async sealed(key: string): Promise<Buffer> {
    const { stream } = await this.storage.get(key);
    return buffer(stream);
  }

  /** Condemned first, so that no transaction names a file that is about to go. */
  private async removeCondemned(condemn: string, values: readonly unknown[]): Promise<number> {
    const condemned = await this.database.query<{ key: string }>(condemn, values);
    const removed: string[] = [];
    for (const { key } of condemned) {
      if (await this.attempt(() => this.storage.delete(key))) removed.push(key);
    }
    if (removed.length > 0) await this.database.query(FORGET, [removed]);
    return removed.length;
  }

  /** What cannot be removed now is removed by its note. Resolves to whether it could. */
  private async attempt(removal: () => Promise<unknown>): Promise<boolean> {
    try {
      await removal();
      return true;
    } catch (error) {
      this.logger.warn(`a file without a record is left for later: ${(error as Error).message}`);
      return false;
    }
  }
}

/** A file that was moved to another key does not open there. */
const contextOf = (key: string): string => `object:${key}`;
