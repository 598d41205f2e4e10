import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { Audit, Database, SealedFiles } from '#platform';
import { EvidenceFileNotFound } from './dispute.errors.js';
import { keyOf, type EvidenceFile, type EvidenceView } from './evidence-view.js';

export interface EvidenceFileContent extends EvidenceFile {
  readonly content: Buffer;
}

/**
 * Platform staff, who have to judge it, open a file of the evidence; that they did is recorded first. Throws
 * EvidenceFileNotFound. Safe to repeat.
 */
export class OpenEvidenceFile extends Command<EvidenceFileContent> {
  constructor(
    readonly disputeId: string,
    readonly fileId: string,
    readonly actorId: string,
  ) {
    super();
  }
}

const READ = `SELECT files, (SELECT organization_id FROM disputes WHERE id = dispute_id) AS "organizationId"
  FROM dispute_evidence WHERE dispute_id = $1 AND files @> $2::jsonb`;
type Row = Pick<EvidenceView, 'files'> & { readonly organizationId: string };

@CommandHandler(OpenEvidenceFile)
export class OpenEvidenceFileHandler implements ICommandHandler<OpenEvidenceFile> {
  constructor(
    private readonly database: Database,
    private readonly files: SealedFiles,
    private readonly audit: Audit,
  ) {}

  async execute({ disputeId, fileId, actorId }: OpenEvidenceFile): Promise<EvidenceFileContent> {
    if (!isUuid(disputeId) || !isUuid(fileId)) throw new EvidenceFileNotFound();
    const named = JSON.stringify([{ id: fileId }]);
    const row = await this.database.first<Row>(READ, [disputeId, named]);
    const file = row?.files.find(({ id }) => id === fileId);
    if (!row || !file) throw new EvidenceFileNotFound();
    const { organizationId } = row;
    const action = 'chargeback.evidence_viewed';
    await this.audit.note({ action, organizationId, actorId, recordId: disputeId, details: { fileId } });
    return { ...file, content: await this.files.read(keyOf(file)) };
  }
}
