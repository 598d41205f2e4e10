import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { Audit, Database } from '#platform';
import { progressOf, type Onboarding } from './onboarding.aggregate.js';
import { OnboardingNotFound } from './onboarding.errors.js';
import type { BusinessActivity, IdentityDocumentView, OnboardingProgress, Stakeholder } from './onboarding-view.js';

/** All that was submitted, for those who decide on it. */
export interface OnboardingRecord {
  readonly organizationId: string;
  /** To be named with a decision, so that none is made on what was not seen. */
  readonly revision: number;
  readonly progress: OnboardingProgress;
  readonly submittedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly stakeholder: Stakeholder | null;
  readonly business: BusinessActivity | null;
  /** Null until they were chosen. */
  readonly paymentMethods: readonly string[] | null;
  readonly document: IdentityDocumentView | null;
  /** Other organisations with the same registration number, at most 20. */
  readonly sameRegistrationNumber: readonly string[];
}

/** Platform staff look at what an organisation submitted; that they did is recorded. Throws OnboardingNotFound. Safe to repeat. */
export class ReviewOnboarding extends Command<OnboardingRecord> {
  constructor(
    readonly organizationId: string,
    readonly actorId: string,
  ) {
    super();
  }
}

type OnboardingRow = Omit<OnboardingRecord, 'progress' | 'document'> &
  Onboarding & { readonly document: (Omit<IdentityDocumentView, 'uploadedAt'> & { uploadedAt: string }) | null };

/** One statement, so that revision and content are of one moment. */
const READ = `SELECT o.organization_id AS "organizationId", o.status, o.revision, o.rejection_reason AS "rejectionReason",
    o.stakeholder_at AS "stakeholderAt", o.business_at AS "businessAt", o.payment_at AS "paymentAt",
    o.document_at AS "documentAt", o.submitted_at AS "submittedAt", o.decided_at AS "decidedAt",
    o.decided_by AS "decidedBy", t.payment_methods AS "paymentMethods",
    (SELECT json_build_object('firstName', first_name, 'lastName', last_name, 'email', email, 'phone', phone,
       'dateOfBirth', date_of_birth, 'nationality', nationality, 'address', address, 'city', city, 'region', region,
       'country', country) FROM onboarding_stakeholders WHERE organization_id = o.organization_id) AS stakeholder,
    (SELECT json_build_object('businessName', name, 'legalForm', legal_form, 'industry', industry,
       'businessRegistrationNumber', registration_number, 'vatNumber', vat_number, 'website', website,
       'description', description) FROM onboarding_businesses WHERE organization_id = o.organization_id) AS business,
    (SELECT json_build_object('id', id, 'type', type, 'files', files, 'uploadedAt', uploaded_at)
       FROM identity_documents WHERE organization_id = o.organization_id) AS document,
    ARRAY(SELECT same.organization_id FROM onboarding_businesses own
       JOIN onboarding_businesses same USING (registration_number)
       WHERE own.organization_id = o.organization_id AND same.organization_id <> own.organization_id
       ORDER BY same.organization_id LIMIT 20) AS "sameRegistrationNumber"
  FROM onboardings o LEFT JOIN merchant_terms t USING (organization_id) WHERE o.organization_id = $1`;

@CommandHandler(ReviewOnboarding)
export class ReviewOnboardingHandler implements ICommandHandler<ReviewOnboarding> {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async execute({ organizationId, actorId }: ReviewOnboarding): Promise<OnboardingRecord> {
    const row = isUuid(organizationId) ? await this.database.first<OnboardingRow>(READ, [organizationId]) : null;
    if (!row) throw new OnboardingNotFound();
    await this.audit.note({ action: 'onboarding.viewed', organizationId, actorId, recordId: organizationId });
    const document = row.document && { ...row.document, uploadedAt: new Date(row.document.uploadedAt) };
    return { ...row, document, progress: progressOf(row) };
  }
}
