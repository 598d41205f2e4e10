import { isPaymentLinkSlug } from './payment-link-view.js';

const DIGITS_MAX = 39;

/**
 * What payers' pages call a payment: `pl_`, the slug of its link, an underscore and the digits of the payment's id, so
 * that none is given twice and none has to be stored.
 */
export const transactionId = (slug: string, paymentId: string): string =>
  `pl_${slug}_${BigInt(`0x${paymentId.replaceAll('-', '')}`)}`;

/** The id of the payment that is called so, or null for a text that no payment of this link is called. */
export function paymentIdIn(text: string, slug: string): string | null {
  const [, digits] = text.startsWith(`pl_${slug}_`) ? [null, text.slice(slug.length + 4)] : [];
  if (digits === undefined || !/^\d+$/.test(digits) || digits.length > DIGITS_MAX) return null;
  const hex = BigInt(digits).toString(16).padStart(32, '0');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return transactionId(slug, id) === text ? id : null;
}

/** The id behind what payers' pages call a payment, whichever its link. Any other text stays as it is, as ids do. */
export function paymentIdOf(text: string): string {
  const slug = text.slice('pl_'.length, text.lastIndexOf('_'));
  return (isPaymentLinkSlug(slug) ? paymentIdIn(text, slug) : null) ?? text;
}
