import { DomainError } from '#kernel';

/** Unknown, deleted, or another organisation's. */
export class ApplicationNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'application_not_found';

  constructor() {
    super('There is no such application');
  }
}

export class ApplicationLimitReached extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'application_limit_reached';

  constructor(limit: number) {
    super(`An organisation has at most ${limit} applications`);
  }
}

export class ApplicationNotDeletable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'application_not_deletable';

  constructor() {
    super('The application that came with the account stays; it can be made inactive');
  }
}
