import { doualaDay, Money, type Page } from '#kernel';
import type { PaymentView } from '#payments';
import { pagination } from '../dialect/pages.js';
import { amount, failureCode, MODE, PAYMENT_STATUS, PROVIDER_NAME } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export function presentPaymentRow(payment: PaymentView): Wire<'PaymentListItem'> {
  return {
    id: payment.id,
    paymentLinkId: payment.paymentLinkId,
    amount: amount(payment.amount, payment.currency),
    currency: payment.currency as Wire<'Currency'>,
    description: payment.description,
    status: PAYMENT_STATUS[payment.status],
    paymentMethod: PROVIDER_NAME[payment.provider],
    customer: {
      name: payment.payerName ?? payment.payerMsisdn,
      email: payment.payerEmail,
      phone: payment.payerMsisdn,
    },
    createdAt: payment.createdAt,
    paidAt: payment.settledAt,
    mode: MODE[payment.mode],
    refundState: refundState(payment),
  };
}

export function presentPayment(payment: PaymentView): Wire<'Payment'> {
  const { currency } = payment;
  return {
    refundState: refundState(payment),
    mode: MODE[payment.mode],
    transactionId: payment.id,
    provider: payment.provider,
    providerReference: payment.providerReference,
    phoneNumber: payment.payerMsisdn,
    fee: amount(payment.fee, currency),
    netAmount: netAmount(payment),
    refundedAmount: amount(payment.refundedAmount, currency),
    refundableAmount: refundableAmount(payment),
    providerAmount: amount(payment.providerAmount, payment.providerCurrency),
    providerCurrency: 'XAF',
    exchangeRate: Number(payment.exchangeRate),
    failureCode: failureCode(payment.failureReason),
    failureReason: payment.failureMessage,
    cancelledBy: payment.cancelledBy,
    availableOn: payment.availableAt ? doualaDay(new Date(payment.availableAt)) : null,
    disputed: payment.disputeState === 'open',
    chargebackId: payment.disputeId,
    orderId: payment.orderId,
    invoiceId: payment.invoiceId,
    metadata: payment.metadata,
    expiresAt: payment.expiresAt,
    updatedAt: payment.updatedAt,
    // Last: V8 takes several times as long to build an object of so many properties that begins with those of another.
    ...presentPaymentRow(payment),
  };
}

export function presentPayments(page: Page<PaymentView>): Wire<'PaymentList'> {
  return { payments: page.items.map(presentPaymentRow), pagination: pagination(page) };
}

function refundState({ amount: paid, refundedAmount, refundingAmount, currency }: PaymentView): Wire<'RefundState'> {
  const refunded = Money.of(refundedAmount, currency);
  if (Money.of(refundingAmount, currency).isPositive()) return 'pending';
  if (refunded.isZero()) return 'none';
  return refunded.equals(Money.of(paid, currency)) ? 'full' : 'partial';
}

function netAmount(payment: PaymentView): number {
  if (payment.status !== 'settled') return 0;
  return Money.of(payment.amount, payment.currency).minus(Money.of(payment.fee, payment.currency)).toNumber();
}

/**
 * What a refund may still take: nothing unless paid, nothing while a chargeback is open or after one was lost, and nothing
 * of what was paid on a page of the operator's, which does not tell by which number.
 */
function refundableAmount(payment: PaymentView): number {
  const { currency, disputeState, channel } = payment;
  if (payment.status !== 'settled' || channel === 'page' || disputeState === 'open' || disputeState === 'lost')
    return 0;
  return Money.of(payment.amount, currency)
    .minus(Money.of(payment.refundedAmount, currency))
    .minus(Money.of(payment.refundingAmount, currency))
    .toNumber();
}
