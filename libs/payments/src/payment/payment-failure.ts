/** Why a payment ended without money. Doors show the word in their own spelling and the sentence as it is. */
export const PAYMENT_FAILURES = {
  insufficient_funds: 'The payer does not have enough money',
  payer_not_found: 'The number has no active wallet with this operator',
  payer_refused: 'The payer refused',
  limit_reached: 'The payer has reached a limit of the operator',
  expired: 'Nobody approved in time',
  operator_unavailable: 'The operator could not be reached',
  operator_refused: 'The operator refused',
} as const;

export type PaymentFailure = keyof typeof PAYMENT_FAILURES;
