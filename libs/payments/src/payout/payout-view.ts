import { viewOf, type Currency, type Mode } from '#kernel';
import type { ProviderName } from '#providers';

export type PayoutStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'queued' | 'cancelled';
export type PayoutDestinationType = 'bank-account' | 'mobile-money' | 'sandbox';

/** A payout as the house tells it: plain JSON, instants in ISO 8601, amounts as decimal text in major units. */
export interface PayoutView {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly status: PayoutStatus;
  readonly amount: string;
  readonly currency: Currency;
  readonly description: string | null;
  readonly destinationType: PayoutDestinationType;
  /** Bank or operator with the number masked. */
  readonly destinationLabel: string;
  readonly bankAccountId: string | null;
  readonly handOverAt: string;
  readonly estimatedArrival: string;
  readonly provider: ProviderName | null;
  readonly providerReference: string;
  readonly operatorTransactionId: string | null;
  readonly failureReason: string | null;
  readonly failureMessage: string | null;
  readonly completedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const VIEW_FIELDS: Readonly<Record<keyof PayoutView, true>> = {
  id: true,
  organizationId: true,
  mode: true,
  status: true,
  amount: true,
  currency: true,
  description: true,
  destinationType: true,
  destinationLabel: true,
  bankAccountId: true,
  handOverAt: true,
  estimatedArrival: true,
  provider: true,
  providerReference: true,
  operatorTransactionId: true,
  failureReason: true,
  failureMessage: true,
  completedAt: true,
  createdAt: true,
  updatedAt: true,
};

export const { columns: PAYOUT_VIEW_COLUMNS, view: payoutView } = viewOf<PayoutView>(VIEW_FIELDS);
