import { viewOf } from '#kernel';

/** A file that was uploaded as evidence. */
export interface EvidenceFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

/** Where it lies, sealed. */
export const keyOf = ({ id }: Pick<EvidenceFile, 'id'>): string => `evidence/${id}`;

/** What a merchant submitted against a dispute in one go; never changed. */
export interface EvidenceView {
  readonly id: string;
  readonly disputeId: string;
  /** Addresses and names of documents; of uploaded files their names, in the order of `files`. */
  readonly documents: readonly string[];
  readonly files: readonly EvidenceFile[];
  readonly description: string;
  readonly additionalInfo: string | null;
  readonly submittedAt: string;
}

export const { columns: EVIDENCE_VIEW_COLUMNS, view: evidenceView } = viewOf<EvidenceView>({
  id: true,
  disputeId: true,
  documents: true,
  files: true,
  description: true,
  additionalInfo: true,
  submittedAt: true,
});

/** Oldest first. */
export const EVIDENCE_OF_DISPUTE = `SELECT ${EVIDENCE_VIEW_COLUMNS} FROM dispute_evidence WHERE dispute_id = $1 ORDER BY number`;
