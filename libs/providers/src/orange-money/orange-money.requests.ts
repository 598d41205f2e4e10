import type { Money, Msisdn } from '#kernel';
import type { Direction } from '../reading.js';
import { safeText } from '../safe-text.js';
import type { OrangeMoneyAccount } from './orange-money-accounts.js';

/** Payments are merchant payments; Orange has no refunds, so that whatever we send is a cash-in (Orange page §B3 to §B5). */
export const MOVEMENTS = {
  collection: { family: 'mp', direction: 'collecting' },
  refund: { family: 'cashin', direction: 'sending' },
  payout: { family: 'cashin', direction: 'sending' },
} as const satisfies Record<string, { family: Family; direction: Direction }>;

export type Movement = keyof typeof MOVEMENTS;
export type Family = 'mp' | 'cashin';

export interface Payment {
  readonly reference: string;
  readonly externalId: string;
  readonly amount: Money;
  readonly subscriber: Msisdn;
  readonly message: string;
}

/** Numbers are written without their country (§B10 no. 5). */
export const HOME = 'CM';
const LONGEST_ORDER_ID = 20;
const LONGEST_DESCRIPTION = 125;

/** Our reference as far as Orange has room for it: for people who compare books, and different for every attempt. */
export function orderIdOf(reference: string): string {
  return reference.replaceAll('-', '').slice(0, LONGEST_ORDER_ID);
}

/**
 * The PIN is in it: this body is never logged or stored (§B10 no. 7). Throws RangeError for anything but francs, and for
 * numbers of other countries, which without their code would be somebody else's.
 */
export function payBody(account: OrangeMoneyAccount, payToken: string, notifUrl: string, payment: Payment): object {
  if (payment.amount.currency !== 'XAF') throw new RangeError('Orange Money Cameroon moves nothing but XAF');
  if (payment.subscriber.country !== HOME)
    throw new RangeError('Orange Money Cameroon knows no numbers of other countries');
  return {
    payToken,
    subscriberMsisdn: payment.subscriber.national,
    channelUserMsisdn: account.channelMsisdn,
    pin: account.channelPin,
    amount: payment.amount.toDecimal(),
    orderId: orderIdOf(payment.reference),
    description: descriptionOf(payment),
    notifUrl,
  };
}

/** What the customer reads, and our id at its end, for which there is no other field. */
function descriptionOf({ message, externalId }: Payment): string {
  const id = safeText(externalId, LONGEST_DESCRIPTION);
  return `${safeText(message, LONGEST_DESCRIPTION - id.length - 1)} ${id}`.trim();
}
