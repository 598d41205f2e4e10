import fc from 'fast-check';
import { Money, type Currency } from '#kernel';
import {
  reckonInvoice,
  type InvoiceFigures,
  type InvoiceTerms,
  type NewDiscount,
  type NewInvoiceItem,
  type VatDisplay,
} from './invoice-figures.js';

const item = (price: string, quantity: number | string = 1, vatRate: number | string = 0): NewInvoiceItem => ({
  productId: null,
  name: 'Maintenance hour',
  quantity,
  price: Money.of(price, 'XAF'),
  vatRate,
});
const reckoned = (items: readonly NewInvoiceItem[], terms: Partial<InvoiceTerms> = {}): InvoiceFigures =>
  reckonInvoice({ currency: 'XAF', vatDisplay: 'excluding', discount: null, ...terms, items });
const plain = ({ subtotal, discountAmount, vatBreakdown, vatAmount, amount }: InvoiceFigures) => ({
  subtotal: subtotal.toDecimal(),
  discountAmount: discountAmount.toDecimal(),
  vatBreakdown,
  vatAmount: vatAmount.toDecimal(),
  amount: amount.toDecimal(),
});
const percentage = (value: number): NewDiscount => ({ type: 'percentage', value });
const fixed = (value: string, currency: Currency = 'XAF'): NewDiscount => ({
  type: 'fixed',
  value: Money.of(value, currency),
});

describe('the figures of an invoice', () => {
  it('are those of the examples of the contract', () => {
    const items = [item('25000', 2, 19.25)];
    expect(plain(reckoned(items, { discount: percentage(10) }))).toEqual({
      subtotal: '50000',
      discountAmount: '5000',
      vatBreakdown: [{ vatRate: '19.25', base: '45000', vatAmount: '8663' }],
      vatAmount: '8663',
      amount: '53663',
    });
    expect(plain(reckoned(items, { vatDisplay: 'including' }))).toEqual({
      subtotal: '50000',
      discountAmount: '0',
      vatBreakdown: [{ vatRate: '19.25', base: '50000', vatAmount: '8071' }],
      vatAmount: '8071',
      amount: '50000',
    });
  });

  it('show each line as it was asked for, with what it comes to, half up', () => {
    expect(reckoned([item('333', 1.5, 19.25), item('1', '0.499')]).lines).toEqual([
      {
        ...{ productId: null, name: 'Maintenance hour', quantity: '1.5', price: '333' },
        ...{ vatRate: '19.25', lineAmount: '500' },
      },
      { productId: null, name: 'Maintenance hour', quantity: '0.499', price: '1', vatRate: '0', lineAmount: '0' },
    ]);
  });

  it('gather lines of one rate and share the discount, the highest rate taking what is left over', () => {
    const items = [item('1000', 1, 19.25), item('500', 1, 5.5), item('499', 1, '5.50'), item('1', 1, 0)];
    expect(plain(reckoned(items, { discount: fixed('333') }))).toEqual({
      subtotal: '2000',
      discountAmount: '333',
      // 333 × 1 / 2000 is 0, 333 × 999 / 2000 is 166, and 167 are left.
      vatBreakdown: [
        { vatRate: '0.00', base: '1', vatAmount: '0' },
        { vatRate: '5.50', base: '833', vatAmount: '46' },
        { vatRate: '19.25', base: '833', vatAmount: '160' },
      ],
      vatAmount: '206',
      amount: '1873',
    });
  });

  it('leave no rate with less than nothing', () => {
    const items = [item('1', 1, 100), ...Array.from({ length: 12 }, (_, rate) => item('10', 1, rate))];
    const { vatBreakdown, discountAmount } = reckoned(items, { discount: fixed('53') });
    expect(discountAmount.toDecimal()).toBe('53');
    // Each of the twelve takes 4 of 4.38, which leaves 5 for the highest, that has 1; the next one takes the other 4.
    expect(vatBreakdown.slice(-3).map(({ base }) => base)).toEqual(['6', '2', '0']);
  });

  it.each<[string, readonly NewInvoiceItem[], Partial<InvoiceTerms>, string]>([
    ['nothing', [item('0', 3)], {}, 'items'],
    ['what rounds to nothing', [item('1', 0.4)], {}, 'items'],
    ['more than an amount can be', [item('9999999999999', 2)], {}, 'items'],
    ['more than that with VAT', [item('9999999999999', 1, 19.25)], {}, 'items'],
    ['four decimals of a quantity', [item('1'), item('1', 1.0001)], {}, 'items.1.quantity'],
    ['a quantity of nothing', [item('1', 0)], {}, 'items.0.quantity'],
    ['three decimals of a rate', [item('1'), item('1', 1, 19.255)], {}, 'items.1.vatRate'],
    ['a rate above 100', [item('1', 1, 100.01)], {}, 'items.0.vatRate'],
    ['a discount above the subtotal', [item('10')], { discount: fixed('11') }, 'discount.value'],
    ['a discount that leaves nothing', [item('10')], { discount: fixed('10') }, 'discount.value'],
    ['all of it as a percentage', [item('10')], { discount: percentage(100) }, 'discount.value'],
    ['more than 100 percent', [item('10')], { discount: percentage(100.5) }, 'discount.value'],
    ['a percentage that is too fine', [item('10')], { discount: percentage(1e-7) }, 'discount.value'],
  ])('are refused for %s', (_, items, terms, field) => {
    expect(() => reckoned(items, terms)).toThrow(
      expect.objectContaining({ fields: { [field]: [expect.any(String)] } }),
    );
  });
});

