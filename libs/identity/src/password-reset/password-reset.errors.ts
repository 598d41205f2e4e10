import { DomainError } from '#kernel';

/** One answer for a token that is unknown, used, replaced by a newer one or lapsed. */
export class ResetTokenInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'reset_token_invalid';

  constructor() {
    super('The link is not valid any more; ask for a new one');
  }
}
