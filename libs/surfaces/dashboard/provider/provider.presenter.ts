import { DomainError, type Msisdn } from '#kernel';
import type { PaymentView } from '#payments';
import type { AccountHolder } from '#providers';
import { amount, failureCode, MODE, PAYMENT_STATUS } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

/** The operator refused at once; the payment is kept, as failed or as what its word says. */
export class PaymentFailed extends DomainError {
  readonly kind = 'declined';
  readonly code = 'payment_failed';

  constructor(payment: PaymentView) {
    super(payment.failureMessage ?? 'The operator refused', {
      transactionId: payment.id,
      failureCode: failureCode(payment.failureReason),
      failureReason: payment.failureMessage,
    });
  }
}

/** The operator could not be reached; the payment is kept as failed. */
export class OperatorUnreachable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'operator_unreachable';

  constructor(payment: PaymentView) {
    super('The operator cannot be reached at the moment', { transactionId: payment.id });
  }
}

/** Throws PaymentFailed or OperatorUnreachable for a payment that ended at the first call. */
export function presentStarted(payment: PaymentView): Wire<'PaymentStarted'> {
  if (payment.failureReason === 'operator_unavailable') throw new OperatorUnreachable(payment);
  if (payment.status !== 'pending' && payment.status !== 'settled') throw new PaymentFailed(payment);
  return {
    transactionId: payment.id,
    status: 'pending',
    providerReference: payment.providerReference,
    paymentId: payment.id,
    amount: amount(payment.amount, payment.currency),
    currency: payment.currency as Wire<'Currency'>,
    expiresAt: payment.expiresAt,
    mode: MODE[payment.mode],
  };
}

export function presentStatus(payment: PaymentView): Wire<'PaymentStatusReport'> {
  return {
    transactionId: payment.id,
    paymentId: payment.id,
    status: PAYMENT_STATUS[payment.status],
    amount: amount(payment.amount, payment.currency),
    currency: payment.currency as Wire<'Currency'>,
    provider: payment.provider,
    providerReference: payment.providerReference,
    failureCode: failureCode(payment.failureReason),
    failureReason: payment.failureMessage,
    createdAt: payment.createdAt,
    paidAt: payment.settledAt,
    lastCheckedAt: payment.lastCheckedAt,
  };
}

export const presentHolder = ({ active, name }: AccountHolder, number: Msisdn): Wire<'AccountHolder'> => ({
  isActive: active,
  name: active ? name : null,
  phoneNumber: number.e164,
});
