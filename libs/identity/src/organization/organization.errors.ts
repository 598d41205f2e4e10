import { DomainError } from '#kernel';

export class OrganizationNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'organization_not_found';

  constructor() {
    super('There is no such organisation');
  }
}
