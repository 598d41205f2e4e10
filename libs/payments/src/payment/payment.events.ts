import type { DomainEvent } from '#kernel';
import type { PaymentView } from './payment-view.js';

/** All carry the payment as it stood right after the event. */
interface PaymentPayload {
  readonly payment: PaymentView;
}

export type PaymentInitiated = DomainEvent<'payment.initiated', PaymentPayload>;
export type PaymentFailed = DomainEvent<'payment.failed', PaymentPayload>;
export type PaymentExpired = DomainEvent<'payment.expired', PaymentPayload>;
export type PaymentCancelled = DomainEvent<'payment.cancelled', PaymentPayload>;

/** Money came in. `late` when the payment had been failed, expired or cancelled before: confirmed money wins. */
export type PaymentSettled = DomainEvent<'payment.settled', PaymentPayload & { readonly late: boolean }>;

/** The operator says that the payer disputes the charge. */
export type PaymentDisputed = DomainEvent<
  'payment.disputed',
  PaymentPayload & { readonly reason: string; readonly disputedAmount: string | null }
>;

export type PaymentEvent =
  PaymentInitiated | PaymentSettled | PaymentFailed | PaymentExpired | PaymentCancelled | PaymentDisputed;
