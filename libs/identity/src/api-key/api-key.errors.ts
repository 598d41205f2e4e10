import { DomainError } from '#kernel';

/** Missing, unknown, replaced or revoked. */
export class ApiKeyInvalid extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'api_key_invalid';

  constructor() {
    super('The API key is not valid');
  }
}

export class ApplicationDisabled extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'application_disabled';

  constructor() {
    super('The application of the API key is switched off');
  }
}

export class LiveModeNotAllowed extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'live_mode_not_allowed';

  constructor() {
    super('This organisation has not been let live yet');
  }
}

export class ApiKeyNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'api_key_not_found';

  constructor() {
    super('There is no such API key');
  }
}
