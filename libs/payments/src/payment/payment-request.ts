import type { Money, Tenant } from '#kernel';
import type { Channel, ProviderName } from '#providers';

/** What is asked of the house when a payment is to be started. */
export interface PaymentRequest {
  readonly tenant: Tenant;
  readonly amount: Money;
  readonly provider: ProviderName;
  /** By prompt where nothing is said. */
  readonly channel?: Channel;
  /** E.164. */
  readonly payerMsisdn: string;
  readonly description: string;
  readonly metadata: Record<string, unknown>;
  /** The link that is paid, of which the payment takes a use; and with it the invoice that the link is for. */
  readonly paymentLinkId?: string | null;
  readonly customerId?: string | null;
  /** The order that is paid: one that waits for exactly this amount. */
  readonly orderId?: string | null;
  /** Let it through although it equals a recent one. */
  readonly allowDuplicate: boolean;
  /** The account that asks; null where it was none. */
  readonly actorId: string | null;
}
