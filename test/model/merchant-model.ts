import type { ModelDispute, ModelLink, ModelPayment, ModelPayout, ModelRefund, Sources } from './model-records.js';
import { FIRST_ANSWER, FIRST_REFUND } from './operator-rows.js';

/** Of a refusal its code. */
export type Outcome = string;
export const DONE = 'done';

const FEE_PER_MILLE = 25;
const PAYOUT_MINIMUM = 500;
const CHECK_GAP_MS = 5000;
const SUBMISSION_GRACE_MS = 10_000;

/** What the rules of money.md and the sandbox's table make of one merchant, in whole francs and without any database. */
export class MerchantModel {
  readonly payments: ModelPayment[] = [];
  readonly refunds: ModelRefund[] = [];
  readonly payouts: ModelPayout[] = [];
  readonly links: ModelLink[] = [];
  readonly disputes: ModelDispute[] = [];
  pending = 0;
  available = 0;
  reserved = 0;

  refundable({ status, dispute, amount, refunded, refunding }: ModelPayment): number {
    return status === 'settled' && dispute !== 'open' && dispute !== 'lost' ? amount - refunded - refunding : 0;
  }

  /** The operator is asked, and what it says is taken. */
  asked(payment: ModelPayment, now: Date): void {
    if (payment.status === 'settled') return;
    const wasOpen = payment.status === 'pending';
    const isOver = payment.expiresAt <= now;
    if (payment.operator === 'absent') {
      const isMissed = payment.createdAt.getTime() + SUBMISSION_GRACE_MS <= now.getTime();
      // Taken there anew, under the same reference.
      if (wasOpen && !isOver && isMissed) payment.operator = 'waiting';
    } else if (payment.operator === 'waiting') {
      if (payment.row === '92' && !wasOpen) payment.operator = 'settled';
      else payment.operator = FIRST_ANSWER[payment.row] ?? 'waiting';
    }
    if (payment.operator === 'settled') this.settle(payment);
    else if (wasOpen && payment.operator !== 'absent' && payment.operator !== 'waiting') {
      payment.status = payment.operator;
    } else if (wasOpen && isOver) payment.status = 'expired';
  }

  askedIfDue(payment: ModelPayment, now: Date): void {
    const { lastCheckedAt } = payment;
    if (!lastCheckedAt || lastCheckedAt.getTime() + CHECK_GAP_MS <= now.getTime()) this.asked(payment, now);
  }

  cancel(payment: ModelPayment, now: Date): Outcome {
    if (payment.status === 'pending') this.asked(payment, now);
    if (payment.status !== 'pending') return 'payment_not_cancellable';
    payment.status = 'cancelled';
    return DONE;
  }

  private settle(payment: ModelPayment): void {
    payment.status = 'settled';
    payment.fee = halfUp(payment.amount * FEE_PER_MILLE, 1000);
    const net = payment.amount - payment.fee;
    payment.contested = payment.row === '90';
    payment.released = payment.row === '91';
    payment.pendingNet = payment.released ? 0 : net;
    this[payment.released ? 'available' : 'pending'] += net;
  }

  /** Whether a payment takes a refund, or one that has failed is taken again. */
  refund(payment: ModelPayment, amount: number, again: ModelRefund | null = null): ModelRefund | Outcome {
    if (again && again.status !== 'failed' && again.status !== 'cancelled') return 'refund_not_retryable';
    if (payment.status !== 'settled' || payment.dispute === 'open' || payment.dispute === 'lost') {
      return 'payment_not_refundable';
    }
    if (amount > this.refundable(payment)) return 'refund_exceeds_payment';
    const feeReturned = this.feeFor(payment, amount);
    const sources = this.sourcesOf(payment, amount - feeReturned);
    if (!sources) return 'insufficient_balance';
    payment.refunding += amount;
    payment.feeReturned += feeReturned;
    payment.pendingNet -= sources.own;
    this.pending -= sources.own + sources.other;
    this.available -= sources.available;
    this.reserved += amount - feeReturned;
    return { id: '', payment, amount, status: 'pending', attempt: (again?.attempt ?? 0) + 1, feeReturned, sources };
  }

  /** In proportion to all that is given back by then, and never more than is given back now. */
  private feeFor({ amount: whole, fee, feeReturned, refunded, refunding }: ModelPayment, amount: number): number {
    const due = halfUp(fee * (refunded + refunding + amount), whole) - feeReturned;
    return Math.min(Math.max(due, 0), amount);
  }

  private sourcesOf(payment: ModelPayment, cost: number): Sources | null {
    const own = Math.min(cost, payment.pendingNet, Math.max(this.pending, 0));
    const available = Math.min(cost - own, Math.max(this.available, 0));
    const other = cost - own - available;
    return other > Math.max(this.pending - own, 0) ? null : { own, available, other };
  }

