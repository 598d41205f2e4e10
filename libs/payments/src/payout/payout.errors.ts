import { DomainError, type Money } from '#kernel';

export class PayoutNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'payout_not_found';

  constructor() {
    super('Payout not found');
  }
}

export class PayoutBelowMinimum extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'payout_below_minimum';

  constructor(readonly minimum: Money) {
    super(`A payout is at least ${minimum.toString()}`, { minimum: minimum.toNumber() });
  }
}

/** The bank account that was named is unknown, in another currency, or not verified. */
export class PayoutAccountUnusable extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'payout_account_unusable';

  constructor() {
    super('That is no verified bank account in this currency');
  }
}

/** A decision by staff about a payout that no bank has, or that has ended. */
export class PayoutNotAtBank extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payout_not_at_bank';

  constructor() {
    super('The payout is not under way at a bank');
  }
}

/** No bank account and no wallet is known that this could be paid to. */
export class PayoutDestinationMissing extends DomainError {
  readonly kind = 'declined';
  readonly code = 'payout_destination_missing';

  constructor() {
    super('There is nowhere to pay to: add a bank account first');
  }
}
