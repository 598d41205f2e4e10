import { DomainError } from '#kernel';

/** The code is wrong or, without a count of attempts left, none is outstanding for the address. */
export class CodeWrong extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'code_wrong';

  constructor(attemptsLeft: number | null) {
    super('The code is not right', attemptsLeft === null ? null : { attemptsLeft });
  }
}

export class CodeExpired extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'code_expired';

  constructor() {
    super('The code has lapsed; ask for a new one');
  }
}
