import { DomainError } from '#kernel';

/** Also for an account of another tenant, and for one that was removed. */
export class BankAccountNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'bank_account_not_found';

  constructor() {
    super('Bank account not found');
  }
}

export class BankAccountExists extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'bank_account_exists';

  constructor() {
    super('The organisation has this bank account already');
  }
}

export class BankAccountLimitReached extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'bank_account_limit_reached';

  constructor(limit: number) {
    super(`An organisation has at most ${limit} bank accounts in each mode`);
  }
}

export class BankAccountInUse extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'bank_account_in_use';

  constructor() {
    super('A payout to this bank account is under way');
  }
}

export class BankAccountDecided extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'bank_account_decided';

  constructor(status: string) {
    super(`The bank account is ${status} already`, { status });
  }
}
