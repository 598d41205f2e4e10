import type { DisputeView } from '#disputes';
import type { PaymentView } from '#payments';
import { amount, DISPUTE_STATUS, MODE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentPaymentRow } from '../payments/payments.presenter.js';

export function presentChargeback(dispute: DisputeView, payment: PaymentView): Wire<'Chargeback'> {
  return {
    id: dispute.id,
    paymentId: dispute.paymentId,
    amount: amount(dispute.amount, dispute.currency),
    currency: dispute.currency as Wire<'Currency'>,
    status: DISPUTE_STATUS[dispute.status],
    reason: dispute.reason,
    createdAt: dispute.createdAt,
    evidenceDueBy: dispute.evidenceDueBy,
    evidence: [],
    payment: presentPaymentRow(payment),
    providerReference: dispute.providerReference,
    mode: MODE[dispute.mode],
    resolvedAt: dispute.resolvedAt,
    updatedAt: dispute.updatedAt,
  };
}