const currencies = fc.constantFrom<Currency>('XAF', 'USD');
const hundredths = (max: number) => fc.integer({ min: 0, max }).map((units) => (units / 100).toFixed(2));
const askedFor = currencies.chain((currency) =>
  fc.record({
    currency: fc.constant(currency),
    vatDisplay: fc.constantFrom<VatDisplay>('including', 'excluding'),
    items: fc.array(
      fc.record({
        productId: fc.constant(null),
        name: fc.constant('Hour'),
        quantity: fc.integer({ min: 1, max: 5_000_000 }).map((units) => (units / 1000).toFixed(3)),
        price: fc.bigInt({ min: 0n, max: 10n ** 8n }).map((minor) => Money.ofMinor(minor, currency)),
        vatRate: fc.oneof(fc.constantFrom('0', '5.5', '19.25', '100'), hundredths(100_00)),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    discount: fc.oneof(
      fc.constant(null),
      hundredths(99_00).map((value): NewDiscount => ({ type: 'percentage', value })),
      fc.bigInt({ min: 0n, max: 10n ** 6n }).map((minor): NewDiscount => ({
        type: 'fixed',
        value: Money.ofMinor(minor, currency),
      })),
    ),
  }),
);

/** What the rules say, by exact fractions and from the other end: no step of it is that of the code. */
function expectSound({ currency, vatDisplay, items }: InvoiceTerms, figures: InvoiceFigures): void {
  const sum = (amounts: readonly string[]): bigint =>
    amounts.reduce((total, amount) => total + Money.of(amount, currency).minor, 0n);
  const { subtotal, discountAmount, vatAmount, amount, vatBreakdown, lines } = figures;
  expect(sum(lines.map(({ lineAmount }) => lineAmount))).toBe(subtotal.minor);
  expect(sum(vatBreakdown.map(({ base }) => base))).toBe(subtotal.minor - discountAmount.minor);
  expect(sum(vatBreakdown.map((group) => group.vatAmount))).toBe(vatAmount.minor);
  const net = subtotal.minor - discountAmount.minor;
  expect(amount.minor).toBe(vatDisplay === 'excluding' ? net + vatAmount.minor : net);
  expect(new Set(vatBreakdown.map(({ vatRate }) => vatRate)).size).toBe(vatBreakdown.length);
  expect(new Set(items.map(({ vatRate }) => Number(vatRate)))).toEqual(
    new Set(vatBreakdown.map(({ vatRate }) => Number(vatRate))),
  );
  for (const { vatRate, base, vatAmount: vat } of vatBreakdown) {
    const rate = BigInt(Math.round(Number(vatRate) * 100));
    const whole = vatDisplay === 'excluding' ? 100_00n : 100_00n + rate;
    const [exact, rounded] = [Money.of(base, currency).minor * rate, Money.of(vat, currency).minor * whole];
    // Half up: at most half a unit off, and never half a unit below.
    expect(Money.of(base, currency).isNegative()).toBe(false);
    expect(2n * (exact - rounded) < whole && 2n * (rounded - exact) <= whole).toBe(true);
  }
  lines.forEach(({ lineAmount }, index) => {
    const { quantity, price } = items[index]!;
    const exact = BigInt(Math.round(Number(quantity) * 1000)) * price.minor;
    const rounded = Money.of(lineAmount, currency).minor * 1000n;
    expect(2n * (exact - rounded) < 1000n && 2n * (rounded - exact) <= 1000n).toBe(true);
  });
}

describe('whatever is asked for, the figures of an invoice', () => {
  it('sum up, with each amount rounded once, or are refused by the name of a field', () => {
    fc.assert(
      fc.property(askedFor, (terms) => {
        let figures: InvoiceFigures;
        try {
          figures = reckonInvoice(terms);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_input' });
          return;
        }
        expectSound(terms, figures);
      }),
      { numRuns: 500 },
    );
  });
});
