import { viewOf, type Currency, type Mode } from '#kernel';

export type DisputeStatus = 'open' | 'under_review' | 'won' | 'lost';
export type DisputeOutcome = 'won' | 'lost';

/** Who ended a dispute: platform staff, the deadline without evidence, or words that the sandbox takes as a decision. */
export type DisputeDecider = 'staff' | 'deadline' | 'simulation';

/** A dispute as the house tells it: plain JSON, instants in ISO 8601, amounts as decimal text in major units. */
export interface DisputeView {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly paymentId: string;
  readonly status: DisputeStatus;
  readonly amount: string;
  readonly currency: Currency;
  readonly reason: string;
  readonly providerReference: string | null;
  readonly evidenceDueBy: string;
  /** How often evidence was submitted. */
  readonly submissions: number;
  readonly resolvedAt: string | null;
  readonly resolvedBy: DisputeDecider | null;
  /** What staff noted with their decision, for themselves. */
  readonly resolutionNote: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const { columns: DISPUTE_VIEW_COLUMNS, view: disputeView } = viewOf<DisputeView>({
  id: true,
  organizationId: true,
  mode: true,
  paymentId: true,
  status: true,
  amount: true,
  currency: true,
  reason: true,
  providerReference: true,
  evidenceDueBy: true,
  submissions: true,
  resolvedAt: true,
  resolvedBy: true,
  resolutionNote: true,
  createdAt: true,
  updatedAt: true,
});
