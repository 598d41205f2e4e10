import type { Msisdn } from '#kernel';
import type { CollectRequest, PayOutRequest, RefundRequest } from '../provider.port.js';
import type { Direction } from '../reading.js';
import { safeText } from '../safe-text.js';
import { wireAmount, type WireAmount } from './mtn-momo-amounts.js';
import type { Product } from './mtn-momo-accounts.js';

/** The three movements that MTN makes for us (MTN page §3.1); a refund belongs to disbursement, with its key and token. */
export const MOVEMENTS = {
  collection: { product: 'collection', path: '/collection/v1_0/requesttopay', direction: 'collecting' },
  refund: { product: 'disbursement', path: '/disbursement/v1_0/refund', direction: 'sending' },
  payout: { product: 'disbursement', path: '/disbursement/v1_0/transfer', direction: 'sending' },
} as const satisfies Record<string, { product: Product; path: string; direction: Direction }>;

export type Movement = keyof typeof MOVEMENTS;

interface Party {
  readonly partyIdType: 'MSISDN';
  readonly partyId: string;
}

interface MovementBody extends WireAmount {
  readonly externalId: string;
  readonly payerMessage: string;
  readonly payeeNote: string;
}

/** Characters of a text that MTN takes. */
const LONGEST_TEXT = 160;

export function collectionBody(request: CollectRequest): MovementBody & { readonly payer: Party } {
  return { ...movementBody(request, 'payer'), payer: partyOf(request.payer) };
}

export function payOutBody(request: PayOutRequest): MovementBody & { readonly payee: Party } {
  return { ...movementBody(request, 'payee'), payee: partyOf(request.payee) };
}

/** MTN knows from the collection whom to pay back, so that a refund names no party. */
export function refundBody(request: RefundRequest): MovementBody & { readonly referenceIdToRefund: string } {
  return { ...movementBody(request, 'payee'), referenceIdToRefund: request.collectionReference };
}

/** The message is for the other side of the movement; on our own side the statement shows our id. */
function movementBody(
  request: Pick<CollectRequest, 'amount' | 'mode' | 'externalId' | 'message'>,
  otherSide: 'payer' | 'payee',
): MovementBody {
  const ours = safeText(request.externalId, LONGEST_TEXT);
  const theirs = safeText(request.message, LONGEST_TEXT) || ours;
  return {
    ...wireAmount(request.amount, request.mode),
    externalId: request.externalId,
    payerMessage: otherSide === 'payer' ? theirs : ours,
    payeeNote: otherSide === 'payee' ? theirs : ours,
  };
}

function partyOf(number: Msisdn): Party {
  return { partyIdType: 'MSISDN', partyId: number.digits };
}
