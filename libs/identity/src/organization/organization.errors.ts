import { DomainError } from '#kernel';

export class OrganizationNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'organization_not_found';

  constructor() {
    super('There is no such organisation');
  }
}

export class OrganizationLogoNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'organization_logo_not_found';

  constructor() {
    super('The organisation has no logo');
  }
}
