import { InvalidInput, Money, type Currency } from '#kernel';
import { requirePayable, requireQuantities, vatRateOf, WHOLE_RATE } from '../item-rules.js';

export type VatDisplay = 'including' | 'excluding';

/** A line as it is asked for. */
export interface NewInvoiceItem {
  readonly productId: string | null;
  readonly name: string;
  /** Above 0, at most three decimals. */
  readonly quantity: number | string;
  /** Of one, in the currency of the invoice; with VAT when that is shown as included. */
  readonly price: Money;
  /** Percent from 0 to 100, at most two decimals. */
  readonly vatRate: number | string;
}

/** Off the whole: percent of the subtotal, or an amount up to it. */
export type NewDiscount =
  { readonly type: 'percentage'; readonly value: number | string } | { readonly type: 'fixed'; readonly value: Money };

/** As a record keeps it: percent, or an amount in the currency of the record, as decimal text. */
export const discountAsText = ({ type, value }: NewDiscount): { type: NewDiscount['type']; value: string } => ({
  type,
  value: typeof value === 'object' ? value.toDecimal() : String(value),
});

export interface InvoiceTerms {
  readonly currency: Currency;
  readonly vatDisplay: VatDisplay;
  /** At least one. */
  readonly items: readonly NewInvoiceItem[];
  readonly discount: NewDiscount | null;
}

/** A line as it is reckoned; numbers are decimal text. */
export interface InvoiceLine {
  readonly productId: string | null;
  readonly name: string;
  readonly quantity: string;
  readonly price: string;
  readonly vatRate: string;
  /** quantity times price, rounded. */
  readonly lineAmount: string;
}

/** VAT of one rate; numbers are decimal text. */
export interface VatGroup {
  readonly vatRate: string;
  /** Lines of the rate less their share of the discount. */
  readonly base: string;
  readonly vatAmount: string;
}

export interface InvoiceFigures {
  readonly lines: readonly InvoiceLine[];
  /** Sum of the lines, before the discount. */
  readonly subtotal: Money;
  readonly discountAmount: Money;
  /** By rate, ascending. */
  readonly vatBreakdown: readonly VatGroup[];
  readonly vatAmount: Money;
  /** Total to pay, VAT included. */
  readonly amount: Money;
}

/** Lines of one rate, in hundredths of a percent, which are whole numbers. */
interface RateGroup {
  readonly rate: bigint;
  readonly sum: Money;
}

const DISCOUNT_PERCENT = /^\d{1,3}(?:\.\d{1,4})?$/;

/**
 * The arithmetic of invoices: VAT after the discount, once per rate. Everything is rounded half up to the currency, and
 * that in four places alone: each line, the discount, its share in each rate, and the VAT of each rate. Throws
 * InvalidInput for what is too fine or too large, and for what comes to nothing.
 */
export function reckonInvoice({ currency, vatDisplay, items, discount }: InvoiceTerms): InvoiceFigures {
  requireQuantities(items);
  const rates = ratesOf(items);
  const amounts = items.map(({ price, quantity }) => price.times(quantity));
  const subtotal = sumOf(amounts, currency);
  requirePayable(subtotal);
  const discountAmount = discount ? discountOf(discount, subtotal) : Money.zero(currency);
  const groups = groupsOf(rates, amounts, currency);
  const shares = sharesOf(discountAmount, groups, subtotal);
  const taxed = groups.map(({ rate, sum }, index) => {
    const base = sum.minus(shares[index] ?? Money.zero(currency));
    return { rate, base, vatAmount: vatOf(base, rate, vatDisplay) };
  });
  const vatAmount = sumOf(
    taxed.map((group) => group.vatAmount),
    currency,
  );
  const net = subtotal.minus(discountAmount);
  const amount = vatDisplay === 'excluding' ? net.plus(vatAmount) : net;
  requirePayable(amount);
  return {
    lines: items.map(({ productId, name, quantity, price, vatRate }, index) => ({
      productId,
      name,
      quantity: String(quantity),
      price: price.toDecimal(),
      vatRate: String(vatRate),
      lineAmount: (amounts[index] ?? Money.zero(currency)).toDecimal(),
    })),
    subtotal,
    discountAmount,
    vatBreakdown: taxed.map(({ rate, base, vatAmount: vat }) => ({
      vatRate: percentOf(rate),
      base: base.toDecimal(),
      vatAmount: vat.toDecimal(),
    })),
    vatAmount,
    amount,
  };
}

const sumOf = (amounts: readonly Money[], currency: Currency): Money =>
  amounts.reduce((sum, amount) => sum.plus(amount), Money.zero(currency));

function ratesOf(items: readonly NewInvoiceItem[]): bigint[] {
  const wrong: Record<string, string[]> = {};
  const rates = items.map(({ vatRate }, index) => {
    const rate = vatRateOf(vatRate);
    if (rate !== null) return rate;
    wrong[`items.${index}.vatRate`] = ['must be from 0 to 100, with at most two decimals'];
    return 0n;
  });
  if (Object.keys(wrong).length > 0) throw new InvalidInput(wrong);
  return rates;
}

const percentOf = (rate: bigint): string => `${rate / 100n}.${String(rate % 100n).padStart(2, '0')}`;

function discountOf(discount: NewDiscount, subtotal: Money): Money {
  const amount = discount.type === 'fixed' ? discount.value : subtotal.percentage(percentage(discount.value));
  if (amount.greaterThan(subtotal)) throw new InvalidInput({ 'discount.value': ['must be at most the subtotal'] });
  if (amount.equals(subtotal)) throw new InvalidInput({ 'discount.value': ['must leave something to pay'] });
  return amount;
}

function percentage(value: number | string): string {
  const text = String(value);
  if (!(Number(value) <= 100)) throw new InvalidInput({ 'discount.value': ['must be at most 100'] });
  if (!DISCOUNT_PERCENT.test(text)) throw new InvalidInput({ 'discount.value': ['must have at most four decimals'] });
  return text;
}

function groupsOf(rates: readonly bigint[], amounts: readonly Money[], currency: Currency): RateGroup[] {
  const sums = new Map<bigint, Money>();
  amounts.forEach((amount, index) => {
    const rate = rates[index] ?? 0n;
    sums.set(rate, (sums.get(rate) ?? Money.zero(currency)).plus(amount));
  });
  return [...sums].map(([rate, sum]) => ({ rate, sum })).sort((left, right) => (left.rate < right.rate ? -1 : 1));
}

/**
 * Each rate's part of the discount, in proportion and rounded; the highest rate takes what is left over. Where that is
 * more than the rate has, which takes many rates and next to nothing at the highest, the next lower ones take the rest.
 */
function sharesOf(discount: Money, groups: readonly RateGroup[], subtotal: Money): Money[] {
  const shares = groups.slice(0, -1).map(({ sum }) => discount.portion(sum, subtotal));
  let left = discount.minus(sumOf(shares, discount.currency));
  shares.push(Money.zero(discount.currency));
  for (let index = groups.length - 1; index >= 0 && !left.isZero(); index -= 1) {
    const share = shares[index]?.plus(left) ?? left;
    const most = groups[index]?.sum ?? share;
    shares[index] = share.greaterThan(most) ? most : share;
    left = share.minus(shares[index] ?? share);
  }
  return shares;
}

/** Of a base without VAT, or of the VAT that a base contains. */
function vatOf(base: Money, rate: bigint, vatDisplay: VatDisplay): Money {
  const whole = vatDisplay === 'excluding' ? WHOLE_RATE : WHOLE_RATE + rate;
  return base.portion(Money.ofMinor(rate, base.currency), Money.ofMinor(whole, base.currency));
}
