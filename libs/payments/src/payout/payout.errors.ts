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

/** No bank account and no wallet is known that this could be paid to. */
export class PayoutDestinationMissing extends DomainError {
  readonly kind = 'declined';
  readonly code = 'payout_destination_missing';

  constructor() {
    super('There is nowhere to pay to: add a bank account first');
  }
}
