import { CAMEROON_REGIONS, type LegalForm } from '#identity';
import { Money, type Currency, type Mode } from '#kernel';
import type { DisputeStatus } from '#disputes';
import type { IdentityDocumentType } from '#merchants';
import type { PaymentLinkStatus, PaymentLinkType, PaymentStatus, PayoutStatus, RefundStatus } from '#payments';
import { inverse } from '#platform';
import type { ProviderName } from '#providers';
import type { Wire } from './wire.js';

/** This door's words for what the core calls otherwise, both ways. */
export const MODE = { live: 'LIVE', sandbox: 'SANDBOX' } as const satisfies Record<Mode, Wire<'Mode'>>;

export const modeFrom = (word: Wire<'Mode'>): Mode => (word === 'LIVE' ? 'live' : 'sandbox');

export const PAYMENT_STATUS = {
  pending: 'pending',
  settled: 'paid',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'cancelled',
} as const satisfies Record<PaymentStatus, Wire<'PaymentStatus'>>;

export const paymentStatusFrom = (word: Wire<'PaymentStatus'>): PaymentStatus => (word === 'paid' ? 'settled' : word);

/** A refund that the operator called off is one that failed, here. */
export const REFUND_STATUS = {
  pending: 'pending',
  processing: 'processing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
} as const satisfies Record<RefundStatus, Wire<'RefundStatus'>>;

export const PAYOUT_STATUS = {
  pending: 'pending',
  queued: 'pending',
  processing: 'processing',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'failed',
} as const satisfies Record<PayoutStatus, Wire<'PayoutStatus'>>;

/** A dispute under review is still open, here. */
export const DISPUTE_STATUS = {
  open: 'open',
  under_review: 'open',
  won: 'won',
  lost: 'lost',
} as const satisfies Record<DisputeStatus, Wire<'ChargebackStatus'>>;

/** A link whose last use is taken has no word of its own here: closedReason tells it apart. */
export const PAYMENT_LINK_STATUS = {
  active: 'active',
  used: 'expired',
  expired: 'expired',
  cancelled: 'cancelled',
} as const satisfies Record<PaymentLinkStatus, Wire<'PaymentLinkStatus'>>;

export const PAYMENT_LINK_TYPE = {
  fixed: 'Fixed',
  subscription: 'Subscription',
  donation: 'Donation',
} as const satisfies Record<PaymentLinkType, Wire<'PaymentLinkType'>>;

export const PAYMENT_LINK_TYPE_FROM = {
  Fixed: 'fixed',
  Subscription: 'subscription',
  Donation: 'donation',
  Variable: 'donation',
} as const satisfies Record<Wire<'PaymentLinkTypeInput'>, PaymentLinkType>;

/** The core's statuses behind one of this door's words. */
export function behind<Core extends string>(words: Readonly<Record<Core, string>>, word: string): Core[] {
  return (Object.keys(words) as Core[]).filter((status) => words[status] === word);
}

export const PROVIDER_NAME = {
  'mtn-momo': 'MTN Mobile Money',
  'orange-money': 'Orange Money',
} as const satisfies Record<ProviderName, Wire<'PaymentMethodName'>>;

export const PROVIDER_FROM_NAME = inverse(PROVIDER_NAME) satisfies Record<Wire<'PaymentMethodName'>, ProviderName>;

/** Amounts are JSON numbers in major units here. */
export const amount = (decimal: string, currency: Currency): number => Money.ofSum(decimal, currency).toNumber();

/** The core's word in capitals: insufficient_funds is INSUFFICIENT_FUNDS. */
export const failureCode = (reason: string | null): string | null => reason?.toUpperCase() ?? null;

/** Words of the onboarding form, with the legal form that each stands for. */
export const BUSINESS_TYPE = {
  sole_proprietorship: 'entreprise-individuelle',
  sarl: 'sarl',
  sa: 'sa',
  snc: 'snc',
  association: 'association',
  other: 'autre',
} as const satisfies Record<LegalForm, Wire<'BusinessType'>>;

export const LEGAL_FORM_FROM = inverse(BUSINESS_TYPE) satisfies Record<Wire<'BusinessType'>, LegalForm>;

export const LEGAL_FORM_NAME = {
  sole_proprietorship: 'Sole Proprietorship',
  sarl: 'SARL',
  sa: 'SA',
  snc: 'SNC',
  association: 'Association',
  other: 'Other',
} as const satisfies Record<LegalForm, string>;

export const DOCUMENT_TYPE = {
  passport: 'Passport',
  national_id: 'National ID',
  driving_licence: "Driver's License",
} as const satisfies Record<IdentityDocumentType, Wire<'DocumentType'>>;

export const DOCUMENT_TYPE_FROM = inverse(DOCUMENT_TYPE) satisfies Record<Wire<'DocumentType'>, IdentityDocumentType>;

/** The core's country code of what is not told apart here: of ISO 3166-1, but given to no country. */
const ELSEWHERE = 'ZZ';

export const COUNTRY_NAME = {
  CM: 'Cameroon',
  NG: 'Nigeria',
  TD: 'Chad',
  CF: 'Central African Republic',
  CG: 'Republic of the Congo',
  GA: 'Gabon',
  GQ: 'Equatorial Guinea',
  FR: 'France',
  GB: 'United Kingdom',
  US: 'United States',
  DE: 'Germany',
  OTHER: 'Other',
} as const satisfies Record<Wire<'CountryCode'>, string>;

export const countryFrom = (word: Wire<'CountryCode'>): string => (word === 'OTHER' ? ELSEWHERE : word);

/** A country that another door knows and this one does not is any other, here. */
export const countryOf = (code: string): Wire<'CountryCode'> =>
  code in COUNTRY_NAME ? (code as Wire<'CountryCode'>) : 'OTHER';

/** Letters of the ISO 3166-2 codes, which existing forms send. */
const REGION_CODE: Readonly<Record<string, (typeof CAMEROON_REGIONS)[number]>> = {
  AD: 'Adamaoua',
  CE: 'Centre',
  ES: 'Est',
  EN: 'Extrême-Nord',
  LT: 'Littoral',
  NO: 'Nord',
  NW: 'Nord-Ouest',
  OU: 'Ouest',
  SU: 'Sud',
  SW: 'Sud-Ouest',
};

/** The name of a region of Cameroon that was given by name or letters; any other text as it is. */
export function regionFrom(written: string): string {
  const text = written.trim();
  const named = CAMEROON_REGIONS.find((name) => name.toLowerCase() === text.toLowerCase());
  return named ?? REGION_CODE[text.toUpperCase()] ?? text;
}

export const CURRENCIES = ['XAF', 'USD'] as const satisfies readonly Wire<'Currency'>[];

/** Of every account and organisation of this market. */
export const TIMEZONE = 'Africa/Douala';
