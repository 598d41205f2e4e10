import { isUuid, uuidv4, uuidv7 } from './ids.js';

describe('uuidv7', () => {
  it('carries the time in its first 48 bits, and the version and variant of the RFC', () => {
    const id = uuidv7(new Date('2026-11-21T08:00:00.123Z'));
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse('2026-11-21T08:00:00.123Z'));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('ascends within one millisecond and over time', () => {
    const instant = new Date('2026-11-21T08:00:00Z');
    const sameInstant = Array.from({ length: 40_000 }, () => uuidv7(instant));
    const ids = [...sameInstant, uuidv7(new Date(instant.getTime() + 1)), uuidv7(new Date(instant.getTime() + 2))];
    expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? ''))).toBe(true);
  });

  it('does not drag earlier dates along when a later one was seen', () => {
    uuidv7(new Date('2030-01-01T00:00:00Z'));
    expect(uuidv7(new Date('2026-01-01T00:00:00Z')) < uuidv7(new Date('2026-01-02T00:00:00Z'))).toBe(true);
  });

  it('refuses dates that do not fit', () => {
    expect(() => uuidv7(new Date(Number.NaN))).toThrow(RangeError);
    expect(() => uuidv7(new Date(-1))).toThrow(RangeError);
  });
});

describe('isUuid', () => {
  it('accepts both kinds, in either case', () => {
    expect([uuidv4(), uuidv7(), uuidv7().toUpperCase()].every(isUuid)).toBe(true);
  });

  it.each(['', 'x', '019abc', `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`, null, 1])('refuses %p', (text) => {
    expect(isUuid(text)).toBe(false);
    expect(isUuid(`${uuidv4()}\n`)).toBe(false);
  });
});
