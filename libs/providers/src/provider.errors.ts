import { DomainError } from '#kernel';

/** The operator could not be asked. Nothing is known of what was asked, and asking again is safe. */
export class ProviderUnavailable extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'provider_unavailable';

  constructor() {
    super('The operator cannot be reached at the moment');
  }
}
