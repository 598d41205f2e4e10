import { DomainError } from '#kernel';

/** An admin calls an operation of users, or a user one of admins. */
export class RoleRefused extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'role_refused';

  constructor() {
    super('Your role does not permit this');
  }
}
