import fc from 'fast-check';
import { decodeCursor, encodeCursor, offsetOf, pageOf } from './page.js';

describe('pageOf', () => {
  it.each([
    [{ page: 1, limit: 10 }, 0, { totalPages: 0, hasNext: false, hasPrev: false }],
    [{ page: 1, limit: 10 }, 10, { totalPages: 1, hasNext: false, hasPrev: false }],
    [{ page: 1, limit: 10 }, 11, { totalPages: 2, hasNext: true, hasPrev: false }],
    [{ page: 2, limit: 10 }, 11, { totalPages: 2, hasNext: false, hasPrev: true }],
    [{ page: 9, limit: 10 }, 11, { totalPages: 2, hasNext: false, hasPrev: true }],
  ])('places %p among %i', (request, total, expected) => {
    expect(pageOf(['row'], request, total)).toEqual({ items: ['row'], ...request, total, ...expected });
  });
});

describe('offsetOf', () => {
  it.each([
    [{ page: 1, limit: 10 }, 0],
    [{ page: 3, limit: 20 }, 40],
    [{ page: 5e17, limit: 100 }, Number.MAX_SAFE_INTEGER],
  ])('counts the rows before %p', (request, offset) => {
    expect(offsetOf(request)).toBe(offset);
  });
});

describe('cursors', () => {
  it('come back as they went, and fit into a URL', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer());
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const text = encodeCursor(values);
        expect(text).toMatch(/^[\w-]+$/);
        expect(decodeCursor(text)).toEqual(values);
      }),
    );
  });

  it.each([
    '',
    'not a cursor',
    'AAAA',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('[null]').toString('base64url'),
    Buffer.from('[["nested"]]').toString('base64url'),
    `${encodeCursor(['a'])}=`,
  ])('that nobody handed out are nothing: %p', (text) => {
    expect(decodeCursor(text)).toBeNull();
  });
});
