import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { Database, SealedFiles } from '#platform';
import { EvidenceFileNotFound } from './dispute.errors.js';
import { keyOf, type EvidenceFile, type EvidenceView } from './evidence-view.js';

export interface EvidenceFileContent extends EvidenceFile {
  readonly organizationId: string;
  readonly content: Buffer;
}

/** Reads an uploaded file, for platform staff alone, who have to judge it. Throws EvidenceFileNotFound. */
export class ReadEvidenceFile extends Query<EvidenceFileContent> {
  constructor(
    readonly disputeId: string,
    readonly fileId: string,
  ) {
    super();
  }
}

const READ = `SELECT files, (SELECT organization_id FROM disputes WHERE id = dispute_id) AS "organizationId"
  FROM dispute_evidence WHERE dispute_id = $1 AND files @> $2::jsonb`;
type Row = Pick<EvidenceView, 'files'> & { readonly organizationId: string };

@QueryHandler(ReadEvidenceFile)
export class ReadEvidenceFileHandler implements IQueryHandler<ReadEvidenceFile> {
  constructor(
    private readonly database: Database,
    private readonly files: SealedFiles,
  ) {}

  async execute({ disputeId, fileId }: ReadEvidenceFile): Promise<EvidenceFileContent> {
    if (!isUuid(disputeId) || !isUuid(fileId)) throw new EvidenceFileNotFound();
    const named = JSON.stringify([{ id: fileId }]);
    const row = await this.database.first<Row>(READ, [disputeId, named]);
    const file = row?.files.find(({ id }) => id === fileId);
    if (!row || !file) throw new EvidenceFileNotFound();
    return { ...file, organizationId: row.organizationId, content: await this.files.read(keyOf(file)) };
  }
}
