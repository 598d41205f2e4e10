import { Money, type Currency } from '#kernel';

/** What happened in a while, in one currency. Amounts are decimal text in major units. */
export interface Figures {
  /** Gross, of payments that were paid, refunded later or not. */
  readonly revenue: string;
  /** How many payments these are. */
  readonly transactions: number;
  /** Refunds that were completed. */
  readonly refunds: string;
  /** Disputes that were opened. */
  readonly chargebacks: string;
}

const NOTHING: Figures = { revenue: '0', transactions: 0, refunds: '0', chargebacks: '0' };

export function addedUp(parts: readonly Figures[], currency: Currency): Figures {
  const sum = (field: 'revenue' | 'refunds' | 'chargebacks'): string =>
    parts.reduce((total, part) => total.plus(Money.ofSum(part[field], currency)), Money.zero(currency)).toDecimal();
  return {
    revenue: sum('revenue'),
    transactions: parts.reduce((total, { transactions }) => total + transactions, 0),
    refunds: sum('refunds'),
    chargebacks: sum('chargebacks'),
  };
}

export const nothing = (currency: Currency): Figures => addedUp([NOTHING], currency);
