import { Money, type Currency, type Mode } from '#kernel';
import type { DisputeStatus } from '#disputes';
import type { PaymentStatus, PayoutStatus, RefundStatus } from '#payments';
import type { Wire } from './wire.js';

/** This door's words for what the core calls otherwise, both ways. */
export const MODE = { live: 'LIVE', sandbox: 'SANDBOX' } as const satisfies Record<Mode, Wire<'Mode'>>;

export const PAYMENT_STATUS = {
  pending: 'pending',
  settled: 'paid',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'cancelled',
} as const satisfies Record<PaymentStatus, Wire<'PaymentStatus'>>;

export const paymentStatusFrom = (word: Wire<'PaymentStatus'>): PaymentStatus => (word === 'paid' ? 'settled' : word);

/** A refund that the operator called off is one that failed, here. */
export const REFUND_STATUS = {
  pending: 'pending',
  processing: 'processing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
} as const satisfies Record<RefundStatus, Wire<'RefundStatus'>>;

export const PAYOUT_STATUS = {
  pending: 'pending',
  queued: 'pending',
  processing: 'processing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
} as const satisfies Record<PayoutStatus, Wire<'PayoutStatus'>>;

/** A dispute under review is still open, here. */
export const DISPUTE_STATUS = {
  open: 'open',
  under_review: 'open',
  won: 'won',
  lost: 'lost',
} as const satisfies Record<DisputeStatus, Wire<'ChargebackStatus'>>;

/** The core's statuses behind one of this door's words. */
export function behind<Core extends string>(words: Readonly<Record<Core, string>>, word: string): Core[] {
  return (Object.keys(words) as Core[]).filter((status) => words[status] === word);
}

export const PROVIDER_NAME: Readonly<Record<string, Wire<'PaymentMethodName'>>> = {
  'mtn-momo': 'MTN Mobile Money',
  'orange-money': 'Orange Money',
};

/** Amounts are JSON numbers in major units here. */
export const amount = (decimal: string, currency: Currency): number => Money.of(decimal, currency).toNumber();

/** The core's word in capitals: insufficient_funds is INSUFFICIENT_FUNDS. */
export const failureCode = (reason: string | null): string | null => reason?.toUpperCase() ?? null;
