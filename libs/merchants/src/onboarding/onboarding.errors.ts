import { DomainError } from '#kernel';
import type { DocumentSide } from './onboarding-view.js';

export class OnboardingLocked extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'onboarding_locked';

  constructor() {
    super('The onboarding was approved and does not change any more');
  }
}

/** The kind of document has sides that did not come with it. */
export class DocumentSideMissing extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'document_side_missing';

  constructor(side: DocumentSide) {
    super(`The ${side} of the document is missing`, { side });
  }
}

/** Nothing was submitted by that organisation, or there is none. */
export class OnboardingNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'onboarding_not_found';

  constructor() {
    super('There is no such onboarding');
  }
}

export class OnboardingNotUnderReview extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'onboarding_not_under_review';

  constructor(status: string) {
    super('The onboarding does not wait for a decision', { status });
  }
}

/** What was looked at is not what would be decided on. */
export class OnboardingChanged extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'onboarding_changed';

  constructor(revision: number) {
    super('The onboarding was changed meanwhile: look at it again', { revision });
  }
}
