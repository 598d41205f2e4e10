import { DomainError } from './domain-error.js';

export type Currency = 'XAF' | 'MGA' | 'NGN' | 'USD' | 'EUR';

/** Decimal places of each currency. The ariary has none: nobody on the wire uses the two of the ISO table. */
export const CURRENCY_SCALE: Readonly<Record<Currency, number>> = { XAF: 0, MGA: 0, NGN: 2, USD: 2, EUR: 2 };

export function isCurrency(value: unknown): value is Currency {
  return typeof value === 'string' && Object.hasOwn(CURRENCY_SCALE, value);
}

/** Not an amount that exists in its currency: no decimal number, too fine for its scale, or too large to be kept. */
export class InvalidAmount extends DomainError<'invalid_amount'> {
  readonly kind = 'invalid';
  readonly code = 'invalid_amount';

  /** `field` is where it came in. */
  constructor(
    currency: Currency,
    readonly field = 'amount',
  ) {
    const scale = CURRENCY_SCALE[currency];
    super(`Not an amount in ${currency} (at most ${scale} decimal places)`, { currency, scale });
  }
}

export class InvalidRate extends DomainError<'invalid_rate'> {
  readonly kind = 'invalid';
  readonly code = 'invalid_rate';

  constructor() {
    super('Not a rate');
  }
}

export class CurrencyMismatch extends DomainError<'currency_mismatch'> {
  readonly kind = 'invalid';
  readonly code = 'currency_mismatch';

  constructor(left: Currency, right: Currency) {
    super(`${left} and ${right} do not mix`, { currencies: [left, right] });
  }
}

const DECIMAL = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?$/;
/** Amounts are stored as numeric(19,4): fifteen digits before the point. */
const MAX_INTEGER_DIGITS = 15;
const PERCENT_DECIMALS = 4;

interface Decimal {
  units: bigint;
  scale: number;
}

function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign, integer = '', fraction = ''] = match;
  const significant = fraction.replace(/0+$/, '');
  const units = BigInt(integer + significant);
  return { units: sign === '-' ? -units : units, scale: significant.length };
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Half up, away from zero: 0.5 becomes 1 and −0.5 becomes −1. */
function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const divisor = magnitude(denominator);
  const rounded = (2n * magnitude(numerator) + divisor) / (2n * divisor);
  return negative ? -rounded : rounded;
}

/** An immutable amount in whole minor units of its currency. Two currencies never mix: that throws `CurrencyMismatch`. */
export class Money {
  private constructor(
    readonly minor: bigint,
    readonly currency: Currency,
  ) {}

  /**
   * Reads an amount in major units without rounding; anything finer than the currency throws `InvalidAmount`, which names
   * the field that it came in.
   */
  static of(decimal: string | number, currency: Currency, field?: string): Money {
    const parsed = parseDecimal(String(decimal));
    const scale = CURRENCY_SCALE[currency];
    if (parsed === null || parsed.scale > scale) throw new InvalidAmount(currency, field);
    const minor = parsed.units * powerOfTen(scale - parsed.scale);
    // A double beyond this no longer tells neighbouring minor units apart, so its digits may not be what was sent.
    const limit =
      typeof decimal === 'number' ? BigInt(Number.MAX_SAFE_INTEGER) : powerOfTen(MAX_INTEGER_DIGITS + scale) - 1n;
    if (magnitude(minor) > limit) throw new InvalidAmount(currency, field);
    return new Money(minor, currency);
  }

  /** A sum that was kept: it may have more digits than any amount that is taken. */
  static ofSum(decimal: string, currency: Currency): Money {
    const parsed = parseDecimal(decimal);
    const scale = CURRENCY_SCALE[currency];
    if (parsed === null || parsed.scale > scale) throw new InvalidAmount(currency);
    return new Money(parsed.units * powerOfTen(scale - parsed.scale), currency);
  }

  static ofMinor(minor: bigint, currency: Currency): Money {
    return new Money(minor, currency);
  }

  static zero(currency: Currency): Money {
    return new Money(0n, currency);
  }

  plus(other: Money): Money {
    this.requireSameCurrency(other);
    return new Money(this.minor + other.minor, this.currency);
  }

  minus(other: Money): Money {
    this.requireSameCurrency(other);
    return new Money(this.minor - other.minor, this.currency);
  }

  negated(): Money {
    return new Money(-this.minor, this.currency);
  }

