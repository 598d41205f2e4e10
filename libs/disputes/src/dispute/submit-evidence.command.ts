import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, uuidv7, type Tenant } from '#kernel';
import { Audit, KeepsSealed, SealedFiles, UnitOfWork, type Transaction, type UploadedFile } from '#platform';
import { DisputeResolution } from './dispute-resolution.service.js';
import type { DisputeView } from './dispute-view.js';
import { DisputesUnderLock } from './disputes-under-lock.service.js';
import { keyOf, type EvidenceFile, type EvidenceView } from './evidence-view.js';
import { simulatedDecision } from './simulated-decision.js';

export interface EvidenceRequest {
  readonly tenant: Tenant;
  readonly disputeId: string;
  /** Addresses and names of documents, in addition to the files. */
  readonly documents: readonly string[];
  /** Judged by the door: their size, and what they really are. */
  readonly files: readonly UploadedFile[];
  readonly description: string;
  readonly additionalInfo: string | null;
  readonly actorId: string;
}

export interface SubmittedEvidence {
  readonly dispute: DisputeView;
  readonly evidence: EvidenceView;
  readonly submissionsLeft: number;
}

/**
 * Adds evidence against a dispute, after which its deadline ends it no more; in the sandbox its words may decide it at
 * once. Throws DisputeNotFound and DisputeClosed. Not safe to repeat: each time is a submission of its own.
 */
export class SubmitEvidence extends Command<SubmittedEvidence> {
  constructor(readonly request: EvidenceRequest) {
    super();
  }
}

const INSERT = `INSERT INTO dispute_evidence
  (id, dispute_id, number, documents, files, description, additional_info, submitted_by, submitted_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

@CommandHandler(SubmitEvidence)
@KeepsSealed({
  table: 'dispute_evidence',
  key: 'id',
  columns: 'files',
  keysOf: ({ files }: Pick<EvidenceView, 'files'>) => files.map(keyOf),
})
export class SubmitEvidenceHandler implements ICommandHandler<SubmitEvidence> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly disputes: DisputesUnderLock,
    private readonly files: SealedFiles,
    private readonly resolution: DisputeResolution,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ request }: SubmitEvidence): Promise<SubmittedEvidence> {
    if (request.files.length === 0) return this.unitOfWork.run((tx) => this.submit(tx, request, []));
    await this.requireAnswerable(request);
    const files = request.files.map((file) => ({ ...file, id: uuidv7(this.clock.now()) }));
    const sealed = files.map((file) => ({ key: keyOf(file), content: file.content }));
    const named = files.map(({ id, name, contentType, content }) => ({
      id,
      name,
      contentType,
      sizeBytes: content.length,
    }));
    return this.files.keep(sealed, () => this.unitOfWork.run((tx) => this.submit(tx, request, named)));
  }

  /** Before any file is stored; judged once more, under the lock, when the evidence is added. */
  private requireAnswerable({ disputeId, tenant }: EvidenceRequest): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const { dispute } = await this.disputes.load(tx, disputeId, tenant);
      dispute.requireAnswerable(this.clock.now());
    });
  }

  private async submit(
    tx: Transaction,
    request: EvidenceRequest,
    files: readonly EvidenceFile[],
  ): Promise<SubmittedEvidence> {
    const { payment, dispute, evidence: earlier } = await this.disputes.load(tx, request.disputeId, request.tenant);
    const now = this.clock.now();
    dispute.answer(now);
    if (files.length > 0) await this.files.name(tx, files.map(keyOf));
    const evidence: EvidenceView = {
      id: uuidv7(now),
      disputeId: dispute.id,
      documents: [...request.documents, ...files.map(({ name }) => name)],
      files,
      description: request.description,
      additionalInfo: request.additionalInfo,
      submittedAt: now.toISOString(),
    };
    this.insert(tx, evidence, dispute.submissions, request.actorId);
    const outcome = simulatedDecision(dispute.mode, request.description);
    if (outcome) {
      const decision = { outcome, by: 'simulation', note: null, actorId: null } as const;
      this.resolution.resolve(tx, { payment, dispute, evidence: [...earlier, evidence] }, decision, now);
    } else tx.save(dispute);
    this.audit.record(tx, {
      action: 'chargeback.evidence_submitted',
      organizationId: dispute.organizationId,
      actorId: request.actorId,
      recordId: dispute.id,
      details: { evidenceId: evidence.id, documents: evidence.documents.length },
    });
    return { dispute: dispute.view, evidence, submissionsLeft: dispute.submissionsLeft };
  }

  private insert(tx: Transaction, evidence: EvidenceView, number: number, actorId: string): void {
    tx.write(INSERT, [
      evidence.id,
      evidence.disputeId,
      number,
      evidence.documents,
      JSON.stringify(evidence.files),
      evidence.description,
      evidence.additionalInfo,
      actorId,
      evidence.submittedAt,
    ]);
  }
}
