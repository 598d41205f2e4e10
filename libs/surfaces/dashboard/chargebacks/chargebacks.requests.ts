import type { Tenant } from '#kernel';
import type { DisputeFilters, EvidenceRequest } from '#disputes';
import type { UploadedFile } from '#platform';
import type { PageQuery } from '../dialect/pages.js';
import { behind, DISPUTE_STATUS } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export interface ListChargebacksQuery extends PageQuery {
  readonly status?: Wire<'ChargebackStatus'>;
}

/** As JSON its documents are texts, as a form they are files. */
export interface EvidenceBody extends Omit<Wire<'ChargebackEvidenceRequest'>, 'documents'> {
  readonly documents: readonly string[] | readonly UploadedFile[];
}

export function chargebackFilters({ status }: ListChargebacksQuery): DisputeFilters {
  return status === undefined ? {} : { statuses: behind(DISPUTE_STATUS, status) };
}

export function evidenceRequest(
  caller: { readonly tenant: Tenant; readonly userId: string },
  disputeId: string,
  { documents, description, additionalInfo }: EvidenceBody,
): EvidenceRequest {
  return {
    tenant: caller.tenant,
    disputeId,
    documents: documents.filter((document) => typeof document === 'string'),
    files: documents.filter((document) => typeof document !== 'string'),
    description,
    additionalInfo: additionalInfo ?? null,
    actorId: caller.userId,
  };
}
