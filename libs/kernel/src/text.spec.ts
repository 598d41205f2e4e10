import { beginningOf } from './text.js';

describe('the beginning of a text', () => {
  it.each([
    ['', 3, ''],
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc'],
    ['a🚚b', 3, 'a🚚b'],
    ['ab🚚c', 3, 'ab🚚'],
    ['🚚🚚🚚🚚', 3, '🚚🚚🚚'],
    ['abc🚚', 3, 'abc'],
  ])('of %j of at most %i characters is %j', (text, lengthMax, beginning) => {
    expect(beginningOf(text, lengthMax)).toBe(beginning);
    expect(beginningOf(text, lengthMax).isWellFormed()).toBe(true);
  });
});
