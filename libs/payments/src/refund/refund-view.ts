import { viewOf, type Currency, type Mode } from '#kernel';
import type { ProviderName } from '#providers';

export type RefundStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** A refund as the house tells it: plain JSON, instants in ISO 8601, amounts as decimal text in major units. */
export interface RefundView {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly paymentId: string;
  readonly status: RefundStatus;
  readonly amount: string;
  readonly currency: Currency;
  readonly feeReturned: string;
  readonly description: string | null;
  readonly reason: string | null;
  readonly provider: ProviderName;
  readonly providerReference: string;
  readonly attempt: number;
  readonly failureReason: string | null;
  readonly failureMessage: string | null;
  readonly completedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const VIEW_FIELDS: Readonly<Record<keyof RefundView, true>> = {
  id: true,
  organizationId: true,
  mode: true,
  paymentId: true,
  status: true,
  amount: true,
  currency: true,
  feeReturned: true,
  description: true,
  reason: true,
  provider: true,
  providerReference: true,
  attempt: true,
  failureReason: true,
  failureMessage: true,
  completedAt: true,
  createdAt: true,
  updatedAt: true,
};

export const { columns: REFUND_VIEW_COLUMNS, view: refundView } = viewOf<RefundView>(VIEW_FIELDS);
