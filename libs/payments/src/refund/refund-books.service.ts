import { Injectable } from '@nestjs/common';
import { Money } from '#kernel';
import { credit, debit, InsufficientBalance, Ledger, providerAccount, Statement } from '#ledger';
import { Audit, type Transaction } from '#platform';
import type { Payment } from '../payment/payment.aggregate.js';
import type { Refund, RefundSources } from './refund.aggregate.js';

// Net that merchant.pending should hold but does not, because refunds of other payments were taken from it.
const UNRELEASED_NET = `SELECT coalesce(sum(pending_net), 0) AS net FROM payments
  WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND released_at IS NULL AND available_at IS NOT NULL`;

const FEE_LINES = `SELECT 1 FROM statement_lines WHERE refund_id = $1 AND type = 'fee' AND amount = $2`;

/** The postings and statement lines of refunds (money.md, "Postings"). */
@Injectable()
export class RefundBooks {
  constructor(
    private readonly ledger: Ledger,
    private readonly statement: Statement,
    private readonly audit: Audit,
  ) {}

  /**
   * Where the cost of a refund can be taken from: the payment's own net while that is pending, then what is available,
   * then the rest of what is pending. Throws InsufficientBalance.
   */
  async sources(tx: Transaction, payment: Payment, cost: Money): Promise<RefundSources> {
    const zero = Money.zero(payment.currency);
    // Locked for its own net as well: refunds of other payments may have taken that out of pending, or do so now.
    const funds = await this.ledger.lockMerchantFunds(tx, payment.tenant, payment.currency);
    const pending = funds.pending.atLeast(zero);
    const ownPending = cost.atMost(payment.read('pendingNet')).atMost(pending);
    const rest = cost.minus(ownPending);
    const available = rest.atMost(funds.available.atLeast(zero));
    const otherPending = rest.minus(available);
    if (otherPending.greaterThan(pending.minus(ownPending))) throw new InsufficientBalance(funds, cost);
    return { ownPending, available, otherPending };
  }

  /** Holds the money of a refund; the payment's own net shrinks by what was taken from it. */
  accepted(tx: Transaction, payment: Payment, refund: Refund, now: Date): void {
    const { ownPending, available, otherPending } = refund.sources;
    payment.pendingNet = payment.read('pendingNet').minus(ownPending).toDecimal();
    this.ledger.post(tx, {
      tenant: refund.tenant,
      cause: { type: 'refund', id: refund.id, step: `accepted:${refund.attempt}` },
      postedAt: now,
      postings: [
        debit('merchant.pending', ownPending.plus(otherPending)),
        debit('merchant.available', available),
        credit('merchant.reserved', refund.cost),
      ],
    });
  }

  /** The refund's lines of the statement; later attempts follow with their status. */
  stated(tx: Transaction, payment: Payment, refund: Refund, now: Date): void {
    this.statement.add(tx, refund.tenant, now, {
      type: 'refund',
      direction: 'debit',
      amount: refund.money,
      status: 'pending',
      description: `Refund: ${wordsFor(payment, refund)}`,
      paymentId: payment.id,
      refundId: refund.id,
    });
    if (refund.fee.isPositive()) this.feeStated(tx, payment, refund, now);
  }

  /** Lets the statement tell of a new attempt. No line changes its amount: another share of the fee is another line. */
  async restated(tx: Transaction, payment: Payment, refund: Refund, now: Date): Promise<void> {
    this.statement.followRefund(tx, refund.id, refund.fee, 'pending', now);
    if (!refund.fee.isPositive()) return;
    const lines = await tx.query<object>(FEE_LINES, [refund.id, refund.fee.toDecimal()]);
    if (lines.length === 0) this.feeStated(tx, payment, refund, now);
  }

  processing(tx: Transaction, refund: Refund, now: Date): void {
    this.statement.followRefund(tx, refund.id, refund.fee, 'processing', now);
  }

  completed(tx: Transaction, refund: Refund, now: Date): void {
    this.ledger.post(tx, {
      tenant: refund.tenant,
      cause: { type: 'refund', id: refund.id, step: `completed:${refund.attempt}` },
      postedAt: now,
      postings: [
        debit('merchant.reserved', refund.cost),
        debit('platform.fees', refund.fee),
        credit(providerAccount(refund.provider), refund.money),
      ],
    });
    this.statement.followRefund(tx, refund.id, refund.fee, 'completed', now);
    this.note(tx, refund, 'refund.completed');
  }

  /** Puts everything back: to where it was taken, or to available where that net has been released meanwhile. */
  async failed(tx: Transaction, payment: Payment, refund: Refund, now: Date): Promise<void> {
    const { ownPending, available, otherPending } = refund.sources;
    const released = payment.releasedAt !== null;
    const toOther = await this.returnableToOthers(tx, payment, otherPending);
    const toPending = (released ? Money.zero(refund.currency) : ownPending).plus(toOther);
    if (!released) payment.pendingNet = payment.read('pendingNet').plus(ownPending).toDecimal();
    this.ledger.post(tx, {
      tenant: refund.tenant,
      cause: { type: 'refund', id: refund.id, step: `failed:${refund.attempt}` },
      postedAt: now,
      postings: [
        debit('merchant.reserved', refund.cost),
        credit('merchant.pending', toPending),
        credit('merchant.available', ownPending.plus(available).plus(otherPending).minus(toPending)),
      ],
    });
    this.statement.followRefund(tx, refund.id, refund.fee, 'failed', now);
    this.note(tx, refund, 'refund.failed');
  }

  private note(tx: Transaction, { id: recordId, organizationId }: Refund, action: string): void {
    this.audit.record(tx, { action, organizationId, actorId: null, recordId });
  }

  private feeStated(tx: Transaction, payment: Payment, refund: Refund, now: Date): void {
    this.statement.add(tx, refund.tenant, now, {
      type: 'fee',
      direction: 'credit',
      amount: refund.fee,
      status: 'pending',
      description: `Fee returned: ${wordsFor(payment, refund)}`,
      paymentId: payment.id,
      refundId: refund.id,
    });
  }

  /** Never more than pending still lacks: what was settled meanwhile went to available, and so does its share. */
  private async returnableToOthers(tx: Transaction, payment: Payment, taken: Money): Promise<Money> {
    if (taken.isZero()) return taken;
    const { organizationId, mode, currency } = payment;
    const funds = await this.ledger.lockMerchantFunds(tx, payment.tenant, currency);
    const [row] = await tx.query<{ net: string }>(UNRELEASED_NET, [organizationId, mode, currency]);
    const lacking = Money.of(row?.net ?? '0', currency).minus(funds.pending);
    return taken.atMost(lacking.atLeast(Money.zero(currency)));
  }
}

const wordsFor = (payment: Payment, refund: Refund): string => refund.description || payment.description || payment.id;
