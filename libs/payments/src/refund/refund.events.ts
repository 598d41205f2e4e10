import type { DomainEvent } from '#kernel';
import type { PaymentView } from '../payment/payment-view.js';
import type { RefundView } from './refund-view.js';

/** All carry the refund and its payment as they stood right after the event. */
interface RefundPayload {
  readonly refund: RefundView;
  readonly payment: PaymentView;
}

export type RefundRequested = DomainEvent<'refund.requested', RefundPayload>;
export type RefundCompleted = DomainEvent<'refund.completed', RefundPayload>;
export type RefundFailed = DomainEvent<'refund.failed', RefundPayload>;
export type RefundCancelled = DomainEvent<'refund.cancelled', RefundPayload>;
export type RefundRetried = DomainEvent<'refund.retried', RefundPayload>;

export type RefundEvent = RefundRequested | RefundCompleted | RefundFailed | RefundCancelled | RefundRetried;
