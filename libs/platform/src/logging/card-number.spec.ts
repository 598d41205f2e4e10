import { hasCardNumber, withoutCardNumbers } from './card-number.js';

describe('the number of a card', () => {
  it.each([
    '4242424242424242',
    'card 4242 4242 4242 4242, thank you',
    '5555-5555-5555-4444',
    '3782 822463 10005',
    '378282246310005',
    '2223003122003222',
    '6011.1111.1111.1117',
    '30569309025904',
    '6304000000000000000',
    '4242424242424242@example.com',
    'https://shop.example/?n=4242424242424242',
  ])('is seen in %p', (text) => {
    expect([hasCardNumber(text), withoutCardNumbers(text).replace('[card]', '')]).toEqual([true, expect.any(String)]);
    expect(hasCardNumber(withoutCardNumbers(text))).toBe(false);
    expect(withoutCardNumbers(text)).toContain('[card]');
  });

  it.each([
    ['a wrong check digit', '4242424242424243'],
    ['an account in groups', '10005 00012 37428506789 20'],
    ['an account of 23 digits', '10005000123742850678920'],
    ['a telephone', '+237671381191'],
    ['a telephone abroad', '+2348031234567'],
    ['an instant', '20261122065516'],
    ['an instant in microseconds', '1763712000000009'],
    ['an id', '424242aa-4242-4242-4242-4242424242aa'],
    ['a part of a word', 'sha4242424242424242'],
    ['an amount', '9999999999999'],
  ])('is not seen in %s', (_, text) => {
    expect([hasCardNumber(text), withoutCardNumbers(text)]).toEqual([false, text]);
  });

  it('is looked for quickly, however long a text is', () => {
    const startedAt = performance.now();
    for (const piece of ['4', '4 ', '4242 ', '4242-', '424242424242424 ']) hasCardNumber(piece.repeat(60_000));
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});
