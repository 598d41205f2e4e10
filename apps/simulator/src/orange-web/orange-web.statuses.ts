import { extensionsOf } from '../transactions/status-extension.js';
import type { SimulatedTransaction } from '../transactions/transaction.js';
import { ORANGE_WEB_FAILURE_CODES } from './orange-web.errors.js';
import type { OrangeWebOrder } from './orange-web-order.js';

/** Keys of `details`. */
export const TRANSACTION_ID = 'txnid';
export const NOTIF_TOKEN = 'notif_token';

/** The words of the API (Orange page §A3). */
export type StatusWord = 'INITIATED' | 'PENDING' | 'EXPIRED' | 'SUCCESS' | 'FAILED';

/** An order that nobody confirmed stays INITIATED for ever; one that was confirmed too late is EXPIRED. */
export function statusWord(
  { confirmedLate }: OrangeWebOrder,
  transaction: SimulatedTransaction | undefined,
): StatusWord {
  if (transaction) return wordOf(transaction);
  return confirmedLate ? 'EXPIRED' : 'INITIATED';
}

export function presentStatus(order: OrangeWebOrder, transaction: SimulatedTransaction | undefined): object {
  const txnid = transaction?.details[TRANSACTION_ID];
  return {
    status: statusWord(order, transaction),
    order_id: order.orderId,
    ...(txnid !== undefined && { txnid }),
    ...(transaction && extensionsOf(transaction)),
  };
}

/** Null for all but SUCCESS and FAILED, of which alone Orange gives notice (§A4). */
export function presentNotification(transaction: SimulatedTransaction): object | null {
  const status = wordOf(transaction);
  if (status !== 'SUCCESS' && status !== 'FAILED') return null;
  const { [NOTIF_TOKEN]: notif_token, [TRANSACTION_ID]: txnid } = transaction.details;
  return { status, notif_token, txnid };
}

function wordOf({ status, failureCode }: SimulatedTransaction): StatusWord {
  if (status === 'pending') return 'PENDING';
  if (status === 'succeeded') return 'SUCCESS';
  return failureCode === ORANGE_WEB_FAILURE_CODES.expired ? 'EXPIRED' : 'FAILED';
}
