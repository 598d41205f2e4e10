import type { Money, Tenant } from '#kernel';
import type { Channel, ProviderName } from '#providers';

export interface NewPayment {
  readonly tenant: Tenant;
  readonly amount: Money;
  readonly provider: ProviderName;
  /** By prompt where nothing is said. */
  readonly channel?: Channel;
  /** E.164. */
  readonly payerMsisdn: string;
  readonly payerName?: string | null;
  readonly payerEmail?: string | null;
  readonly description: string;
  readonly metadata: Record<string, unknown>;
  readonly customerId?: string | null;
  readonly orderId?: string | null;
  readonly invoiceId?: string | null;
  readonly paymentLinkId?: string | null;
  /** What the operator collects, in its own currency. */
  readonly providerAmount: Money;
  readonly exchangeRate: string;
  readonly lifetimeMinutes: number;
}

export interface SettlementTerms {
  /** Percent, such as "2.5". */
  readonly feePercent: string;
  readonly availableAt: Date;
}
