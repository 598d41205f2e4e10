import type { PaymentStatus } from '#payments';
import type { SeededRandom } from './seeded-random.js';

/** A row of the sandbox table (the last two digits of the payer's number) and where it leads, whatever breaks on the way. */
export interface PayerRow {
  readonly digits: string;
  readonly ends: PaymentStatus;
  /** Out of a hundred payments. */
  readonly share: number;
}

export const REGULAR = 'regular';

export const PAYER_ROWS: readonly PayerRow[] = [
  { digits: REGULAR, ends: 'settled', share: 44 },
  { digits: '85', ends: 'settled', share: 7 },
  { digits: '86', ends: 'settled', share: 7 },
  { digits: '87', ends: 'settled', share: 7 },
  { digits: '89', ends: 'expired', share: 7 },
  { digits: '91', ends: 'settled', share: 7 },
  { digits: '93', ends: 'failed', share: 7 },
  { digits: '98', ends: 'cancelled', share: 7 },
  { digits: '99', ends: 'failed', share: 7 },
];

export function pickRow(random: SeededRandom): PayerRow {
  let left = random.next() * 100;
  for (const row of PAYER_ROWS) {
    left -= row.share;
    if (left < 0) return row;
  }
  throw new RangeError('The shares of the rows do not sum to a hundred');
}

/** A number in Cameroon that meets the row. */
export function payerOf(row: PayerRow, random: SeededRandom): string {
  const lastTwo = row.digits === REGULAR ? String(random.between(10, 79)) : row.digits;
  return `+23767${String(random.between(0, 99_999)).padStart(5, '0')}${lastTwo}`;
}
