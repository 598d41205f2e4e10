import type { PaymentStatus } from '#payments';
import type { SeededRandom } from '../seeded-random.js';

export const OPERATORS = ['mtn-momo', 'orange-money'] as const;
export type Operator = (typeof OPERATORS)[number];

/** A row of the sandbox table (the last two digits of the payer's number) and where it leads, whatever breaks on the way. */
export interface PayerRow {
  readonly digits: string;
  /** More than one where it depends on who asked the operator first. */
  readonly ends: readonly PaymentStatus[];
  /** Out of a hundred payments. */
  readonly share: number;
}

export interface Payer {
  readonly operator: Operator;
  readonly row: PayerRow;
  /** A number in Cameroon that meets the row. */
  readonly number: string;
}

const REGULAR = 'regular';

export const PAYER_ROWS: readonly PayerRow[] = [
  { digits: REGULAR, ends: ['settled'], share: 37 },
  { digits: '00', ends: ['failed'], share: 2 },
  { digits: '85', ends: ['settled'], share: 6 },
  { digits: '86', ends: ['settled'], share: 6 },
  { digits: '87', ends: ['settled'], share: 6 },
  { digits: '88', ends: ['settled'], share: 4 },
  { digits: '89', ends: ['expired'], share: 4 },
  { digits: '90', ends: ['settled'], share: 3 },
  { digits: '91', ends: ['settled'], share: 8 },
  // Paid after it has lapsed with us: confirmed money wins.
  { digits: '92', ends: ['settled'], share: 3 },
  { digits: '93', ends: ['failed'], share: 4 },
  // An api that died before it asked leaves it to the worker, which asks until the payment lapses.
  { digits: '94', ends: ['failed', 'expired'], share: 3 },
  { digits: '95', ends: ['settled'], share: 3 },
  { digits: '96', ends: ['settled'], share: 3 },
  { digits: '97', ends: ['expired'], share: 3 },
  { digits: '98', ends: ['cancelled'], share: 4 },
  { digits: '99', ends: ['failed'], share: 4 },
];

/** Their end comes when time has passed, and that of a link's use with it. */
const SLOW = new Set(['92', '97']);
/** Paid for good within seconds, and their money is not disputed. */
const PROMPT = new Set([REGULAR, '85', '86', '87', '88', '95', '96']);

const ORANGE_SHARE = 0.35;
const PREFIX: Readonly<Record<Operator, string>> = { 'mtn-momo': '+23767', 'orange-money': '+23769' };

export function drawPayer(random: SeededRandom, rows: readonly PayerRow[] = PAYER_ROWS): Payer {
  const operator = random.next() < ORANGE_SHARE ? 'orange-money' : 'mtn-momo';
  const row = drawRow(random, rows);
  const lastTwo = row.digits === REGULAR ? String(random.between(10, 79)) : row.digits;
  return {
    operator,
    row,
    number: `${PREFIX[operator]}${String(random.between(0, 99_999)).padStart(5, '0')}${lastTwo}`,
  };
}

/** Rows of payers whose payment of a link ends within seconds. */
export const ROWS_OF_LINKS = PAYER_ROWS.filter(({ digits }) => !SLOW.has(digits));

export const isOutOfReach = ({ digits }: PayerRow): boolean => digits === '94';

/** Whether a payment of this row can be given back soon. */
export const isRefundable = ({ digits }: PayerRow): boolean => PROMPT.has(digits);

function drawRow(random: SeededRandom, rows: readonly PayerRow[]): PayerRow {
  let left = random.next() * rows.reduce((sum, { share }) => sum + share, 0);
  for (const row of rows) {
    left -= row.share;
    if (left < 0) return row;
  }
  throw new RangeError('There are no rows to draw from');
}
