import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, ConfigurationError, type Config } from '../config/config.js';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OVERHEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

export type SealBreakage = 'too_short' | 'unknown_key' | 'not_authentic';

/**
 * What was stored is not what was sealed: flipped, cut, moved to another row, or sealed with a key that is not
 * configured. No fault of a caller, and never to be shrugged off: somebody has to look.
 */
export class SealBroken extends Error {
  constructor(
    readonly reason: SealBreakage,
    readonly context: string,
  ) {
    super(`What is sealed for ${context} does not open: ${reason}`);
    this.name = new.target.name;
  }
}

/**
 * Encrypts secrets at rest with AES-256-GCM. A sealed value is
 *
 *   key version (1 byte) ‖ nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes)
 *
 * The context names the place where the value is kept, for example `users.totp_secret:<row id>`. It is authenticated but
 * not stored, so that a value copied to another row or column does not open there.
 */
@Injectable()
export class Sealing {
  private readonly keys: ReadonlyMap<number, KeyObject>;
  readonly currentVersion: number;
  private readonly currentKey: KeyObject;

  /** Throws ConfigurationError when a previous key cannot be read, so that a process never starts half able to decrypt. */
  constructor(
    @Inject(CONFIG) config: Pick<Config, 'encryptionKey' | 'encryptionKeyVersion' | 'previousEncryptionKeys'>,
  ) {
    this.currentVersion = config.encryptionKeyVersion;
    this.currentKey = createSecretKey(config.encryptionKey);
    this.keys = new Map([
      ...previousKeys(config.previousEncryptionKeys, config.encryptionKeyVersion),
      [this.currentVersion, this.currentKey],
    ]);
  }

  /** Seals with the current key. Every call gives other bytes, also for the same plaintext. */
  seal(plaintext: string | Buffer, context: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.currentKey, nonce).setAAD(additionalData(context));
    const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext;
    const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([Buffer.of(this.currentVersion), nonce, ciphertext, cipher.getAuthTag()]);
  }

  /** Throws SealBroken unless exactly these bytes were sealed for exactly this context. */
  open(sealed: Buffer, context: string): Buffer {
    const additional = additionalData(context);
    if (sealed.length < OVERHEAD_BYTES) throw new SealBroken('too_short', context);
    const key = this.keys.get(sealed.readUInt8(0));
    if (key === undefined) throw new SealBroken('unknown_key', context);
    const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(additional)
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    const opened = decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES));
    try {
      return Buffer.concat([opened, decipher.final()]);
    } catch {
      throw new SealBroken('not_authentic', context);
    }
  }

  /** `open`, for a plaintext that is UTF-8 text. */
  openText(sealed: Buffer, context: string): string {
    return this.open(sealed, context).toString('utf8');
  }

  /** Whether the value was sealed with another key than the current one: open it and seal it again to let that key go. */
  needsReseal(sealed: Buffer): boolean {
    return this.keyVersionOf(sealed) !== this.currentVersion;
  }

  keyVersionOf(sealed: Buffer): number {
    return sealed[0] ?? 0;
  }

  /** Versions of the keys that open and do not seal, least first. */
  get otherVersions(): number[] {
    return [...this.keys.keys()].filter((version) => version !== this.currentVersion).sort((a, b) => a - b);
  }
}

function additionalData(context: string): Buffer {
  if (context === '') throw new RangeError('A sealed value belongs to a place: the context must not be empty');
  return Buffer.from(context, 'utf8');
}

function previousKeys(entries: readonly string[], currentVersion: number): Map<number, KeyObject> {
  const keys = new Map<number, KeyObject>();
  const problems: string[] = [];
  for (const [index, entry] of entries.entries()) {
    // The entry holds a key, so that problems count entries instead of quoting them.
    const named = `PREVIOUS_ENCRYPTION_KEYS entry ${index + 1}`;
    const [, versionText, keyText = ''] = /^(\d{1,3}):(.+)$/.exec(entry) ?? [];
    const version = Number(versionText ?? Number.NaN);
    const key = Buffer.from(keyText, /^[0-9a-f]{64}$/i.test(keyText) ? 'hex' : 'base64');
    if (!(version >= 1 && version <= 255))
      problems.push(`${named} must be written version:key, versions from 1 to 255`);
    else if (key.length !== KEY_BYTES) problems.push(`${named} must have a key of ${KEY_BYTES} bytes as base64 or hex`);
    else if (version === currentVersion) problems.push(`${named} has the version of ENCRYPTION_KEY`);
    else if (keys.has(version)) problems.push(`${named} repeats version ${version}`);
    else keys.set(version, createSecretKey(key));
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return keys;
}
