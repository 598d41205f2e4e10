import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { MovableClock, uuidv7 } from '#kernel';
import type { Config } from '#platform';
import { DownloadTokens } from './download-tokens.service.js';
import { DownloadTokenExpired, DownloadTokenInvalid } from './report-export.errors.js';

const LIFETIME_MS = 15 * 60_000;

describe('tokens of links to files', () => {
  const clock = new MovableClock();
  const newTokens = (tokenKey = randomBytes(32), previousTokenKeys: Buffer[] = []): DownloadTokens =>
    new DownloadTokens({ tokenKey, previousTokenKeys } as unknown as Config, clock);
  const key = randomBytes(32);
  const tokens = newTokens(key);
  const exportId = uuidv7();
  const holder = { organizationId: uuidv7(), userId: uuidv7() };

  it('name whom they were made for, in words that a link can carry', () => {
    const token = tokens.issue(exportId, holder);
    expect(token).toMatch(/^dl_[\w-]{90,120}$/);
    expect(tokens.read(exportId, token)).toEqual(holder);
  });

  it('work for a quarter of an hour', () => {
    const token = tokens.issue(exportId, holder);
    clock.setOffsetMs(LIFETIME_MS - 1000);
    expect(tokens.read(exportId, token)).toEqual(holder);
    clock.setOffsetMs(LIFETIME_MS);
    expect(() => tokens.read(exportId, token)).toThrow(DownloadTokenExpired);
    clock.setOffsetMs(0);
  });

  it('open one export alone, and only where they were made', () => {
    const token = tokens.issue(exportId, holder);
    expect(() => tokens.read(uuidv7(), token)).toThrow(DownloadTokenInvalid);
    expect(() => newTokens().read(exportId, token)).toThrow(DownloadTokenInvalid);
  });

  it('open it as well after their key was succeeded', () => {
    expect(newTokens(randomBytes(32), [key]).read(exportId, tokens.issue(exportId, holder))).toEqual(holder);
  });

  it('are worth nothing once anything about them is changed', () => {
    const bytes = Buffer.from(tokens.issue(exportId, holder).slice(3), 'base64url');
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ change;
        expect(() => tokens.read(exportId, `dl_${changed.toString('base64url')}`)).toThrow(DownloadTokenInvalid);
      }),
    );
    for (const text of ['', 'dl_', bytes.toString('base64url'), `dl_${bytes.subarray(1).toString('base64url')}`]) {
      expect(() => tokens.read(exportId, text)).toThrow(DownloadTokenInvalid);
    }
    fc.assert(
      fc.property(fc.string(), (text) => expect(() => tokens.read(exportId, text)).toThrow(DownloadTokenInvalid)),
    );
  });
});
