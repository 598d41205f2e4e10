import type { DomainEvent } from '#kernel';
import type { PaymentView } from '../payment/payment-view.js';
import type { PaymentLinkView } from './payment-link-view.js';

/** A payment of the link was paid. Carries the link as it stood right after, and the payment. */
export type PaymentLinkPaid = DomainEvent<
  'payment_link.paid',
  { readonly paymentLink: PaymentLinkView; readonly payment: PaymentView }
>;
