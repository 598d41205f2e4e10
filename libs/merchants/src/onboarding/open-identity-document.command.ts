import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { Audit, Database, SealedFiles } from '#platform';
import { fileKey, IDENTITY_DOCUMENT_COLUMNS } from './identity-document-files.js';
import { OnboardingNotFound } from './onboarding.errors.js';
import type { DocumentSide, IdentityDocumentFile, IdentityDocumentView } from './onboarding-view.js';

export interface OpenedFile extends IdentityDocumentFile {
  readonly content: Buffer;
}

/**
 * Platform staff open one side of the document under review; that they did is recorded first. Throws OnboardingNotFound,
 * also for a document that was replaced. Safe to repeat.
 */
export class OpenIdentityDocument extends Command<OpenedFile> {
  constructor(
    readonly organizationId: string,
    readonly documentId: string,
    readonly side: DocumentSide,
    readonly actorId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${IDENTITY_DOCUMENT_COLUMNS} FROM identity_documents WHERE organization_id = $1 AND id = $2`;

@CommandHandler(OpenIdentityDocument)
export class OpenIdentityDocumentHandler implements ICommandHandler<OpenIdentityDocument> {
  constructor(
    private readonly database: Database,
    private readonly files: SealedFiles,
    private readonly audit: Audit,
  ) {}

  async execute({ organizationId, documentId, side, actorId }: OpenIdentityDocument): Promise<OpenedFile> {
    const known = isUuid(organizationId) && isUuid(documentId);
    const document = known ? await this.database.first<IdentityDocumentView>(READ, [organizationId, documentId]) : null;
    const file = document?.files.find((one) => one.side === side);
    if (!file) throw new OnboardingNotFound();
    const action = 'onboarding.document_viewed';
    await this.audit.note({ action, organizationId, actorId, recordId: documentId, details: { side } });
    return { ...file, content: await this.files.read(fileKey(documentId, side)) };
  }
}
