import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Aggregate, Money, uuidv4, uuidv7, type Currency, type Mode, type Tenant } from '#kernel';
import { countCheck, nextOpenCheck } from '../payment/check-schedule.js';
import type { PayoutEvent } from './payout.events.js';
import type { PayoutTimes } from './payout-times.js';
import { payoutView, type PayoutDestinationType, type PayoutStatus, type PayoutView } from './payout-view.js';

export interface PayoutDestination {
  readonly type: PayoutDestinationType;
  readonly label: string;
  /** E.164, for destinations that an operator pays to. */
  readonly msisdn: string | null;
  readonly bankAccountId: string | null;
  readonly provider: PayoutView['provider'];
}

export interface NewPayout {
  readonly tenant: Tenant;
  readonly amount: Money;
  readonly description: string | null;
  readonly destination: PayoutDestination;
  readonly times: PayoutTimes;
}

/**
 * Money on its way out to the merchant.
 *
 *   pending → processing → completed | failed
 *
 * `pending` waits for its hand-over, `processing` is with the operator. The money is in merchant.reserved from the
 * request until the end.
 */
@Entity('payouts')
export class Payout extends Aggregate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') organizationId: string;
  @Column('text') mode: Mode;
  @Column('text') status: PayoutStatus;
  @Column('numeric') amount: string;
  @Column('text') currency: Currency;
  @Column('text') description: string | null;
  @Column('text') destinationType: PayoutDestinationType;
  @Column('text') destinationLabel: string;
  @Column('text') destinationMsisdn: string | null;
  @Column('uuid') bankAccountId: string | null;
  @Column('timestamptz') handOverAt: Date;
  @Column('timestamptz') estimatedArrival: Date;
  @Column('text') provider: PayoutView['provider'];
  @Column('uuid') providerReference: string;
  @Column('text') operatorTransactionId: string | null;
  @Column('text') failureReason: string | null;
  @Column('text') failureMessage: string | null;
  @Column('timestamptz') completedAt: Date | null;
  @Column('timestamptz') lastCheckedAt: Date | null;
  @Column('smallint') checks: number;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
  /** When the operator is asked next, once that was decided anew; null: never again. */
  nextCheckAt: Date | null | undefined;

  static request({ tenant, amount, description, destination, times }: NewPayout, now: Date): Payout {
    const payout = new Payout();
    Object.assign(payout, {
      id: uuidv7(now),
      ...tenant,
      status: 'pending',
      amount: amount.toDecimal(),
      currency: amount.currency,
      description,
      destinationType: destination.type,
      destinationLabel: destination.label,
      destinationMsisdn: destination.msisdn,
      bankAccountId: destination.bankAccountId,
      handOverAt: times.handOverAt,
      estimatedArrival: times.estimatedArrival,
      provider: destination.provider,
      providerReference: uuidv4(),
      nextCheckAt: times.handOverAt,
      checks: 0,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<Payout>);
    payout.tell('payout.requested', now);
    return payout;
  }

  get money(): Money {
    return Money.of(this.amount, this.currency);
  }

  get isOpen(): boolean {
    return this.status === 'pending' || this.status === 'processing';
  }

  get view(): PayoutView {
    return payoutView(this);
  }

  /** The operator has it. False when that is no news. */
  process(now: Date): boolean {
    if (this.status !== 'pending') return false;
    this.status = 'processing';
    this.updatedAt = now;
    return true;
  }

  /** Whether a bank carries it out, of which staff say how it ended. */
  get isAtBank(): boolean {
    return this.status === 'processing' && this.provider === null;
  }

  complete(operatorTransactionId: string | null, now: Date): boolean {
    if (!this.isOpen) return false;
    this.status = 'completed';
    this.operatorTransactionId = operatorTransactionId;
    this.completedAt = now;
    this.updatedAt = now;
    this.tell('payout.completed', now);
    return true;
  }

  fail(reason: string, message: string, now: Date): boolean {
    if (!this.isOpen) return false;
    this.status = 'failed';
    this.failureReason = reason;
    this.failureMessage = message;
    this.updatedAt = now;
    this.tell('payout.failed', now);
    return true;
  }

  checked(now: Date): void {
    this.lastCheckedAt = now;
    this.checks = countCheck(this.checks);
    // Nobody can be asked about what a bank has: staff enter how it ended.
    const canBeAsked = this.isOpen && this.provider !== null;
    this.nextCheckAt = canBeAsked ? nextOpenCheck(this.mode, this.handOverAt, now) : null;
  }

  private tell(type: PayoutEvent['type'], now: Date): void {
    this.raise(type, { payout: this.view }, now);
  }
}
