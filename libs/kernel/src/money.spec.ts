import fc from 'fast-check';
import { CURRENCY_SCALE, CurrencyMismatch, InvalidAmount, InvalidRate, isCurrency, Money } from './money.js';
import type { Currency } from './money.js';

const currency = fc.constantFrom<Currency>('XAF', 'MGA', 'NGN', 'USD', 'EUR');
const minor = fc.bigInt(-(10n ** 14n), 10n ** 14n);
const money = fc.record({ minor, currency }).map((it) => Money.ofMinor(it.minor, it.currency));

describe('Money.of', () => {
  it.each<[string | number, Currency, bigint]>([
    ['15000', 'XAF', 15000n],
    ['15000.0000', 'XAF', 15000n],
    ['-12.5', 'NGN', -1250n],
    ['0.01', 'USD', 1n],
    ['007', 'MGA', 7n],
    ['-0.00', 'EUR', 0n],
    [15000, 'XAF', 15000n],
    [0.8, 'NGN', 80n],
    [19.99, 'USD', 1999n],
    [-0, 'XAF', 0n],
    ['999999999999999', 'XAF', 999999999999999n],
    ['999999999999999.99', 'NGN', 99999999999999999n],
  ])('reads %p in %s exactly', (decimal, code, expected) => {
    const amount = Money.of(decimal, code);
    expect(amount.minor).toBe(expected);
    expect(amount.currency).toBe(code);
  });

  it.each<[string | number, Currency]>([
    ['0.5', 'XAF'],
    ['15000.0001', 'MGA'],
    ['12.345', 'NGN'],
    [0.1 + 0.2, 'USD'],
    [1e-7, 'EUR'],
    [Number.NaN, 'XAF'],
    [Number.POSITIVE_INFINITY, 'XAF'],
    [1e21, 'XAF'],
    [2 ** 53, 'XAF'],
    [2 ** 53 / 100, 'NGN'],
    ['1000000000000000', 'XAF'],
    ['', 'XAF'],
    ['.5', 'NGN'],
    ['5.', 'NGN'],
    ['+5', 'XAF'],
    ['1e3', 'XAF'],
    ['1 000', 'XAF'],
    ['1,000', 'XAF'],
    ['--1', 'XAF'],
    ['0x10', 'XAF'],
    ['15000\n', 'XAF'],
  ])('refuses %p in %s', (decimal, code) => {
    expect(() => Money.of(decimal, code)).toThrow(InvalidAmount);
  });

  it('says which currency and how many decimal places it wanted', () => {
    const refusal = new InvalidAmount('NGN');
    expect(refusal).toMatchObject({
      kind: 'invalid',
      code: 'invalid_amount',
      details: { currency: 'NGN', scale: 2 },
    });
  });

  it('reads back whatever it wrote, as text and as a number', () => {
    fc.assert(
      fc.property(money, (amount) => {
        expect(Money.of(amount.toDecimal(), amount.currency).equals(amount)).toBe(true);
        expect(Money.of(amount.toNumber(), amount.currency).equals(amount)).toBe(true);
        expect(
          Money.of(`${amount.toDecimal()}${amount.toDecimal().includes('.') ? '00' : '.00'}`, amount.currency),
        ).toEqual(amount);
      }),
    );
  });
});

describe('Money.ofSum', () => {
  it('reads what amounts add up to, however many they are', () => {
    const text = '1300000000000000000000';
    expect(Money.ofSum(text, 'XAF').toDecimal()).toBe(text);
    expect(Money.ofSum('-12.5000', 'USD').toDecimal()).toBe('-12.50');
    expect(() => Money.of(text, 'XAF')).toThrow(InvalidAmount);
    expect(() => Money.ofSum('0.5', 'XAF')).toThrow(InvalidAmount);
  });
});

