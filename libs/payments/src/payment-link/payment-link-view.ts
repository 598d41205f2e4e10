import { viewOf, type Currency, type Mode } from '#kernel';
import type { ProviderName } from '#providers';

export type PaymentLinkType = 'fixed' | 'subscription' | 'donation';
/** Why its money is collected, in the word of whoever made it: it is booked alike. */
export type PaymentLinkPurpose = 'collection' | 'deposit';
/** Judged at an instant; when several hold, the first of cancelled, used, expired. */
export type PaymentLinkStatus = 'active' | 'used' | 'expired' | 'cancelled';

interface StoredPaymentLink {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly slug: string;
  readonly type: PaymentLinkType;
  readonly purpose: PaymentLinkPurpose;
  readonly amount: string;
  readonly currency: Currency;
  readonly description: string | null;
  readonly metadata: Record<string, unknown>;
  readonly providers: readonly ProviderName[] | null;
  readonly preferredProvider: ProviderName | null;
  readonly redirectUrl: string | null;
  readonly maxUses: number | null;
  readonly reservedUses: number;
  readonly paidUses: number;
  readonly expiresAt: string | null;
  readonly cancelledAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A payment link as the house tells it: plain JSON, instants in ISO 8601, amounts as decimal text in major units. */
export interface PaymentLinkView extends Omit<StoredPaymentLink, 'reservedUses' | 'paidUses'> {
  /** Address to share. */
  readonly url: string;
  /** At the instant of the view. */
  readonly status: PaymentLinkStatus;
  /** Reserved or paid. */
  readonly currentUses: number;
}

const FIELDS: Readonly<Record<keyof StoredPaymentLink, true>> = {
  id: true,
  organizationId: true,
  mode: true,
  slug: true,
  type: true,
  purpose: true,
  amount: true,
  currency: true,
  description: true,
  metadata: true,
  providers: true,
  preferredProvider: true,
  redirectUrl: true,
  maxUses: true,
  reservedUses: true,
  paidUses: true,
  expiresAt: true,
  cancelledAt: true,
  createdAt: true,
  updatedAt: true,
};

const stored = viewOf<StoredPaymentLink>(FIELDS);

export const PAYMENT_LINK_COLUMNS = stored.columns;

/** The view of a row or an aggregate. `payUrl` is the deployment's address of the pay page. */
export function paymentLinkView(source: object, now: Date, payUrl: string): PaymentLinkView {
  const { reservedUses, paidUses, ...link } = stored.view(source);
  const currentUses = reservedUses + paidUses;
  const { cancelledAt, expiresAt, maxUses } = link;
  const status = paymentLinkStatus({ cancelledAt, expiresAt, maxUses, currentUses }, now);
  return { ...link, url: paymentLinkUrl(payUrl, link.slug), status, currentUses };
}

export const paymentLinkUrl = (payUrl: string, slug: string): string => `${payUrl}/pay/${slug}`;

interface Circumstances {
  readonly cancelledAt: Date | string | null;
  /** Last instant at which it can be paid. */
  readonly expiresAt: Date | string | null;
  readonly maxUses: number | null;
  readonly currentUses: number;
}

export function paymentLinkStatus(link: Circumstances, now: Date): PaymentLinkStatus {
  if (link.cancelledAt !== null) return 'cancelled';
  if (link.maxUses !== null && link.currentUses >= link.maxUses) return 'used';
  if (link.expiresAt !== null && new Date(link.expiresAt) < now) return 'expired';
  return 'active';
}

/** Whether a text can be the slug of a link at all. */
export const isPaymentLinkSlug = (text: string): boolean => /^pay_[A-Za-z0-9]{1,60}$/.test(text);

/** Those of the organisation's operators that a link takes, the preferred one first. */
export function acceptedProviders(
  { providers, preferredProvider }: Pick<PaymentLinkView, 'providers' | 'preferredProvider'>,
  enabled: readonly ProviderName[],
): ProviderName[] {
  const accepted = enabled.filter((name) => providers?.includes(name) ?? true);
  return [
    ...accepted.filter((name) => name === preferredProvider),
    ...accepted.filter((name) => name !== preferredProvider),
  ];
}
