import { viewOf, type Currency, type Mode } from '#kernel';
import type { Channel, ProviderName } from '#providers';
import type { PaymentFailure } from './payment-failure.js';

export type PaymentStatus = 'pending' | 'settled' | 'failed' | 'expired' | 'cancelled';
export type DisputeState = 'none' | 'open' | 'won' | 'lost';

/**
 * A payment as the house tells it to doors, events and answers kept for a repeat: plain JSON, instants in ISO 8601,
 * amounts as decimal text in major units.
 */
export interface PaymentView {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly status: PaymentStatus;
  readonly amount: string;
  readonly currency: Currency;
  readonly provider: ProviderName;
  readonly channel: Channel;
  readonly payerMsisdn: string;
  readonly payerName: string | null;
  readonly payerEmail: string | null;
  readonly description: string;
  readonly metadata: Record<string, unknown>;
  readonly customerId: string | null;
  readonly orderId: string | null;
  readonly invoiceId: string | null;
  readonly paymentLinkId: string | null;
  readonly providerReference: string;
  readonly providerAmount: string;
  readonly providerCurrency: Currency;
  readonly exchangeRate: string;
  readonly operatorTransactionId: string | null;
  readonly fee: string;
  readonly refundedAmount: string;
  readonly refundingAmount: string;
  readonly disputeState: DisputeState;
  readonly disputeId: string | null;
  readonly failureReason: PaymentFailure | null;
  readonly failureMessage: string | null;
  readonly cancelledBy: 'organization' | 'payer' | null;
  readonly settledAt: string | null;
  readonly availableAt: string | null;
  readonly expiresAt: string;
  readonly lastCheckedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const VIEW_FIELDS: Readonly<Record<keyof PaymentView, true>> = {
  id: true,
  organizationId: true,
  mode: true,
  status: true,
  amount: true,
  currency: true,
  provider: true,
  channel: true,
  payerMsisdn: true,
  payerName: true,
  payerEmail: true,
  description: true,
  metadata: true,
  customerId: true,
  orderId: true,
  invoiceId: true,
  paymentLinkId: true,
  providerReference: true,
  providerAmount: true,
  providerCurrency: true,
  exchangeRate: true,
  operatorTransactionId: true,
  fee: true,
  refundedAmount: true,
  refundingAmount: true,
  disputeState: true,
  disputeId: true,
  failureReason: true,
  failureMessage: true,
  cancelledBy: true,
  settledAt: true,
  availableAt: true,
  expiresAt: true,
  lastCheckedAt: true,
  createdAt: true,
  updatedAt: true,
};

export const { columns: PAYMENT_VIEW_COLUMNS, view: paymentView } = viewOf<PaymentView>(VIEW_FIELDS);
