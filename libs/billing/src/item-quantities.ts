import { InvalidInput } from '#kernel';

/** Doors show no larger amount. */
export const LARGEST_AMOUNT = '9999999999999';

const THREE_DECIMALS = /^\d+(\.\d{1,3})?$/;

/** Throws InvalidInput, naming each item, unless all quantities are above 0 and have at most three decimals. */
export function requireQuantities(items: readonly { readonly quantity: number | string }[]): void {
  const wrong = items.flatMap(({ quantity }, index): [string, string[]][] =>
    Number(quantity) > 0 && THREE_DECIMALS.test(String(quantity))
      ? []
      : [[`items.${index}.quantity`, ['must be above 0 and have at most three decimals']]],
  );
  if (wrong.length > 0) throw new InvalidInput(Object.fromEntries(wrong));
}
