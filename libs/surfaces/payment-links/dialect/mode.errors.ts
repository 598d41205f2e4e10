import { DomainError } from '#kernel';

export class ModeMismatch extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'mode_mismatch';

  constructor() {
    super('Mode does not match the API key');
  }
}
