import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Aggregate, Money, uuidv4, uuidv7, type Currency, type Mode } from '#kernel';
import { countCheck, nextClosedCheck, nextOpenCheck } from './check-schedule.js';
import type { NewPayment, SettlementTerms } from './new-payment.js';
import { PaymentNotCancellable } from './payment.errors.js';
import type { PaymentEvent } from './payment.events.js';
import { PAYMENT_FAILURES, type PaymentFailure } from './payment-failure.js';
import { paymentView, type DisputeState, type PaymentStatus, type PaymentView } from './payment-view.js';

/** Ends that no operator has confirmed. */
const UNSAID: ReadonlySet<PaymentFailure> = new Set(['expired', 'operator_unavailable']);

/**
 * Money asked from a payer.
 *
 *   pending → settled | failed | expired | cancelled
 *   failed | expired | cancelled → settled, by the operator's explicit word alone: confirmed money wins.
 *
 * Every method is called under the lock of the row; one that changes nothing says so, because a callback, a poll and
 * a manual refresh may all bring the same news.
 */
@Entity('payments')
export class Payment extends Aggregate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') organizationId: string;
  @Column('text') mode: Mode;
  @Column('text') status: PaymentStatus;
  @Column('numeric') amount: string;
  @Column('text') currency: Currency;
  @Column('text') provider: PaymentView['provider'];
  @Column('text') channel: PaymentView['channel'];
  @Column('text') payerMsisdn: string;
  @Column('text') payerName: string | null;
  @Column('text') payerEmail: string | null;
  @Column('text') description: string;
  @Column('jsonb') metadata: Record<string, unknown>;
  @Column('uuid') customerId: string | null;
  @Column('uuid') orderId: string | null;
  @Column('uuid') invoiceId: string | null;
  @Column('uuid') paymentLinkId: string | null;
  @Column('uuid') providerReference: string;
  @Column('numeric') providerAmount: string;
  @Column('text') providerCurrency: Currency;
  @Column('numeric') exchangeRate: string;
  @Column('text') operatorTransactionId: string | null;
  @Column('timestamptz') acceptedAt: Date | null;
  @Column('numeric') fee: string;
  @Column('numeric') feePercent: string | null;
  @Column('timestamptz') settledAt: Date | null;
  @Column('timestamptz') availableAt: Date | null;
  @Column('timestamptz') releasedAt: Date | null;
  @Column('uuid') settlementId: string | null;
  @Column('numeric') pendingNet: string;
  @Column('numeric') refundedAmount: string;
  @Column('numeric') refundingAmount: string;
  @Column('numeric') feeReturned: string;
  @Column('text') disputeState: DisputeState;
  @Column('uuid') disputeId: string | null;
  @Column('text') failureReason: PaymentFailure | null;
  @Column('text') failureMessage: string | null;
  @Column('text') cancelledBy: 'organization' | 'payer' | null;
  @Column('timestamptz') closedAt: Date | null;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz') lastCheckedAt: Date | null;
  @Column('smallint') checks: number;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
  /** When the operator is asked next, once that was decided anew; null: never again. */
  nextCheckAt: Date | null | undefined;

  static initiate(request: NewPayment, now: Date): Payment {
    const payment = new Payment();
    const zero = Money.zero(request.amount.currency).toDecimal();
    Object.assign(payment, {
      id: uuidv7(now),
      ...request.tenant,
      status: 'pending',
      amount: request.amount.toDecimal(),
      currency: request.amount.currency,
      provider: request.provider,
      channel: request.channel ?? 'prompt',
      payerMsisdn: request.payerMsisdn,
      payerName: request.payerName ?? null,
      payerEmail: request.payerEmail ?? null,
      description: request.description,
      metadata: request.metadata,
      customerId: request.customerId ?? null,
      orderId: request.orderId ?? null,
      invoiceId: request.invoiceId ?? null,
      paymentLinkId: request.paymentLinkId ?? null,
      // A version 4 UUID, because MTN refuses any other (providers/mtn-momo §2.1).
      providerReference: uuidv4(),
      providerAmount: request.providerAmount.toDecimal(),
      providerCurrency: request.providerAmount.currency,
      exchangeRate: request.exchangeRate,
      fee: zero,
      pendingNet: zero,
      refundedAmount: zero,
      refundingAmount: zero,
      feeReturned: zero,
      disputeState: 'none',
      expiresAt: new Date(now.getTime() + request.lifetimeMinutes * 60_000),
      nextCheckAt: nextOpenCheck(request.tenant.mode, now, now),
      checks: 0,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<Payment>);
    payment.tell('payment.initiated', {}, now);
    return payment;
  }

  get view(): PaymentView {
    return paymentView(this);
  }

  get money(): Money {
    return Money.of(this.amount, this.currency);
  }

  get net(): Money {
    return this.money.minus(Money.of(this.fee, this.currency));
  }

  /** What a refund may still take. */
  get refundable(): Money {
    if (this.status !== 'settled' || this.disputeState === 'open' || this.disputeState === 'lost') {
      return Money.zero(this.currency);
    }
    return this.money.minus(this.refundedOrRefunding);
  }

  private get refundedOrRefunding(): Money {
    return this.read('refundedAmount').plus(this.read('refundingAmount'));
  }

  /**
   * The fee that comes back with a further part: in proportion to all that is refunded with it, so that a full refund costs
   * the merchant nothing, however it is split. Never more than the part: what a merchant is given for a refund that may still
   * fail could not be taken back.
   */
  feeFor(part: Money): Money {
    const due = this.read('fee')
      .portion(this.refundedOrRefunding.plus(part), this.money)
      .minus(this.read('feeReturned'));
    // Where others have failed in between, they may have been given more or less than their share.
    return due.atLeast(Money.zero(this.currency)).atMost(part);
  }

  /**
   * What the operator gives back for a further part of the amount, at the rate of the payment. Counted from the whole
   * that is refunded before and after, so that the parts never sum to more than was collected.
   */
  providerShare(part: Money): Money {
    const collected = Money.of(this.providerAmount, this.providerCurrency);
    const before = this.refundedOrRefunding;
    return collected.portion(before.plus(part), this.money).minus(collected.portion(before, this.money));
  }

  read(field: 'pendingNet' | 'refundedAmount' | 'refundingAmount' | 'feeReturned' | 'fee'): Money {
    return Money.of(this[field], this.currency);
  }

  /** Whether the operator's word can still change it. */
  get isOpen(): boolean {
    return this.status === 'pending';
  }

  accept(now: Date): void {
    this.acceptedAt ??= now;
    this.updatedAt = now;
  }

  /** The operator says that the money was paid. False when that is no news. */
  settle(terms: SettlementTerms, operatorTransactionId: string | null, now: Date): boolean {
    if (this.status === 'settled') return false;
    const late = this.status !== 'pending';
    this.status = 'settled';
    this.fee = this.money.percentage(terms.feePercent).toDecimal();
    this.feePercent = terms.feePercent;
    this.pendingNet = this.net.toDecimal();
    this.operatorTransactionId = operatorTransactionId;
    this.settledAt = now;
    this.availableAt = terms.availableAt;
    this.failureReason = null;
    this.failureMessage = null;
    this.cancelledBy = null;
    this.closedAt = now;
    this.nextCheckAt = null;
    this.updatedAt = now;
    this.tell('payment.settled', { late }, now);
    return true;
  }

  /** The operator says that there will be no money, or certainly never had the request. */
  fail(reason: PaymentFailure, now: Date): boolean {
    if (!this.isOpen) return false;
    if (reason === 'expired') return this.expire(now);
    this.failureReason = reason;
    this.failureMessage = PAYMENT_FAILURES[reason];
    if (reason === 'payer_refused') {
      this.cancelledBy = 'payer';
      this.close('cancelled', now);
    } else {
      this.close('failed', now);
    }
    return true;
  }

  /** Nobody approved in time. */
  expire(now: Date): boolean {
    if (!this.isOpen) return false;
    this.failureReason = 'expired';
    this.failureMessage = PAYMENT_FAILURES.expired;
    this.close('expired', now);
    return true;
  }

  /** Withdraws a payment that nobody has approved yet. Throws PaymentNotCancellable in any other state. */
  cancel(now: Date): void {
    if (!this.isOpen) throw new PaymentNotCancellable(this.status);
    this.cancelledBy = 'organization';
    this.close('cancelled', now);
  }

  /** Notes that the operator was asked and decides when to ask again. */
  checked(now: Date): void {
    this.lastCheckedAt = now;
    this.checks = countCheck(this.checks);
    this.nextCheckAt = this.isOpen ? nextOpenCheck(this.mode, this.createdAt, now) : this.closedCheck(now);
  }

  refundStarted(amount: Money, feeReturned: Money, now: Date): void {
    this.refundingAmount = this.read('refundingAmount').plus(amount).toDecimal();
    this.feeReturned = this.read('feeReturned').plus(feeReturned).toDecimal();
    this.updatedAt = now;
  }

  refundCompleted(amount: Money, now: Date): void {
    this.refundingAmount = this.read('refundingAmount').minus(amount).toDecimal();
    this.refundedAmount = this.read('refundedAmount').plus(amount).toDecimal();
    this.updatedAt = now;
  }

  refundFailed(amount: Money, feeReturned: Money, now: Date): void {
    this.refundingAmount = this.read('refundingAmount').minus(amount).toDecimal();
    this.feeReturned = this.read('feeReturned').minus(feeReturned).toDecimal();
    this.updatedAt = now;
  }

  /** What was left of its net in pending can now be used. */
  release(settlementId: string, now: Date): void {
    this.pendingNet = Money.zero(this.currency).toDecimal();
    this.releasedAt = now;
    this.settlementId = settlementId;
    this.updatedAt = now;
  }

  /** The operator passes on that the payer disputes the charge. */
  dispute(reason: string, disputedAmount: Money | null, now: Date): void {
    if (this.disputeState !== 'none') return;
    this.tell('payment.disputed', { reason, disputedAmount: disputedAmount?.toDecimal() ?? null }, now);
  }

  /** A dispute was opened and has taken what is left of the payment's own net in pending. */
  disputeOpened(disputeId: string, fromOwnPending: Money, now: Date): void {
    this.disputeState = 'open';
    this.disputeId = disputeId;
    this.pendingNet = this.read('pendingNet').minus(fromOwnPending).toDecimal();
    this.updatedAt = now;
  }

  /** The dispute is over. One that was won lets the payment be refunded again. */
  disputeResolved(outcome: 'won' | 'lost', now: Date): void {
    this.disputeState = outcome;
    this.updatedAt = now;
  }

  private close(status: 'failed' | 'expired' | 'cancelled', now: Date): void {
    this.status = status;
    this.closedAt = now;
    this.nextCheckAt = this.closedCheck(now);
    this.updatedAt = now;
    this.tell(`payment.${status}`, {}, now);
  }

  /** An explicit no is final. Where nobody said no, the operator is asked again for some days. */
  private closedCheck(now: Date): Date | null {
    const saidNo = this.failureReason && !UNSAID.has(this.failureReason);
    return this.status === 'settled' || saidNo ? null : nextClosedCheck(this.mode, this.closedAt ?? now, now);
  }

  private tell(type: PaymentEvent['type'], extra: object, now: Date): void {
    this.raise(type, { payment: this.view, ...extra }, now);
  }
}
