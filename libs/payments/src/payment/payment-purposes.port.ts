import type { Money, Tenant } from '#kernel';
import type { Transaction } from '#platform';

/** What a new payment says it is for. */
export interface PaymentPurpose {
  readonly tenant: Tenant;
  readonly amount: Money;
  readonly customerId: string | null;
  readonly orderId: string | null;
}

/**
 * Customers and orders are kept by those above payments, which payments may not know: who keeps them says whether a
 * payment may name them.
 */
export abstract class PaymentPurposes {
  /**
   * Called in the transaction that records the payment, so that what it locks stays as it is until then. Throws
   * InvalidInput for what does not exist here or does not fit the payment, a conflict for what cannot be paid now.
   */
  abstract requirePayable(tx: Transaction, purpose: PaymentPurpose): Promise<void>;
}
