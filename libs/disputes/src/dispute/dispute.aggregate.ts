import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  addDays,
  Aggregate,
  doualaDay,
  endOfDoualaDay,
  uuidv7,
  type Currency,
  type Mode,
  type Money,
  type Tenant,
} from '#kernel';
import { disputeView, type DisputeStatus, type DisputeView } from './dispute-view.js';

const EVIDENCE_DAYS = 10;

export interface NewDispute {
  readonly tenant: Tenant;
  readonly paymentId: string;
  readonly amount: Money;
  readonly reason: string;
  readonly provider: string;
  readonly providerReference: string | null;
  /** Of the amount, what came out of the payment's own net while that was pending; the rest came out of available. */
  readonly fromOwnPending: Money;
}

/**
 * A charge that the payer contests: open → under_review → won | lost. Its money is in merchant.reserved until the end.
 */
@Entity('disputes')
export class Dispute extends Aggregate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') organizationId: string;
  @Column('text') mode: Mode;
  @Column('uuid') paymentId: string;
  @Column('text') status: DisputeStatus;
  @Column('numeric') amount: string;
  @Column('text') currency: Currency;
  @Column('text') reason: string;
  @Column('text') provider: string;
  @Column('text') providerReference: string | null;
  @Column('numeric') fromOwnPending: string;
  @Column('numeric') fromAvailable: string;
  @Column('timestamptz') evidenceDueBy: Date;
  @Column('timestamptz') resolvedAt: Date | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;

  static open(request: NewDispute, now: Date): Dispute {
    const { tenant, paymentId, amount, reason, provider, providerReference, fromOwnPending } = request;
    const dispute = new Dispute();
    return Object.assign(dispute, {
      id: uuidv7(now),
      ...tenant,
      paymentId,
      status: 'open',
      amount: amount.toDecimal(),
      currency: amount.currency,
      reason,
      provider,
      providerReference,
      fromOwnPending: fromOwnPending.toDecimal(),
      fromAvailable: amount.minus(fromOwnPending).toDecimal(),
      evidenceDueBy: endOfDoualaDay(addDays(doualaDay(now), EVIDENCE_DAYS)),
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<Dispute>);
  }

  get view(): DisputeView {
    return disputeView(this);
  }

  opened(payment: object, now: Date): void {
    this.raise('dispute.opened', { dispute: this.view, payment }, now);
  }
}
