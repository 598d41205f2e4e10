import type { Page } from '#kernel';
import type { DisputeFile, DisputeView, EvidenceView, SubmittedEvidence } from '#disputes';
import { pagination } from '../dialect/pages.js';
import { amount, DISPUTE_STATUS, MODE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentPaymentRow } from '../payments/payments.presenter.js';

export function presentChargeback({ dispute, evidence, payment }: DisputeFile): Wire<'Chargeback'> {
  return {
    ...presentChargebackRow(dispute),
    evidenceDueBy: dispute.evidenceDueBy,
    evidence: evidence.map(presentEvidence),
    payment: presentPaymentRow(payment),
    providerReference: dispute.providerReference,
    mode: MODE[dispute.mode],
    resolvedAt: dispute.resolvedAt,
    updatedAt: dispute.updatedAt,
  };
}

export function presentChargebacks(page: Page<DisputeView>): Wire<'ChargebackList'> {
  return { chargebacks: page.items.map(presentChargebackRow), pagination: pagination(page) };
}

export function presentSubmitted({ dispute, evidence, submissionsLeft }: SubmittedEvidence): Wire<'EvidenceSubmitted'> {
  return {
    chargebackId: dispute.id,
    evidenceId: evidence.id,
    status: DISPUTE_STATUS[dispute.status],
    documents: [...evidence.documents],
    submissionsLeft,
    evidenceDueBy: dispute.evidenceDueBy,
    submittedAt: evidence.submittedAt,
  };
}

function presentChargebackRow(dispute: DisputeView): Wire<'ChargebackListItem'> {
  return {
    id: dispute.id,
    paymentId: dispute.paymentId,
    amount: amount(dispute.amount, dispute.currency),
    currency: dispute.currency as Wire<'Currency'>,
    status: DISPUTE_STATUS[dispute.status],
    reason: dispute.reason,
    createdAt: dispute.createdAt,
    evidenceDueBy: dispute.evidenceDueBy,
  };
}

function presentEvidence(evidence: EvidenceView): Wire<'ChargebackEvidence'> {
  return {
    evidenceId: evidence.id,
    documents: [...evidence.documents],
    description: evidence.description,
    additionalInfo: evidence.additionalInfo,
    submittedAt: evidence.submittedAt,
  };
}
