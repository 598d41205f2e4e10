import { InvalidInput, Money } from '#kernel';

/** Doors show no larger amount. */
const LARGEST_AMOUNT = '9999999999999';

const THREE_DECIMALS = /^\d+(\.\d{1,3})?$/;
const VAT_RATE = /^(\d{1,3})(?:\.(\d{1,2}))?$/;
/** All of it, in hundredths of a percent. */
export const WHOLE_RATE = 100_00n;

/** Throws InvalidInput, naming each item, unless all quantities are above 0 and have at most three decimals. */
export function requireQuantities(items: readonly { readonly quantity: number | string }[]): void {
  const wrong = items.flatMap(({ quantity }, index): [string, string[]][] =>
    Number(quantity) > 0 && THREE_DECIMALS.test(String(quantity))
      ? []
      : [[`items.${index}.quantity`, ['must be above 0 and have at most three decimals']]],
  );
  if (wrong.length > 0) throw new InvalidInput(Object.fromEntries(wrong));
}

/** Throws InvalidInput unless it is something, and no more than can be shown. */
export function requirePayable(amount: Money): void {
  if (!amount.isPositive()) throw new InvalidInput({ items: ['must come to more than 0'] });
  if (amount.greaterThan(Money.of(LARGEST_AMOUNT, amount.currency))) {
    throw new InvalidInput({ items: [`must come to at most ${LARGEST_AMOUNT}`] });
  }
}

/** Percent from 0 to 100 with at most two decimals, as hundredths, which are whole numbers; null for anything else. */
export function vatRateOf(percent: number | string): bigint | null {
  const [, whole, decimals = ''] = VAT_RATE.exec(String(percent)) ?? [];
  const rate = whole === undefined ? null : BigInt(whole + decimals.padEnd(2, '0'));
  return rate !== null && rate <= WHOLE_RATE ? rate : null;
}
