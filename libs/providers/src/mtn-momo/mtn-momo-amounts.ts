import { isCurrency, Money, type Currency, type Mode } from '#kernel';

/** The sandbox takes nothing but euros, whatever the country (MTN page §1): there a figure in EUR stands for ours. */
const SANDBOX_CURRENCY: Currency = 'EUR';

export interface WireAmount {
  readonly amount: string;
  readonly currency: Currency;
}

export function wireAmount(amount: Money, mode: Mode): WireAmount {
  return { amount: amount.toDecimal(), currency: mode === 'sandbox' ? SANDBOX_CURRENCY : amount.currency };
}

/**
 * The amount that MTN names, in the currency that we asked in. MTN rewrites figures ("12.50" comes back as "12.5"), and
 * a figure that does not exist in our currency stays in MTN's, so that it compares as different. Null when it cannot be read.
 */
export function readAmount(figure: unknown, wireCurrency: unknown, mode: Mode, asked: Currency): Money | null {
  if ((typeof figure !== 'string' && typeof figure !== 'number') || !isCurrency(wireCurrency)) return null;
  const stands = mode === 'sandbox' && wireCurrency === SANDBOX_CURRENCY;
  return (stands ? moneyOrNull(figure, asked) : null) ?? moneyOrNull(figure, wireCurrency);
}

function moneyOrNull(figure: string | number, currency: Currency): Money | null {
  try {
    return Money.of(figure, currency);
  } catch {
    return null;
  }
}