  /** One step of a refund: it is handed over, or asked after. */
  refundAsked(refund: ModelRefund): void {
    const { payment, status } = refund;
    if (status !== 'pending' && status !== 'processing') return;
    const first = refund.attempt === 1 ? FIRST_REFUND[payment.row] : undefined;
    // Orange sends the money while the caller waits; MTN takes the request, and says later.
    const isSaid = status === 'processing' || (payment.provider === 'orange-money' && !first);
    if (payment.row === '88' || !isSaid) refund.status = 'processing';
    else if (first) this.refundFailed(refund, first);
    else this.refundCompleted(refund);
  }

  private refundCompleted(refund: ModelRefund): void {
    const { payment, amount } = refund;
    refund.status = 'completed';
    payment.refunding -= amount;
    payment.refunded += amount;
    this.reserved -= amount - refund.feeReturned;
  }

  /** All of it goes back to where it was taken from, or to available where that has been released meanwhile. */
  private refundFailed(refund: ModelRefund, status: 'failed' | 'cancelled'): void {
    const { payment, amount, feeReturned, sources } = refund;
    const unreleased = this.payments
      .filter(({ released }) => !released)
      .reduce((sum, each) => sum + each.pendingNet, 0);
    const toOther = Math.min(sources.other, Math.max(unreleased - this.pending, 0));
    const toPending = (payment.released ? 0 : sources.own) + toOther;
    if (!payment.released) payment.pendingNet += sources.own;
    payment.refunding -= amount;
    payment.feeReturned -= feeReturned;
    this.reserved -= amount - feeReturned;
    this.pending += toPending;
    this.available += amount - feeReturned - toPending;
    refund.status = status;
  }

  payOut(amount: number): Outcome {
    if (amount < PAYOUT_MINIMUM) return 'payout_below_minimum';
    if (amount > this.available) return 'insufficient_balance';
    this.available -= amount;
    this.reserved += amount;
    return DONE;
  }

  payoutAsked(payout: ModelPayout): void {
    if (payout.status === 'pending') payout.status = 'processing';
    else if (payout.status === 'processing') {
      if (payout.operator === 'waiting' && payout.amount % 100 === 96) payout.operator = 'failed';
      if (payout.operator === 'waiting') return;
      payout.status = payout.operator;
      this.reserved -= payout.amount;
      if (payout.status === 'failed') this.available += payout.amount;
    }
  }

  /** Whatever was paid and may be used by now; never more than pending holds, of which refunds of others may have taken. */
  release(now: Date): void {
    const due = this.payments.filter(({ released, availableAt }) => !released && availableAt && availableAt <= now);
    const net = due.reduce((sum, { pendingNet }) => sum + pendingNet, 0);
    const amount = Math.min(net, Math.max(this.pending, 0));
    this.pending -= amount;
    this.available += amount;
    for (const payment of due) Object.assign(payment, { released: true, pendingNet: 0 });
  }

  usesOf({ uses }: ModelLink): number {
    return [...uses.values()].filter((state) => state !== 'released').length;
  }

  isUsedUp(link: ModelLink): boolean {
    return link.maxUses !== null && this.usesOf(link) >= link.maxUses;
  }

  /** Everybody hears of what has happened: uses of links end with their payments. Gives who is contested from now on. */
  heard(): ModelPayment[] {
    for (const { uses } of this.links) {
      for (const payment of uses.keys()) {
        if (payment.status !== 'pending') uses.set(payment, payment.status === 'settled' ? 'paid' : 'released');
      }
    }
    const contested = this.payments.filter((payment) => payment.contested && !this.objectionTo(payment));
    for (const payment of this.payments) payment.contested = false;
    return contested;
  }

  private objectionTo(payment: ModelPayment): string | null {
    const isDisputable = payment.status === 'settled' && payment.dispute === 'none' && this.refundable(payment) > 0;
    return isDisputable ? null : 'payment_not_disputable';
  }

  /** How much a dispute that is opened holds, or why none can be. */
  contest(payment: ModelPayment): number | Outcome {
    const objection = this.objectionTo(payment);
    if (objection) return objection;
    const amount = this.refundable(payment);
    const own = Math.min(amount, payment.pendingNet, Math.max(this.pending, 0));
    payment.dispute = 'open';
    payment.pendingNet -= own;
    this.pending -= own;
    this.available -= amount - own;
    this.reserved += amount;
    return amount;
  }

  decide(dispute: ModelDispute, outcome: 'won' | 'lost'): Outcome {
    if (dispute.status === 'won' || dispute.status === 'lost') return 'dispute_closed';
    dispute.status = outcome;
    dispute.payment.dispute = outcome;
    this.reserved -= dispute.amount;
    if (outcome === 'won') this.available += dispute.amount;
    return DONE;
  }
}

const halfUp = (numerator: number, denominator: number): number =>
  Math.floor((2 * numerator + denominator) / (2 * denominator));
