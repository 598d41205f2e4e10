import { DomainError } from '#kernel';

export class TokenMissing extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'token_missing';

  constructor() {
    super('Sign in to do this');
  }
}

/** Malformed, wrongly signed, unknown, revoked or used up. */
export class TokenInvalid extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code: string = 'token_invalid';

  constructor(message = 'The token is not valid') {
    super(message);
  }
}

/** Rightly signed, but its session was ended: by signing out, a new password, or a theft that was noticed. */
export class TokenRevoked extends TokenInvalid {
  override readonly code = 'token_revoked';

  constructor() {
    super('The token was revoked');
  }
}

export class TokenExpired extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'token_expired';

  constructor() {
    super('The token has lapsed');
  }
}

/** The account, or the organisation that it acts for. */
export class AccountSuspended extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'account_suspended';

  constructor() {
    super('The account is suspended');
  }
}

/** What was asked for is for accounts of another role. */
export class RoleNotAllowed extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'role_not_allowed';

  constructor() {
    super('This is for platform staff alone');
  }
}

/** One answer for a wrong password and for an address without account. */
export class InvalidCredentials extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'invalid_credentials';

  constructor() {
    super('E-mail address and password do not match an account');
  }
}

export class EmailNotVerified extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'email_not_verified';

  constructor() {
    super('The e-mail address has not been verified');
  }
}

export class SignInLocked extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'sign_in_locked';

  constructor(readonly retryAfterSeconds: number) {
    super('Too many wrong passwords for this address; try again later', { retryAfterSeconds });
  }
}

/** The password is right; the token and a code of the second factor open the session. */
export class SecondFactorRequired extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'second_factor_required';

  constructor(challengeToken: string, expiresAt: Date) {
    super('A code of the second factor is needed', { challengeToken, expiresAt: expiresAt.toISOString() });
  }
}

export class SecondFactorWrong extends DomainError {
  readonly kind = 'unauthenticated';
  readonly code = 'second_factor_wrong';

  constructor(attemptsLeft: number) {
    super('The code is wrong', { attemptsLeft });
  }
}