describe('Money as text', () => {
  it.each<[bigint, Currency, string]>([
    [15000n, 'XAF', '15000'],
    [0n, 'XAF', '0'],
    [1250n, 'NGN', '12.50'],
    [5n, 'USD', '0.05'],
    [-5n, 'USD', '-0.05'],
    [0n, 'EUR', '0.00'],
    [-100n, 'MGA', '-100'],
  ])('%p minor units of %s are %s', (units, code, text) => {
    expect(Money.ofMinor(units, code).toDecimal()).toBe(text);
    expect(Money.ofMinor(units, code).toString()).toBe(`${text} ${code}`);
  });
});

describe('Money arithmetic', () => {
  it('adds, subtracts and negates like integers', () => {
    fc.assert(
      fc.property(minor, minor, currency, (left, right, code) => {
        const a = Money.ofMinor(left, code);
        const b = Money.ofMinor(right, code);
        expect(a.plus(b).minor).toBe(left + right);
        expect(a.minus(b)).toEqual(a.plus(b.negated()));
        expect(a.plus(b).minus(b)).toEqual(a);
        expect(a.abs().isNegative()).toBe(false);
      }),
    );
  });

  it('refuses to mix currencies, except to say that they are not equal', () => {
    const francs = Money.of(100, 'XAF');
    const naira = Money.of(100, 'NGN');
    for (const mix of [
      () => francs.plus(naira),
      () => francs.minus(naira),
      () => francs.compare(naira),
      () => francs.lessThan(naira),
      () => francs.greaterThan(naira),
      () => francs.atMost(naira),
      () => francs.atLeast(naira),
      () => francs.portion(naira, francs),
    ]) {
      expect(mix).toThrow(CurrencyMismatch);
    }
    expect(francs.equals(naira)).toBe(false);
  });

  it('compares', () => {
    const one = Money.of(1, 'XAF');
    const two = Money.of(2, 'XAF');
    expect([one.compare(two), two.compare(one), one.compare(Money.of('1', 'XAF'))]).toEqual([-1, 1, 0]);
    expect([one.lessThan(two), one.greaterThan(two), two.greaterThan(one)]).toEqual([true, false, true]);
    expect([one.atMost(two), two.atMost(one), one.atLeast(two), two.atLeast(one)]).toEqual([one, one, two, two]);
    expect([Money.zero('XAF').isZero(), one.isPositive(), one.negated().isNegative(), one.isZero()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('Money.percentage', () => {
  it.each<[string, Currency, string | number, string]>([
    ['1000000', 'XAF', '19.25', '192500'],
    ['10', 'XAF', 5, '1'],
    ['-10', 'XAF', 5, '-1'],
    ['9', 'XAF', 5, '0'],
    ['100', 'NGN', 1.5, '1.50'],
    ['0.01', 'NGN', '50', '0.01'],
    ['1000000', 'MGA', '0.0001', '1'],
    ['500', 'XAF', 0, '0'],
  ])('%s %s at %p %% is %s', (decimal, code, rate, expected) => {
    expect(Money.of(decimal, code).percentage(rate).toDecimal()).toBe(expected);
  });

  it.each(['1.23456', 'abc', '', '1e2'])('refuses the rate %p', (rate) => {
    expect(() => Money.of(100, 'XAF').percentage(rate)).toThrow(InvalidRate);
  });

  it('is never further than half a unit from the exact share, and mirrors below zero', () => {
    fc.assert(
      fc.property(money, fc.integer({ min: 0, max: 1_000_000 }), (amount, tenThousandths) => {
        const rate = `${Math.trunc(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`;
        const share = amount.percentage(rate);
        const error = 2n * (share.minor * 1_000_000n - amount.minor * BigInt(tenThousandths));
        expect(error <= 1_000_000n && error >= -1_000_000n).toBe(true);
        expect(amount.negated().percentage(rate)).toEqual(share.negated());
      }),
    );
  });
});

describe('Money.times', () => {
  it.each<[string, Currency, string | number, string]>([
    ['3500', 'XAF', 2, '7000'],
    ['25000', 'XAF', 0.5, '12500'],
    ['333', 'XAF', 1.5, '500'],
    ['1', 'XAF', '0.499', '0'],
    ['-1', 'XAF', '0.5', '-1'],
    ['19.99', 'USD', 2.345, '46.88'],
    ['999999999999999', 'XAF', '1000000', '999999999999999000000'],
  ])('%s %s times %p is %s', (decimal, code, quantity, expected) => {
    expect(Money.of(decimal, code).times(quantity).toDecimal()).toBe(expected);
  });

  it.each(['', 'x', '1e3', 1e-7, Number.NaN])('refuses %p', (quantity) => {
    expect(() => Money.of(1, 'XAF').times(quantity)).toThrow(InvalidRate);
  });
});

describe('Money.portion', () => {
  it('scales by part over whole, half up', () => {
    const fee = Money.of(15, 'XAF');
    expect(fee.portion(Money.of(1, 'XAF'), Money.of(2, 'XAF')).toDecimal()).toBe('8');
    expect(fee.portion(Money.of(1, 'NGN'), Money.of(3, 'NGN')).toDecimal()).toBe('5');
  });

  it('gives the whole for the whole and nothing for nothing', () => {
    fc.assert(
      fc.property(money, fc.bigInt(1n, 10n ** 14n), (amount, units) => {
        const whole = Money.ofMinor(units, 'XAF');
        expect(amount.portion(whole, whole)).toEqual(amount);
        expect(amount.portion(Money.zero('XAF'), whole).isZero()).toBe(true);
      }),
    );
  });

  it('has no answer for a whole of zero', () => {
    expect(() => Money.of(1, 'XAF').portion(Money.of(1, 'XAF'), Money.zero('XAF'))).toThrow(RangeError);
  });
});

describe('Money.convert', () => {
  it.each<[string, Currency, string, Currency, string]>([
    ['100', 'USD', '605.5', 'XAF', '60550'],
    ['0.01', 'USD', '600', 'XAF', '6'],
    ['1000', 'XAF', '0.00165', 'USD', '1.65'],
    ['1', 'XAF', '0.005', 'USD', '0.01'],
    ['1', 'XAF', '0.0049', 'USD', '0.00'],
    ['-1', 'XAF', '0.005', 'USD', '-0.01'],
  ])('%s %s at %s is worth %s %s', (decimal, from, rate, to, expected) => {
    const worth = Money.of(decimal, from).convert(rate, to);
    expect([worth.currency, worth.toDecimal()]).toEqual([to, expected]);
  });

  it.each(['0', '-1', 'x', ''])('refuses the rate %p', (rate) => {
    expect(() => Money.of(1, 'USD').convert(rate, 'XAF')).toThrow(InvalidRate);
  });
});

describe('Money.allocate', () => {
  it('leaves the remainder to the last part', () => {
    const parts = Money.of(100, 'XAF').allocate([1n, 1n, 1n]);
    expect(parts.map((part) => part.toDecimal())).toEqual(['33', '33', '34']);
  });

  it('loses and invents nothing', () => {
    const weights = fc
      .array(fc.bigInt(0n, 10_000n), { minLength: 1, maxLength: 12 })
      .filter((list) => list.some((weight) => weight > 0n));
    fc.assert(
      fc.property(money, weights, (amount, list) => {
        const parts = amount.allocate(list);
        expect(parts).toHaveLength(list.length);
        expect(parts.reduce((sum, part) => sum.plus(part), Money.zero(amount.currency))).toEqual(amount);
        expect(parts.every((part) => part.isZero() || part.isNegative() === amount.isNegative())).toBe(true);
      }),
    );
  });

  it.each([[[]], [[0n, 0n]], [[2n, -1n]]])('refuses the weights %p', (weights) => {
    expect(() => Money.of(100, 'XAF').allocate(weights)).toThrow(RangeError);
  });
});

describe('isCurrency', () => {
  it('knows the currencies of the table and nothing else', () => {
    expect(Object.keys(CURRENCY_SCALE).every(isCurrency)).toBe(true);
    expect(['xaf', 'GHS', 'toString', '', 1, null].some(isCurrency)).toBe(false);
  });
});
