import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  addDays,
  Aggregate,
  beginningOf,
  doualaDay,
  endOfDoualaDay,
  Money,
  uuidv7,
  type Currency,
  type Mode,
  type Tenant,
} from '#kernel';
import { DisputeClosed } from './dispute.errors.js';
import type { DisputeEvent } from './dispute.events.js';
import {
  disputeView,
  type DisputeDecider,
  type DisputeOutcome,
  type DisputeStatus,
  type DisputeView,
} from './dispute-view.js';
import type { EvidenceView } from './evidence-view.js';

const EVIDENCE_DAYS = 10;
const SUBMISSIONS_MAX = 5;
const REASON_LENGTH_MAX = 500;
/** Operators' words may be empty; a dispute always says why. */
const REASON_UNKNOWN = 'The payer contests the charge';

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

export interface DisputeDecision {
  readonly outcome: DisputeOutcome;
  readonly by: DisputeDecider;
  readonly note: string | null;
}

/**
 * A charge that the payer contests.
 *
 *   open → under_review → won | lost
 *   open → won | lost
 *
 * `under_review` means that the merchant has answered, so that the deadline ends it no more. The money is in
 * merchant.reserved until the end. Every method is called under the lock of the row: evidence, the deadline and a
 * decision may come at the same moment, and whoever is second finds it closed.
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
  @Column('smallint') submissions: number;
  @Column('timestamptz') resolvedAt: Date | null;
  @Column('text') resolvedBy: DisputeDecider | null;
  @Column('text') resolutionNote: string | null;
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
      reason: beginningOf(reason.trim(), REASON_LENGTH_MAX) || REASON_UNKNOWN,
      provider,
      providerReference,
      fromOwnPending: fromOwnPending.toDecimal(),
      fromAvailable: amount.minus(fromOwnPending).toDecimal(),
      evidenceDueBy: endOfDoualaDay(addDays(doualaDay(now), EVIDENCE_DAYS)),
      submissions: 0,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<Dispute>);
  }

  get view(): DisputeView {
    return disputeView(this);
  }

  get money(): Money {
    return Money.of(this.amount, this.currency);
  }

  get isDecided(): boolean {
    return this.status === 'won' || this.status === 'lost';
  }

  /** How often evidence may still be submitted. */
  get submissionsLeft(): number {
    return this.isDecided ? 0 : SUBMISSIONS_MAX - this.submissions;
  }

  /** Throws DisputeClosed when it takes no evidence any more. */
  requireAnswerable(now: Date): void {
    this.requireUndecided();
    if (now > this.evidenceDueBy) throw new DisputeClosed('deadline_passed');
    if (this.submissionsLeft <= 0) throw new DisputeClosed('submissions_used_up');
  }

  /** The merchant submits evidence. Throws DisputeClosed. */
  answer(now: Date): void {
    this.requireAnswerable(now);
    this.submissions += 1;
    this.status = 'under_review';
    this.updatedAt = now;
  }

  /** Whether its deadline went by without any evidence. */
  isUnanswered(now: Date): boolean {
    return this.status === 'open' && now > this.evidenceDueBy;
  }

  /** Ends it for good. Throws DisputeClosed when it is decided already. */
  resolve({ outcome, by, note }: DisputeDecision, now: Date): void {
    this.requireUndecided();
    this.status = outcome;
    this.resolvedAt = now;
    this.resolvedBy = by;
    this.resolutionNote = note;
    this.updatedAt = now;
  }

  /** Tells what happened, with the evidence so far and the payment as it stands now. */
  tell(type: DisputeEvent['type'], evidence: readonly EvidenceView[], payment: object, now: Date): void {
    this.raise(type, { dispute: this.view, evidence, payment }, now);
  }

  private requireUndecided(): void {
    if (this.isDecided) throw new DisputeClosed('decided');
  }
}
