import { InvalidAmount, Money, type Currency } from '#kernel';
import { invalidFields } from '#platform';
import { tooFine } from './errors.js';

/** An amount in major units as it came in `field`. Throws what names the field, when its currency has no such amount. */
export function amountIn(field: string, value: number, currency: Currency): Money {
  try {
    return Money.of(value, currency);
  } catch (error) {
    if (error instanceof InvalidAmount) throw invalidFields({ field, message: tooFine(error.details ?? {}) });
    throw error;
  }
}
