import type { Page } from '#kernel';
import type { RefundView } from '#payments';
import { pagination } from '../dialect/pages.js';
import { amount, MODE, REFUND_STATUS } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export function presentRefund(refund: RefundView): Wire<'Refund'> {
  const { currency } = refund;
  return {
    id: refund.id,
    refundId: refund.id,
    paymentId: refund.paymentId,
    amount: amount(refund.amount, currency),
    currency: currency as Wire<'Currency'>,
    status: REFUND_STATUS[refund.status],
    createdAt: refund.createdAt,
    description: refund.description,
    reason: refund.reason,
    feeReturned: amount(refund.feeReturned, currency),
    failureReason: refund.failureMessage,
    // The operator has no reference of a refund that it was not told of yet.
    providerReference: refund.status === 'pending' ? null : refund.providerReference,
    mode: MODE[refund.mode],
    completedAt: refund.completedAt,
    updatedAt: refund.updatedAt,
  };
}

export function presentRefunds(page: Page<RefundView>): Wire<'RefundList'> {
  return { refunds: page.items.map(presentRefund), pagination: pagination(page) };
}
