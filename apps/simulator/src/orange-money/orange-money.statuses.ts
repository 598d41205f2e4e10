import type { SimulatedTransaction } from '../transactions/transaction.js';
import { extensionsOf } from '../transactions/status-extension.js';
import { messageOf } from './orange-money.errors.js';

/** `mp` takes money from a customer, `cashin` sends it (Orange page §B3, §B4). */
export const OPERATIONS = ['mp', 'cashin'] as const;
export type OrangeMoneyOperation = (typeof OPERATIONS)[number];

/** Keys of `details`. */
export const TRANSACTION_ID = 'txnid';
export const CHANNEL = 'channelUserMsisdn';
/** Of a refund: the caller's own id of it, which each attempt has in common. */
export const REFUND_ID = 'refundId';

export function operationOf({ kind }: Pick<SimulatedTransaction, 'kind'>): OrangeMoneyOperation {
  return kind === 'collection' ? 'mp' : 'cashin';
}

/** SUCCESSFULL is spelt so by Orange (§B6). */
export function statusWord({ status, failureCode }: SimulatedTransaction): string {
  if (status === 'pending') return 'PENDING';
  if (status === 'succeeded') return 'SUCCESSFULL';
  return codeOf(failureCode) === null ? (failureCode ?? 'FAILED') : 'FAILED';
}

/** `data` of an answer about a transaction. Expiry and cancellation have a word and no code. */
export function presentData(transaction: SimulatedTransaction): Record<string, unknown> {
  if (statusWord(transaction) === 'EXPIRED') return lapsedData(transaction, transaction.reference);
  const { counterparty, amount, reference, externalId, message, details, callbackUrl } = transaction;
  const shared = {
    ...idsOf(transaction),
    subscriberMsisdn: counterparty?.id ?? null,
    // Sent as text, told as a number.
    amount: Number(amount),
    payToken: reference,
    txnid: transaction.status === 'failed' ? null : details[TRANSACTION_ID],
    txnmode: externalId,
    status: statusWord(transaction),
    description: message,
    channelUserMsisdn: details[CHANNEL],
    ...extensionsOf(transaction),
  };
  if (operationOf(transaction) === 'cashin') return { ...shared, orderId: externalId, ...cashInTelling(transaction) };
  return { ...shared, ...paymentTelling(transaction), notifUrl: callbackUrl };
}

/** Of a token that nobody pays with any more nearly every field is null (§B3). */
export function lapsedData(
  { createdAt }: Pick<SimulatedTransaction, 'createdAt'>,
  payToken: string,
  status = 'EXPIRED',
): Record<string, unknown> {
  const names = ['subscriberMsisdn', 'amount', 'txnid', 'txnmode', 'inittxnmessage', 'inittxnstatus'];
  const more = ['confirmtxnstatus', 'confirmtxnmessage', 'notifUrl', 'description', 'channelUserMsisdn'];
  const nothing = Object.fromEntries([...names, ...more].map((name) => [name, null]));
  return { ...idsOf({ createdAt }), ...nothing, payToken, status };
}

/** Three shapes are out in the field (§B8); which one comes is decided by the token, so that a repeat looks alike. */
export function presentCallback(transaction: SimulatedTransaction): unknown {
  const { reference: payToken, externalId: orderId } = transaction;
  const status = statusWord(transaction);
  switch (Number.parseInt(payToken.slice(-2), 16) % 3) {
    case 0:
      return { ...presentData(transaction), payToken, status };
    case 1:
      return { type: 'payment_notification', data: { payToken, status } };
    default:
      return { payment: { payToken, status, orderId } };
  }
}

/** The code of a failure that has one. */
export function codeOf(failureCode: string | null): string | null {
  return failureCode !== null && /^\d+$/.test(failureCode) ? failureCode : null;
}

function idsOf({ createdAt }: Pick<SimulatedTransaction, 'createdAt'>): Record<string, unknown> {
  const seconds = Math.floor(Date.parse(createdAt) / 1_000);
  return { id: seconds % 100_000_000, createtime: String(seconds) };
}

function paymentTelling({ status, failureCode }: SimulatedTransaction): Record<string, unknown> {
  const code = codeOf(failureCode);
  return {
    inittxnmessage: 'Demande envoyee, le client doit saisir son code PIN',
    inittxnstatus: '200',
    confirmtxnstatus: status === 'succeeded' ? '200' : code,
    confirmtxnmessage: status === 'succeeded' ? 'Paiement reussi' : code && messageOf(code),
  };
}

function cashInTelling({ status, failureCode }: SimulatedTransaction): Record<string, unknown> {
  const code = codeOf(failureCode);
  const words = { pending: 'Depot en cours', succeeded: 'Depot effectue', failed: 'Depot annule' };
  return { txnstatus: code ?? '200', txnmessage: code === null ? words[status] : messageOf(code) };
}
