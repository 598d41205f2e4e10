import type { Readable } from 'node:stream';
import { DomainError } from '#kernel';

/** Who gets the stream reads it to its end or destroys it; until then it holds on to a file or connection. */
export interface StoredObject {
  readonly stream: Readable;
  readonly contentType: string;
  readonly sizeBytes: number;
}

export interface PutOptions {
  /** A media type as the reader of the object will be told. */
  readonly contentType: string;
  /** Refuses what is larger; OBJECT_BYTES_MAX when not given. */
  readonly maxBytes?: number;
}

export const OBJECT_BYTES_MAX = 512 * 1024 * 1024;
export const OBJECT_KEY_LENGTH_MAX = 200;

export class ObjectNotFound extends DomainError<'object_not_found'> {
  readonly kind = 'not_found';
  readonly code = 'object_not_found';

  constructor() {
    super('There is no such file');
  }
}

export class ObjectTooLarge extends DomainError<'object_too_large'> {
  readonly kind = 'invalid';
  readonly code = 'object_too_large';

  constructor(maxBytes: number) {
    super(`The file is larger than ${maxBytes} bytes`, { maxBytes });
  }
}

/** A key that no caller of ours makes: names that people chose are kept in the database and never become keys. */
export class InvalidObjectKey extends RangeError {
  constructor() {
    super('An object key is path segments of a-z, 0-9 and . _ - that begin with a letter or digit');
  }
}

/**
 * Keeps files under keys such as `evidence/0190a5c0….pdf`. An abstract class, so that it is also the injection token.
 *
 * What every implementation promises, a disk as well as an S3-compatible service:
 * - An object appears whole or not at all. Putting to a key that exists replaces it; a reader that has begun keeps what it
 *   began with. When two put at once, one of them wins entirely.
 * - After `put` has resolved, the object survives a crash and `get` finds it.
 * - Keys are flat: `a` and `a/b` can exist side by side.
 * - Each method is safe to repeat. A key with other characters, or too long, throws InvalidObjectKey.
 */
export abstract class ObjectStorage {
  /** Throws ObjectTooLarge, and what the stream throws; then nothing has changed under the key. */
  abstract put(key: string, body: Readable | Buffer, options: PutOptions): Promise<void>;

  /** Throws ObjectNotFound. */
  abstract get(key: string): Promise<StoredObject>;

  /** Deleting what is not there is no mistake. */
  abstract delete(key: string): Promise<void>;

  abstract exists(key: string): Promise<boolean>;
}
