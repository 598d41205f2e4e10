import type { SimulatedTransaction } from './transaction.js';

/**
 * What a status answer carries besides the operator's own fields, once the payment has succeeded. No operator has these:
 * it is how the sandbox tells what others tell out of band (design/sandbox.md, rows 90 and 91).
 */
export function extensionsOf({ status, plan, amount }: SimulatedTransaction): Record<string, unknown> {
  if (status !== 'succeeded') return {};
  switch (plan.extension) {
    case 'dispute':
      return { dispute: { reason: 'The payer says that the payment was not authorised.', amount } };
    case 'immediate-settlement':
      return { settlement: 'IMMEDIATE' };
    case null:
      return {};
  }
}
