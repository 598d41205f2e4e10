import { decimal, formatDecimal, parseDecimal } from './decimal.js';

describe('decimal', () => {
  it.each([
    ['5.0', '5'],
    ['12.50', '12.5'],
    ['007', '7'],
    ['0.000001', '0.000001'],
    ['999999999999999999', '999999999999999999'],
  ])('shortens %s to %s', (text, short) => {
    expect(formatDecimal(decimal(text))).toBe(short);
  });

  it.each(['', '-1', '+1', '1e3', '1,5', '.5', '5.', ' 5', '0.0000001', '1234567890123456789', 'NaN'])(
    'does not take "%s"',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
      expect(() => decimal(text)).toThrow(RangeError);
    },
  );

  it('adds without rounding', () => {
    expect(formatDecimal(decimal('0.1') + decimal('0.2'))).toBe('0.3');
  });

  it('shows what is below zero', () => {
    expect(formatDecimal(decimal('1') - decimal('2.5'))).toBe('-1.5');
  });
});
