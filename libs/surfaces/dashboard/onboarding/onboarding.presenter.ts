import { ONBOARDING_STEPS, type OnboardingProgress, type SubmittedDocument, type TakenStep } from '#merchants';
import { DOCUMENT_TYPE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

const PERCENT_PER_STEP = 100 / ONBOARDING_STEPS.length;

export function presentProgress({
  completedSteps,
  status,
  rejectionReason,
}: OnboardingProgress): Wire<'OnboardingProgress'> {
  return {
    completedSteps: [...completedSteps],
    currentStep: ONBOARDING_STEPS.find((step) => !completedSteps.includes(step)) ?? 'document',
    isComplete: completedSteps.length === ONBOARDING_STEPS.length,
    progressPercentage: (completedSteps.length * PERCENT_PER_STEP) as Wire<'OnboardingProgress'>['progressPercentage'],
    reviewStatus: status,
    rejectionReason,
  };
}

export const presentStep = ({ step, savedAt, progress }: TakenStep): Wire<'OnboardingStepResult'> => ({
  step,
  savedAt: savedAt.toISOString(),
  progress: presentProgress(progress),
});

/** A document that was just uploaded waits for staff, whatever they made of an earlier one. */
export const presentDocument = ({ document, step, progress }: SubmittedDocument): Wire<'IdDocument'> => ({
  documentId: document.id,
  documentType: DOCUMENT_TYPE[document.type],
  status: 'pending',
  files: presentFiles(document.files),
  uploadedAt: document.uploadedAt.toISOString(),
  step,
  progress: presentProgress(progress),
});

export const presentFiles = (files: SubmittedDocument['document']['files']): Wire<'UploadedFile'>[] =>
  files.map(({ side, name, contentType, sizeBytes }) => ({
    side,
    fileName: name,
    mimeType: contentType as Wire<'UploadedFile'>['mimeType'],
    sizeBytes,
  }));
