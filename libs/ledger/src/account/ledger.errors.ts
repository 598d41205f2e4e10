import { DomainError, type Money } from '#kernel';

/** A guarded account does not cover what would be taken from it. Nothing was posted. */
export class InsufficientBalance extends DomainError {
  readonly kind = 'declined';
  readonly code = 'insufficient_balance';

  constructor(balance: { available: Money; pending: Money }, required: Money) {
    super('The balance does not cover this', {
      available: balance.available.toNumber(),
      pending: balance.pending.toNumber(),
      required: required.toNumber(),
    });
  }
}
