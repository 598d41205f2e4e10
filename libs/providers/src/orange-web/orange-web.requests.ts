import type { Money } from '#kernel';
import type { OperatorPage } from '../operator-pages.service.js';
import { safeText } from '../safe-text.js';
import type { OrangeWebAccount } from './orange-web-accounts.js';

export interface PageRequest {
  readonly reference: string;
  readonly amount: Money;
  readonly message: string;
  /** Where the page sends the payer back to, whatever he did there. */
  readonly returnUrl: string;
}

const LONGEST_ORDER_ID = 30;
const LONGEST_REFERENCE = 30;
const LONGEST_URL = 120;

/** Our reference as far as Orange has room for it, which is different for every payment still. */
export function orderIdOf(reference: string): string {
  return reference.replaceAll('-', '').slice(0, LONGEST_ORDER_ID);
}

/** The call for a page (Orange page §A2). Throws RangeError for anything but francs, and for an address that is too long. */
export function orderBody(account: OrangeWebAccount, notifUrl: string, request: PageRequest): object {
  const { reference, amount, message, returnUrl } = request;
  if (returnUrl.length > LONGEST_URL) throw new RangeError(`Orange takes no address of ${returnUrl.length} characters`);
  return {
    merchant_key: account.merchantKey,
    currency: account.currency,
    order_id: orderIdOf(reference),
    amount: francs(amount),
    return_url: returnUrl,
    // The same: that somebody cancelled is the browser's word and nobody else's.
    cancel_url: returnUrl,
    notif_url: notifUrl,
    lang: 'fr',
    reference: safeText(message, LONGEST_REFERENCE) || 'Paiement',
  };
}

/** Orange tells of an order to whoever names its id, amount and token, and to nobody else. */
export function statusBody(reference: string, amount: Money, { payToken }: OperatorPage): object {
  return { order_id: orderIdOf(reference), amount: francs(amount), pay_token: payToken };
}

/** A JSON number on the wire, whatever the currency is called there. */
function francs(amount: Money): number {
  if (amount.currency !== 'XAF') throw new RangeError('Orange Web Payment of Cameroon moves nothing but XAF');
  return amount.toNumber();
}