  abs(): Money {
    return new Money(magnitude(this.minor), this.currency);
  }

  /** `rate` per cent of this amount (up to four decimal places), half up; throws `InvalidRate`. */
  percentage(rate: string | number): Money {
    const percent = parseDecimal(String(rate));
    if (percent === null || percent.scale > PERCENT_DECIMALS) throw new InvalidRate();
    return new Money(divideHalfUp(this.minor * percent.units, 100n * powerOfTen(percent.scale)), this.currency);
  }

  /** So many times this amount, such as the price of 2.5 metres, half up; throws `InvalidRate`. */
  times(quantity: string | number): Money {
    const factor = parseDecimal(String(quantity));
    if (factor === null) throw new InvalidRate();
    return new Money(divideHalfUp(this.minor * factor.units, powerOfTen(factor.scale)), this.currency);
  }

  /** This amount in the proportion of `part` to `whole`, half up. The whole must not be zero. */
  portion(part: Money, whole: Money): Money {
    part.requireSameCurrency(whole);
    if (whole.minor === 0n) throw new RangeError('Nothing is in proportion to a whole of zero');
    return new Money(divideHalfUp(this.minor * part.minor, whole.minor), this.currency);
  }

  /** The worth in another currency, at `rate` units of it for one unit of this, half up; throws `InvalidRate`. */
  convert(rate: string, to: Currency): Money {
    const factor = parseDecimal(rate);
    if (factor === null || factor.units <= 0n) throw new InvalidRate();
    const numerator = this.minor * factor.units * powerOfTen(CURRENCY_SCALE[to]);
    return new Money(divideHalfUp(numerator, powerOfTen(factor.scale + CURRENCY_SCALE[this.currency])), to);
  }

  /** Splits by weight. The parts always sum to the whole: what does not divide goes to the last. */
  allocate(weights: readonly bigint[]): Money[] {
    const totalWeight = weights.reduce((sum, weight) => sum + weight, 0n);
    if (totalWeight <= 0n || weights.some((weight) => weight < 0n)) {
      throw new RangeError('Weights are not negative and sum to more than zero');
    }
    const shares = weights.slice(0, -1).map((weight) => (this.minor * weight) / totalWeight);
    const remainder = this.minor - shares.reduce((sum, share) => sum + share, 0n);
    return [...shares, remainder].map((minor) => new Money(minor, this.currency));
  }

  /** Negative, zero or positive as this is less than, equal to or greater than the other. */
  compare(other: Money): -1 | 0 | 1 {
    this.requireSameCurrency(other);
    if (this.minor === other.minor) return 0;
    return this.minor < other.minor ? -1 : 1;
  }

  /** Amounts in different currencies are not equal; asking is no mistake. */
  equals(other: Money): boolean {
    return this.currency === other.currency && this.minor === other.minor;
  }

  greaterThan(other: Money): boolean {
    return this.compare(other) > 0;
  }

  lessThan(other: Money): boolean {
    return this.compare(other) < 0;
  }

  /** This amount, or `limit` where it is more. */
  atMost(limit: Money): Money {
    return this.greaterThan(limit) ? limit : this;
  }

  /** This amount, or `limit` where it is less. */
  atLeast(limit: Money): Money {
    return this.lessThan(limit) ? limit : this;
  }

  isZero(): boolean {
    return this.minor === 0n;
  }

  isPositive(): boolean {
    return this.minor > 0n;
  }

  isNegative(): boolean {
    return this.minor < 0n;
  }

  /** Major units with all decimal places of the currency: "15000", "12.50". */
  toDecimal(): string {
    const scale = CURRENCY_SCALE[this.currency];
    const digits = magnitude(this.minor)
      .toString()
      .padStart(scale + 1, '0');
    const integer = digits.slice(0, digits.length - scale);
    const sign = this.minor < 0n ? '-' : '';
    return scale === 0 ? sign + integer : `${sign}${integer}.${digits.slice(-scale)}`;
  }

  /** Major units for a door that speaks JSON numbers; not for arithmetic. */
  toNumber(): number {
    return Number(this.toDecimal());
  }

  toString(): string {
    return `${this.toDecimal()} ${this.currency}`;
  }

  private requireSameCurrency(other: Money): void {
    if (this.currency !== other.currency) throw new CurrencyMismatch(this.currency, other.currency);
  }
}
