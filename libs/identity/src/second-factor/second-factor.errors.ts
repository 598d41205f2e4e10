import { DomainError } from '#kernel';

export class SecondFactorNotPending extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'second_factor_not_pending';

  constructor() {
    super('No second factor waits for confirmation');
  }
}
