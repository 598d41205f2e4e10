import type { FailureCause } from '../outcomes.js';
import type { OperatorFaults } from '../faults/faults.service.js';
import type { SimulatedTransaction } from '../transactions/transaction.js';

/** What the shared parts must know of an operator; the protocol itself is in the operator's controllers. */
export interface OperatorPort {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly { readonly account: string; readonly currency: string }[];
  readonly failureCodes: Readonly<Record<FailureCause, string>>;

  /** The body of the callback that tells the transaction's present state; null when the operator tells none. */
  callbackBody(transaction: SimulatedTransaction, faults: OperatorFaults): unknown;

  /** Makes every access token that is out invalid; returns how many there were. */
  expireTokens(): number;
}
