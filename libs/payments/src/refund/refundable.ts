import type { Money } from '#kernel';
import type { Payment } from '../payment/payment.aggregate.js';
import { PaymentNotRefundable, RefundExceedsPayment } from './refund.errors.js';

/** Throws PaymentNotRefundable or RefundExceedsPayment. The payment must be locked. */
export function requireRefundable(payment: Payment, amount: Money): void {
  if (payment.status !== 'settled' || payment.disputeState === 'open' || payment.disputeState === 'lost') {
    throw new PaymentNotRefundable(payment.status);
  }
  // On an operator's page anybody's number may have paid: what the payer typed here is not where the money came from.
  if (payment.channel === 'page') throw new PaymentNotRefundable(payment.status);
  if (amount.greaterThan(payment.refundable)) throw new RefundExceedsPayment(payment.refundable);
}
