import type { SeededRandom } from '../seeded-random.js';
import { drawPayer, isRefundable, ROWS_OF_LINKS, type Payer } from './payer-rows.js';

/** What somebody means to do, whatever breaks while it is done. `merchant` counts the merchants of the run. */
export type Intention = PaymentIntention | RefundIntention | PayoutIntention | LinkIntention;

export interface PaymentIntention {
  readonly kind: 'payment';
  readonly merchant: number;
  readonly payer: Payer;
  readonly amount: number;
}

export interface RefundIntention {
  readonly kind: 'refund';
  readonly merchant: number;
  readonly payment: PaymentIntention;
  /** Asked for at the same moment; together they may be more than was paid. */
  readonly amounts: readonly number[];
}

export interface PayoutIntention {
  readonly kind: 'payout';
  readonly merchant: number;
  readonly amount: number;
}

/** Payers who press at the same moment, of a link that takes one payment or any number. */
export interface LinkIntention {
  readonly kind: 'link';
  readonly merchant: number;
  readonly amount: number;
  readonly isReusable: boolean;
  readonly payers: readonly Payer[];
}

const SHARES = { payment: 74, refund: 12, payout: 8, link: 6 } as const satisfies Record<Intention['kind'], number>;

/** So many operations, in the order in which they are begun; a payer who presses and a refund that is asked for are one each. */
export function drawIntentions(random: SeededRandom, operations: number, merchants: number): Intention[] {
  const intentions: Intention[] = [];
  const refundable: PaymentIntention[] = [];
  for (let left = operations; left > 0;) {
    const intention = draw(random, random.between(0, merchants - 1), refundable);
    if (intention.kind === 'payment' && isRefundable(intention.payer.row)) refundable.push(intention);
    intentions.push(intention);
    left -= operationsOf(intention);
  }
  return intentions;
}

export function operationsOf(intention: Intention): number {
  if (intention.kind === 'refund') return intention.amounts.length;
  return intention.kind === 'link' ? intention.payers.length : 1;
}

function draw(random: SeededRandom, merchant: number, refundable: PaymentIntention[]): Intention {
  const kind = drawKind(random);
  if (kind === 'payout') return { kind, merchant, amount: drawPayout(random) };
  if (kind === 'link') return drawLink(random, merchant);
  if (kind === 'refund' && refundable.length > 0) return drawRefund(random, refundable);
  return { kind: 'payment', merchant, payer: drawPayer(random), amount: random.between(100, 90_000) };
}

function drawKind(random: SeededRandom): Intention['kind'] {
  let left = random.next() * 100;
  for (const [kind, share] of Object.entries(SHARES)) {
    left -= share;
    if (left < 0) return kind as Intention['kind'];
  }
  return 'payment';
}

/** Whole or in part, and at times by two people at once. */
function drawRefund(random: SeededRandom, refundable: PaymentIntention[]): RefundIntention {
  const at = random.between(0, refundable.length - 1);
  const [payment] = refundable.splice(at, 1);
  if (!payment) throw new RangeError('There is nothing to give back');
  const { merchant, amount } = payment;
  const part = random.pick([amount, amount, random.between(1, amount)]);
  const amounts = random.next() < 0.4 ? [part, random.pick([amount, part])] : [part];
  return { kind: 'refund', merchant, payment, amounts };
}

/** The last two digits decide: 96 fails, 97 stays under way, anything else is paid out. */
function drawPayout(random: SeededRandom): number {
  const hundreds = random.between(5, 80) * 100;
  return hundreds + random.pick([random.between(0, 95), random.between(0, 95), random.between(0, 95), 96, 97]);
}

function drawLink(random: SeededRandom, merchant: number): LinkIntention {
  const payers = Array.from({ length: random.between(2, 5) }, () => drawPayer(random, ROWS_OF_LINKS));
  const isReusable = random.next() < 0.25;
  return { kind: 'link', merchant, amount: random.between(100, 50_000), isReusable, payers };
}
