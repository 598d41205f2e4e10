import type { LegalForm, PostalAddress } from '#identity';

/** The steps to live mode, in the order in which they are shown; they may be taken in any. */
export const ONBOARDING_STEPS = ['stakeholder', 'business', 'payment', 'document'] as const;
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number];

export type OnboardingStatus = 'not_submitted' | 'under_review' | 'approved' | 'rejected';

export interface OnboardingProgress {
  readonly completedSteps: readonly OnboardingStep[];
  readonly status: OnboardingStatus;
  readonly rejectionReason: string | null;
}

export interface TakenStep {
  readonly step: OnboardingStep;
  readonly savedAt: Date;
  readonly progress: OnboardingProgress;
}

/** The person behind a business. */
export interface Stakeholder extends PostalAddress {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** E.164. */
  readonly phone: string;
  /** YYYY-MM-DD. */
  readonly dateOfBirth: string;
  /** ISO 3166-1, two letters; ZZ for a country that is not told apart. */
  readonly nationality: string;
}

export interface BusinessActivity {
  readonly businessName: string;
  readonly legalForm: LegalForm;
  readonly industry: string;
  /** Of the form RC/<city>/<year>/<letter>/<number>. */
  readonly businessRegistrationNumber: string;
  readonly vatNumber: string | null;
  readonly website: string | null;
  readonly description: string;
}

export type IdentityDocumentType = 'passport' | 'national_id' | 'driving_licence';
export type DocumentSide = 'front' | 'back';

export interface IdentityDocumentFile {
  readonly side: DocumentSide;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

export interface IdentityDocumentView {
  readonly id: string;
  readonly type: IdentityDocumentType;
  readonly files: readonly IdentityDocumentFile[];
  readonly uploadedAt: Date;
}
