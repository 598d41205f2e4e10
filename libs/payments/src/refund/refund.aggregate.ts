import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Aggregate, Money, uuidv4, uuidv7, type Currency, type Mode, type Tenant } from '#kernel';
import { countCheck, nextOpenCheck } from '../payment/check-schedule.js';
import type { PaymentView } from '../payment/payment-view.js';
import { RefundNotRetryable } from './refund.errors.js';
import type { RefundEvent } from './refund.events.js';
import { refundView, type RefundStatus, type RefundView } from './refund-view.js';

/** Where the money of a refund is taken from; the parts sum to amount less the fee that is given back. */
export interface RefundSources {
  readonly ownPending: Money;
  readonly available: Money;
  readonly otherPending: Money;
}

export interface NewRefund {
  readonly tenant: Tenant;
  readonly paymentId: string;
  readonly amount: Money;
  readonly feeReturned: Money;
  readonly providerAmount: Money;
  readonly provider: RefundView['provider'];
  readonly description: string | null;
  readonly reason: string | null;
  readonly sources: RefundSources;
}

/**
 * Money on its way back to a payer.
 *
 *   pending → processing → completed | failed | cancelled
 *   failed | cancelled → pending, as a new attempt under a new reference.
 *
 * `pending` means that the operator may not have it yet, `processing` that it certainly has.
 */
@Entity('refunds')
export class Refund extends Aggregate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') organizationId: string;
  @Column('text') mode: Mode;
  @Column('uuid') paymentId: string;
  @Column('text') status: RefundStatus;
  @Column('numeric') amount: string;
  @Column('text') currency: Currency;
  @Column('numeric') feeReturned: string;
  @Column('numeric') fromOwnPending: string;
  @Column('numeric') fromAvailable: string;
  @Column('numeric') fromOtherPending: string;
  @Column('text') description: string | null;
  @Column('text') reason: string | null;
  @Column('text') provider: RefundView['provider'];
  @Column('uuid') providerReference: string;
  @Column('numeric') providerAmount: string;
  @Column('text') providerCurrency: Currency;
  @Column('smallint') attempt: number;
  @Column('text') failureReason: string | null;
  @Column('text') failureMessage: string | null;
  @Column('timestamptz') completedAt: Date | null;
  @Column('timestamptz') lastCheckedAt: Date | null;
  @Column('smallint') checks: number;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
  /** When the operator is asked next, once that was decided anew; null: never again. */
  nextCheckAt: Date | null | undefined;

  static request(request: NewRefund, now: Date): Refund {
    const refund = new Refund();
    Object.assign(refund, {
      id: uuidv7(now),
      ...request.tenant,
      paymentId: request.paymentId,
      status: 'pending',
      amount: request.amount.toDecimal(),
      currency: request.amount.currency,
      feeReturned: request.feeReturned.toDecimal(),
      description: request.description,
      reason: request.reason,
      provider: request.provider,
      providerReference: uuidv4(),
      providerAmount: request.providerAmount.toDecimal(),
      providerCurrency: request.providerAmount.currency,
      attempt: 1,
      nextCheckAt: now,
      checks: 0,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<Refund>);
    refund.take(request.sources);
    return refund;
  }

  get money(): Money {
    return Money.of(this.amount, this.currency);
  }

  /** What the operator is asked to send back, in its own currency. */
  get collected(): Money {
    return Money.of(this.providerAmount, this.providerCurrency);
  }

  /** The part of the platform's fee that comes back. */
  get fee(): Money {
    return Money.of(this.feeReturned, this.currency);
  }

  /** What it costs the merchant: the amount less the fee that comes back. */
  get cost(): Money {
    return this.money.minus(this.fee);
  }

  get sources(): RefundSources {
    return {
      ownPending: Money.of(this.fromOwnPending, this.currency),
      available: Money.of(this.fromAvailable, this.currency),
      otherPending: Money.of(this.fromOtherPending, this.currency),
    };
  }

  get isOpen(): boolean {
    return this.status === 'pending' || this.status === 'processing';
  }

  get view(): RefundView {
    return refundView(this);
  }

  /** The operator has it. False when that is no news. */
  process(now: Date): boolean {
    if (this.status !== 'pending') return false;
    this.status = 'processing';
    this.updatedAt = now;
    return true;
  }

  complete(now: Date): boolean {
    if (!this.isOpen) return false;
    this.status = 'completed';
    this.completedAt = now;
    this.end(now);
    return true;
  }

  /** The operator says no, in words of ours; `cancelled` when it called the refund off. */
  fail(reason: string, message: string, now: Date): boolean {
    if (!this.isOpen) return false;
    this.status = reason === 'cancelled_by_operator' ? 'cancelled' : 'failed';
    this.failureReason = reason;
    this.failureMessage = message;
    this.end(now);
    return true;
  }

  requireRetryable(): void {
    if (this.status !== 'failed' && this.status !== 'cancelled') throw new RefundNotRetryable(this.status);
  }

  /** A new attempt. The operator must be asked under a new reference: it remembers the old one as failed. */
  retry(feeReturned: Money, sources: RefundSources, now: Date): void {
    this.requireRetryable();
    this.status = 'pending';
    this.attempt += 1;
    this.providerReference = uuidv4();
    this.feeReturned = feeReturned.toDecimal();
    this.failureReason = null;
    this.failureMessage = null;
    this.nextCheckAt = now;
    this.updatedAt = now;
    this.take(sources);
  }

  checked(now: Date): void {
    this.lastCheckedAt = now;
    this.checks = countCheck(this.checks);
    this.nextCheckAt = this.isOpen ? nextOpenCheck(this.mode, this.createdAt, now) : null;
  }

  /** Tells what happened, with the payment as it stands now. */
  tell(type: RefundEvent['type'], payment: PaymentView, now: Date): void {
    this.raise(type, { refund: this.view, payment }, now);
  }

  private take(sources: RefundSources): void {
    this.fromOwnPending = sources.ownPending.toDecimal();
    this.fromAvailable = sources.available.toDecimal();
    this.fromOtherPending = sources.otherPending.toDecimal();
  }

  private end(now: Date): void {
    this.nextCheckAt = null;
    this.updatedAt = now;
  }
}
