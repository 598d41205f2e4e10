import type { PaymentStatus } from '#payments';
import type { OutcomeKey } from '../../apps/simulator/src/outcomes.js';

/** The rows of the sandbox's table that leave nothing to a clock, the plainest first: that is where a failure is led to. */
export const ROWS = [
  ...(['87', '91', '97', '01', '92', '86', '95', '96', '88', '90'] as const),
  ...(['98', '99', '00', '89', '93', '94'] as const),
] as const satisfies readonly OutcomeKey[];
export type Row = (typeof ROWS)[number];

type Ended = Exclude<PaymentStatus, 'pending'>;

/** What the operator says when it is first asked; the other rows wait, or have never been there. */
export const FIRST_ANSWER: Readonly<Partial<Record<Row, Ended>>> = {
  '86': 'settled',
  '87': 'settled',
  '88': 'settled',
  '90': 'settled',
  '91': 'settled',
  '95': 'settled',
  '96': 'settled',
  '00': 'failed',
  '99': 'failed',
  '98': 'cancelled',
  '89': 'expired',
};

/** The operator has none of these: it has said so before it took them. */
export const isRefusedAtOnce = (row: Row): boolean => row === '93' || row === '94';

export const HANDSET = { approve: 'settled', refuse: 'cancelled', lapse: 'expired' } as const;
export type HandsetDecision = keyof typeof HANDSET;

/** How the first attempt of a refund ends where it does not end well. */
export const FIRST_REFUND: Readonly<Partial<Record<Row, 'cancelled' | 'failed'>>> = {
  '95': 'cancelled',
  '96': 'failed',
};
