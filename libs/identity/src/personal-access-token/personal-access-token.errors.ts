import { DomainError } from '#kernel';

/** Unknown, deleted, or another account's. */
export class PersonalAccessTokenNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'personal_access_token_not_found';

  constructor() {
    super('There is no such access token');
  }
}

export class PersonalAccessTokenLimitReached extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'personal_access_token_limit_reached';

  constructor(limit: number) {
    super(`An account has at most ${limit} access tokens that work`);
  }
}

/** The token does not reach that far. Without a scope: nothing does but a session. */
export class ScopeMissing extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'scope_missing';

  constructor(requiredScope: string | null) {
    super(
      requiredScope === null
        ? 'This is for people who are signed in, not for access tokens'
        : `The access token lacks the scope ${requiredScope}`,
      { requiredScope },
    );
  }
}
