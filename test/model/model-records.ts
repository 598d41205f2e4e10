import type { DisputeStatus } from '#disputes';
import type { PaymentStatus, PayoutStatus, RefundStatus } from '#payments';
import type { ProviderName } from '#providers';
import { isRefusedAtOnce, type Row } from './operator-rows.js';

export interface ModelPayment {
  readonly id: string;
  readonly row: Row;
  readonly provider: ProviderName;
  readonly amount: number;
  readonly link: ModelLink | null;
  readonly createdAt: Date;
  status: PaymentStatus;
  /** How it stands with the operator; `absent`: it does not know of it. */
  operator: 'absent' | 'waiting' | Exclude<PaymentStatus, 'pending'>;
  fee: number;
  feeReturned: number;
  refunded: number;
  refunding: number;
  /** What pending holds of its own net. */
  pendingNet: number;
  released: boolean;
  dispute: 'none' | 'open' | 'won' | 'lost';
  /** The operator has passed on a dispute, of which nobody has heard yet. */
  contested: boolean;
  /** When which of these is, the platform decides: they are read and not foretold. */
  expiresAt: Date;
  availableAt: Date | null;
  lastCheckedAt: Date | null;
}

export interface ModelRefund {
  readonly id: string;
  readonly payment: ModelPayment;
  readonly amount: number;
  status: RefundStatus;
  attempt: number;
  feeReturned: number;
  sources: Sources;
}

/** Where the cost of a refund is taken from. */
export interface Sources {
  readonly own: number;
  readonly available: number;
  readonly other: number;
}

export interface ModelPayout {
  readonly id: string;
  readonly amount: number;
  status: PayoutStatus;
  operator: 'waiting' | 'completed' | 'failed';
}

export interface ModelLink {
  readonly id: string;
  readonly amount: number;
  readonly maxUses: number | null;
  cancelled: boolean;
  readonly uses: Map<ModelPayment, 'reserved' | 'released' | 'paid'>;
}

export interface ModelDispute {
  readonly id: string;
  readonly payment: ModelPayment;
  readonly amount: number;
  status: DisputeStatus;
  submissions: number;
  evidenceDueBy: Date;
}

export const newPayment = (
  given: Pick<ModelPayment, 'id' | 'row' | 'provider' | 'amount' | 'link' | 'createdAt' | 'expiresAt'>,
): ModelPayment => ({
  ...given,
  status: isRefusedAtOnce(given.row) ? 'failed' : 'pending',
  operator: isRefusedAtOnce(given.row) ? 'absent' : 'waiting',
  fee: 0,
  feeReturned: 0,
  refunded: 0,
  refunding: 0,
  pendingNet: 0,
  released: false,
  dispute: 'none',
  contested: false,
  availableAt: null,
  lastCheckedAt: null,
});
