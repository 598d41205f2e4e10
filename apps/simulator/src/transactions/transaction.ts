import type { CallbackPattern, RefundBehaviour, SettlementMoment, StatusExtension } from '../outcomes.js';

export type TransactionKind = 'collection' | 'transfer' | 'refund';

export interface Party {
  readonly type: string;
  readonly id: string;
}

/** How a transaction leaves the pending state, fixed when it is taken and changed only through the control API. */
export interface SettlementPlan {
  readonly settles: SettlementMoment;
  /** Simulated time in milliseconds; null for plans that no clock moves. */
  readonly dueAtMs: number | null;
  /** The operator's own code; null when the transaction succeeds. */
  readonly failureCode: string | null;
  readonly callbacks: CallbackPattern;
  readonly refunds: RefundBehaviour;
  readonly extension: StatusExtension | null;
}

export interface TransactionAddress {
  readonly operator: string;
  /** The operator's account (MTN: product) within which the reference is unique. */
  readonly account: string;
  readonly reference: string;
}

/** Never changed in place: each step is a new value, written to the journal before it is seen. */
export interface SimulatedTransaction extends TransactionAddress {
  readonly kind: TransactionKind;
  /** Decimal text in major units, in its shortest form. */
  readonly amount: string;
  readonly currency: string;
  readonly externalId: string | null;
  readonly counterparty: Party | null;
  /** What the payer reads on the handset. */
  readonly message: string | null;
  /** Of a refund: the payment it gives back. */
  readonly original: TransactionAddress | null;
  readonly callbackUrl: string | null;
  /** Fields that only this operator has. */
  readonly details: Readonly<Record<string, string>>;
  readonly plan: SettlementPlan;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly failureCode: string | null;
  readonly financialTransactionId: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

export type TransactionDraft = Omit<
  SimulatedTransaction,
  'status' | 'failureCode' | 'financialTransactionId' | 'createdAt' | 'finishedAt'
>;

export function keyOf(address: TransactionAddress): string {
  return `${address.operator}/${address.account}/${address.reference}`;
}
