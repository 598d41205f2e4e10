import type { Page } from '#kernel';
import type {
  BusinessActivity,
  IdentityDocumentView,
  OnboardingRecord,
  OnboardingSummary,
  Stakeholder,
} from '#merchants';
import { pagination } from '../dialect/pages.js';
import { BUSINESS_TYPE, countryOf, DOCUMENT_TYPE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentFiles, presentProgress } from '../onboarding/onboarding.presenter.js';

export const presentOnboardings = (page: Page<OnboardingSummary>): Wire<'AdminOnboardingList'> => ({
  onboardings: page.items.map(presentSummary),
  pagination: pagination(page),
});

const presentSummary = (summary: OnboardingSummary): Wire<'AdminOnboardingSummary'> => ({
  organizationId: summary.organizationId,
  businessName: summary.businessName,
  businessRegistrationNumber: summary.businessRegistrationNumber,
  stakeholderName: summary.stakeholderName,
  reviewStatus: summary.status as Wire<'AdminReviewStatus'>,
  submittedAt: summary.submittedAt.toISOString(),
  decidedAt: summary.decidedAt?.toISOString() ?? null,
});

export const presentOnboarding = (record: OnboardingRecord): Wire<'AdminOnboarding'> => ({
  organizationId: record.organizationId,
  revision: record.revision,
  progress: presentProgress(record.progress),
  submittedAt: record.submittedAt?.toISOString() ?? null,
  decidedAt: record.decidedAt?.toISOString() ?? null,
  decidedBy: record.decidedBy,
  stakeholder: record.stakeholder && presentStakeholder(record.stakeholder),
  business: record.business && presentBusiness(record.business),
  paymentMethods: record.paymentMethods && ([...record.paymentMethods] as Wire<'Provider'>[]),
  document: record.document && presentIdDocument(record.document),
  sameRegistrationNumber: [...record.sameRegistrationNumber],
});

const presentStakeholder = (stakeholder: Stakeholder): Wire<'AdminStakeholder'> => ({
  firstName: stakeholder.firstName,
  lastName: stakeholder.lastName,
  email: stakeholder.email,
  phone: stakeholder.phone,
  dateOfBirth: stakeholder.dateOfBirth,
  nationality: countryOf(stakeholder.nationality),
  address: stakeholder.address,
  city: stakeholder.city,
  region: stakeholder.region,
  country: countryOf(stakeholder.country),
});

const presentBusiness = (business: BusinessActivity): Wire<'AdminBusiness'> => ({
  businessName: business.businessName,
  businessType: BUSINESS_TYPE[business.legalForm],
  industry: business.industry as Wire<'Industry'>,
  businessRegistrationNumber: business.businessRegistrationNumber,
  vatNumber: business.vatNumber,
  website: business.website,
  description: business.description,
});

const presentIdDocument = (document: IdentityDocumentView): Wire<'AdminIdDocument'> => ({
  documentId: document.id,
  documentType: DOCUMENT_TYPE[document.type],
  files: presentFiles(document.files),
  uploadedAt: document.uploadedAt.toISOString(),
});
