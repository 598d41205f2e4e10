import type { Page } from '#kernel';
import type { DisputeFile, DisputeView, EvidenceFile, EvidenceView } from '#disputes';
import { pagination } from '../dialect/pages.js';
import { amount, MODE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentPaymentRow } from '../payments/payments.presenter.js';

export function presentChargebackForStaff(dispute: DisputeView): Wire<'AdminChargeback'> {
  return {
    id: dispute.id,
    organizationId: dispute.organizationId,
    paymentId: dispute.paymentId,
    amount: amount(dispute.amount, dispute.currency),
    currency: dispute.currency as Wire<'Currency'>,
    status: dispute.status,
    reason: dispute.reason,
    providerReference: dispute.providerReference,
    mode: MODE[dispute.mode],
    createdAt: dispute.createdAt,
    evidenceDueBy: dispute.evidenceDueBy,
    submissions: dispute.submissions,
    resolvedAt: dispute.resolvedAt,
    resolvedBy: dispute.resolvedBy,
    resolutionNote: dispute.resolutionNote,
    updatedAt: dispute.updatedAt,
  };
}

export function presentChargebackDetail({ dispute, evidence, payment }: DisputeFile): Wire<'AdminChargebackDetail'> {
  return {
    ...presentChargebackForStaff(dispute),
    evidence: evidence.map(presentEvidence),
    payment: presentPaymentRow(payment),
  };
}

export function presentChargebacksForStaff(page: Page<DisputeView>): Wire<'AdminChargebackList'> {
  return { chargebacks: page.items.map(presentChargebackForStaff), pagination: pagination(page) };
}

function presentEvidence(evidence: EvidenceView): Wire<'AdminEvidence'> {
  return {
    evidenceId: evidence.id,
    documents: [...evidence.documents],
    files: evidence.files.map(presentFile),
    description: evidence.description,
    additionalInfo: evidence.additionalInfo,
    submittedAt: evidence.submittedAt,
  };
}

const presentFile = ({ id, name, contentType, sizeBytes }: EvidenceFile): Wire<'AdminEvidenceFile'> => ({
  fileId: id,
  name,
  contentType: contentType as Wire<'AdminEvidenceFile'>['contentType'],
  sizeBytes,
});
