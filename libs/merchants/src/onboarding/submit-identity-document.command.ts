import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, uuidv7 } from '#kernel';
import { Database, KeepsSealed, SealedFiles, UnitOfWork, type Transaction } from '#platform';
import { DocumentSideMissing, OnboardingLocked } from './onboarding.errors.js';
import { fileKey, IDENTITY_DOCUMENT_COLUMNS } from './identity-document-files.js';
import { Onboardings, type Applicant } from './onboardings.service.js';
import type {
  DocumentSide,
  IdentityDocumentFile,
  IdentityDocumentType,
  IdentityDocumentView,
  TakenStep,
} from './onboarding-view.js';

/** A side of a document on its way in; its kind and size were judged. */
export interface UploadedSide extends Omit<IdentityDocumentFile, 'sizeBytes'> {
  readonly content: Buffer;
}

export interface SubmittedDocument extends TakenStep {
  readonly document: IdentityDocumentView;
}

/**
 * Takes the step of the identity document, in place of an earlier one, whose files go. Throws DocumentSideMissing
 * and OnboardingLocked. A repeat replaces the document by the same.
 */
export class SubmitIdentityDocument extends Command<SubmittedDocument> {
  constructor(
    readonly applicant: Applicant,
    readonly type: IdentityDocumentType,
    readonly sides: readonly UploadedSide[],
  ) {
    super();
  }
}

const IS_LOCKED = `SELECT FROM onboardings WHERE organization_id = $1 AND status = 'approved'`;
const READ = `SELECT ${IDENTITY_DOCUMENT_COLUMNS} FROM identity_documents WHERE organization_id = $1`;
const REPLACE = `INSERT INTO identity_documents (organization_id, id, type, files, uploaded_by, uploaded_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (organization_id) DO UPDATE SET id = excluded.id, type = excluded.type, files = excluded.files,
    uploaded_by = excluded.uploaded_by, uploaded_at = excluded.uploaded_at`;

const keysOf = ({ id, files }: Pick<IdentityDocumentView, 'id' | 'files'>): string[] =>
  files.map(({ side }) => fileKey(id, side));

@CommandHandler(SubmitIdentityDocument)
@KeepsSealed({ table: 'identity_documents', key: 'id', columns: 'files', keysOf })
export class SubmitIdentityDocumentHandler implements ICommandHandler<SubmitIdentityDocument> {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly onboardings: Onboardings,
    private readonly files: SealedFiles,
    private readonly clock: Clock,
  ) {}

  async execute({ applicant, type, sides }: SubmitIdentityDocument): Promise<SubmittedDocument> {
    requireSides(type, sides);
    // Spares storing what would be thrown away; the lock decides.
    if (await this.database.first(IS_LOCKED, [applicant.organizationId])) throw new OnboardingLocked();
    const now = this.clock.now();
    const id = uuidv7(now);
    const files = sides.map(({ content, ...file }) => ({ ...file, sizeBytes: content.length }));
    const sealed = sides.map(({ side, content }) => ({ key: fileKey(id, side), content }));
    const document = { id, type, files, uploadedAt: now };
    return this.files.keep(sealed, () => this.unitOfWork.run((tx) => this.replace(tx, applicant, document)));
  }

  private async replace(
    tx: Transaction,
    applicant: Applicant,
    document: IdentityDocumentView,
  ): Promise<SubmittedDocument> {
    const { organizationId, userId } = applicant;
    const taken = await this.onboardings.take(tx, 'document', applicant, document.id);
    const [earlier] = await tx.query<IdentityDocumentView>(READ, [organizationId]);
    await this.files.name(tx, keysOf(document));
    if (earlier) this.files.letGo(tx, keysOf(earlier));
    const { id, type, files, uploadedAt } = document;
    tx.write(REPLACE, [organizationId, id, type, JSON.stringify(files), userId, uploadedAt]);
    return { ...taken, document };
  }
}

function requireSides(type: IdentityDocumentType, sides: readonly UploadedSide[]): void {
  const needed: readonly DocumentSide[] = type === 'national_id' ? ['front', 'back'] : ['front'];
  const missing = needed.find((side) => !sides.some((uploaded) => uploaded.side === side));
  if (missing) throw new DocumentSideMissing(missing);
}
