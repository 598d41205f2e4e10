import { outcomeKeyOf, payoutOutcomeOfAmount, PAYMENT_OUTCOMES } from './outcomes.js';

describe('the outcome table', () => {
  it('has every row of the sandbox document', () => {
    expect(Object.keys(PAYMENT_OUTCOMES).sort()).toEqual(
      [
        '00',
        '01',
        '85',
        '86',
        '87',
        '88',
        '89',
        '90',
        '91',
        '92',
        '93',
        '94',
        '95',
        '96',
        '97',
        '98',
        '99',
        'default',
      ].sort(),
    );
  });

  it.each([
    ['237671234500', '00'],
    ['237671234599', '99'],
    ['237671234502', 'default'],
    ['payer@example.cm', 'default'],
    ['lt', 'default'],
    ['9', 'default'],
  ])('%s falls on row %s', (number, key) => {
    expect(outcomeKeyOf(number)).toBe(key);
  });

  it('is not confused by names that every object has', () => {
    expect(outcomeKeyOf('x')).toBe('default');
    expect(outcomeKeyOf('default')).toBe('default');
  });

  it.each([
    ['1096', 'at-first-query'],
    ['96.50', 'at-first-query'],
    ['97', 'never'],
    ['1000.96', 'after-delay'],
    ['960', 'after-delay'],
  ])('a payout of %s settles %s', (amount, settles) => {
    expect(payoutOutcomeOfAmount(amount).settles).toBe(settles);
  });
});
