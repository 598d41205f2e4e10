import type { FailureCause } from '../outcomes.js';
import type { OperatorFaults } from '../faults/faults.service.js';
import { extensionsOf } from '../transactions/status-extension.js';
import type { SimulatedTransaction } from '../transactions/transaction.js';
import { messageOf } from './mtn-momo.errors.js';

/** Key of `details`: the word for a transaction that has not ended, where it is not PENDING. */
export const PENDING_WORD = 'pendingWord';
export const PAYEE_NOTE = 'payeeNote';

export const MTN_MOMO_FAILURE_CODES = {
  'payer-not-found': 'PAYER_NOT_FOUND',
  'payer-refused': 'APPROVAL_REJECTED',
  'payer-limit-reached': 'PAYER_LIMIT_REACHED',
  expired: 'EXPIRED',
  'not-enough-funds': 'NOT_ENOUGH_FUNDS',
  'processing-error': 'INTERNAL_PROCESSING_ERROR',
  cancelled: 'TRANSACTION_CANCELED',
  'service-unavailable': 'SERVICE_UNAVAILABLE',
  'original-not-found': 'RESOURCE_NOT_FOUND',
  'original-not-paid': 'TRANSACTION_NOT_COMPLETED',
  'refund-exceeds-payment': 'NOT_ALLOWED',
} satisfies Record<FailureCause, string>;

/** The body of a status answer (§3.3) with the sandbox's own extensions. The reference is never in it. */
export function presentStatus(transaction: SimulatedTransaction, faults: OperatorFaults): Record<string, unknown> {
  return {
    ...presentCallback(transaction, faults),
    payerMessage: transaction.message ?? undefined,
    ...extensionsOf(transaction),
  };
}

/** The body of a callback (§6). */
export function presentCallback(transaction: SimulatedTransaction, faults: OperatorFaults): Record<string, unknown> {
  const { counterparty, kind, financialTransactionId, externalId, amount, currency, details } = transaction;
  const party = counterparty && { partyIdType: counterparty.type, partyId: counterparty.id };
  return {
    financialTransactionId: financialTransactionId ?? undefined,
    externalId: externalId ?? undefined,
    amount,
    currency,
    ...(party && (kind === 'collection' ? { payer: party } : { payee: party })),
    payeeNote: details[PAYEE_NOTE],
    status: statusWord(transaction),
    reason: transaction.failureCode === null ? undefined : reasonOf(transaction.failureCode, faults.reasonShape),
  };
}

function statusWord({ status, details }: SimulatedTransaction): string {
  switch (status) {
    case 'pending':
      return details[PENDING_WORD] ?? 'PENDING';
    case 'succeeded':
      return 'SUCCESSFUL';
    case 'failed':
      return 'FAILED';
  }
}

/** Both shapes are out in the field (§3.3). */
function reasonOf(code: string, shape: OperatorFaults['reasonShape']): unknown {
  return shape === 'string' ? code : { code, message: messageOf(code) };
}
