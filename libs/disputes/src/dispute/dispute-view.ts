import { viewOf, type Currency, type Mode } from '#kernel';

export type DisputeStatus = 'open' | 'under_review' | 'won' | 'lost';

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
  readonly resolvedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const { view: disputeView } = viewOf<DisputeView>({
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
  resolvedAt: true,
  createdAt: true,
  updatedAt: true,
});
