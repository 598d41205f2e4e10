import { randomBytes } from 'node:crypto';
import { ConfigurationError } from '../config/config.js';
import { SealBroken, Sealing } from './sealing.js';

const keyOf = (byte: number): Buffer => Buffer.alloc(32, byte);
const CONTEXT = 'users.totp_secret:0190a5c0-0000-7000-8000-000000000001';

function sealingWith(version: number, previousEncryptionKeys: string[] = []): Sealing {
  return new Sealing({ encryptionKey: keyOf(version), encryptionKeyVersion: version, previousEncryptionKeys });
}

function breakage(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SealBroken) return error.reason;
    throw error;
  }
  return 'opened';
}

describe('sealing', () => {
  const sealing = sealingWith(1);

  it.each([
    ['text', 'JBSWY3DPEHPK3PXP'],
    ['text beyond ASCII', 'clé secrète ✓'],
    ['nothing', ''],
  ])('opens %s for the context it was sealed for', (_, text) => {
    expect(sealing.openText(sealing.seal(text, CONTEXT), CONTEXT)).toBe(text);
  });

  it('opens bytes of any value', () => {
    const bytes = randomBytes(1000);
    expect(sealing.open(sealing.seal(bytes, CONTEXT), CONTEXT)).toEqual(bytes);
  });

  it('writes version, nonce, ciphertext and tag, and no plaintext', () => {
    const sealed = sealing.seal('a planted canary', CONTEXT);
    expect(sealed).toHaveLength(1 + 12 + 'a planted canary'.length + 16);
    expect(sealed[0]).toBe(1);
    expect(sealed.includes('canary')).toBe(false);
  });

  it('never gives the same bytes twice', () => {
    expect(sealing.seal('same', CONTEXT).equals(sealing.seal('same', CONTEXT))).toBe(false);
  });

  it('detects every single flipped bit', () => {
    const sealed = sealing.seal('secret', CONTEXT);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(breakage(() => sealing.open(flipped, CONTEXT))).toBe(bit < 8 ? 'unknown_key' : 'not_authentic');
    }
  });

  it('detects every truncation', () => {
    const sealed = sealing.seal('secret', CONTEXT);
    for (let length = 0; length < sealed.length; length += 1) {
      const expected = length < 29 ? 'too_short' : 'not_authentic';
      expect(breakage(() => sealing.open(sealed.subarray(0, length), CONTEXT))).toBe(expected);
    }
  });

  it('does not open in another row or column', () => {
    const sealed = sealing.seal('secret', CONTEXT);
    expect(breakage(() => sealing.open(sealed, CONTEXT.replace(/1$/, '2')))).toBe('not_authentic');
    expect(breakage(() => sealing.open(sealed, CONTEXT.replace('totp_secret', 'phone')))).toBe('not_authentic');
  });

  it('does not seal for no place at all', () => {
    expect(() => sealing.seal('secret', '')).toThrow(RangeError);
    expect(() => sealing.open(sealing.seal('secret', CONTEXT), '')).toThrow(RangeError);
  });

  it('tells the place but not the content of what is broken', () => {
    const flipped = sealing.seal('hunter2', CONTEXT);
    flipped.writeUInt8(flipped.readUInt8(20) ^ 1, 20);
    expect(() => sealing.open(flipped, CONTEXT)).toThrow(new SealBroken('not_authentic', CONTEXT).message);
  });
});

describe('rotating keys', () => {
  const before = sealingWith(1);
  const after = sealingWith(2, [`1:${keyOf(1).toString('base64')}`]);

  it('opens what the previous key sealed and says that it wants sealing again', () => {
    const old = before.seal('secret', CONTEXT);
    expect(after.openText(old, CONTEXT)).toBe('secret');
    expect(after.needsReseal(old)).toBe(true);
    const resealed = after.seal(after.open(old, CONTEXT), CONTEXT);
    expect(after.needsReseal(resealed)).toBe(false);
    expect(after.openText(resealed, CONTEXT)).toBe('secret');
  });

  it('reads previous keys as hexadecimal too', () => {
    const hex = sealingWith(2, [`1:${keyOf(1).toString('hex')}`]);
    expect(hex.openText(before.seal('secret', CONTEXT), CONTEXT)).toBe('secret');
  });

  it('does not open with a key that was let go', () => {
    expect(breakage(() => sealingWith(2).open(before.seal('secret', CONTEXT), CONTEXT))).toBe('unknown_key');
  });

  it('does not open with another key of the same version', () => {
    const other = new Sealing({ encryptionKey: keyOf(9), encryptionKeyVersion: 1, previousEncryptionKeys: [] });
    expect(breakage(() => other.open(before.seal('secret', CONTEXT), CONTEXT))).toBe('not_authentic');
  });

  it.each([
    ['without a version', keyOf(1).toString('base64')],
    ['with version 0', `0:${keyOf(1).toString('base64')}`],
    ['with version 256', `256:${keyOf(1).toString('base64')}`],
    ['with a short key', `1:${Buffer.alloc(16).toString('base64')}`],
    ['with the current version', `2:${keyOf(1).toString('base64')}`],
  ])('refuses to start with an entry %s, without quoting it', (_, entry) => {
    const start = (): Sealing => sealingWith(2, [entry]);
    expect(start).toThrow(ConfigurationError);
    expect(start).toThrow(/PREVIOUS_ENCRYPTION_KEYS entry 1/);
    expect(start).not.toThrow(entry.slice(entry.indexOf(':') + 1));
  });

  it('refuses to start with a version given twice', () => {
    const entry = `1:${keyOf(1).toString('base64')}`;
    expect(() => sealingWith(2, [entry, entry])).toThrow(/entry 2 repeats version 1/);
  });
});
