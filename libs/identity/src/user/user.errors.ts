import { DomainError } from '#kernel';

export class EmailTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'email_taken';

  constructor() {
    super('Another account has this e-mail address');
  }
}

export class UsernameTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'username_taken';

  constructor() {
    super('Another account has this username');
  }
}

export class UserNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'user_not_found';

  constructor() {
    super('There is no such account');
  }
}
