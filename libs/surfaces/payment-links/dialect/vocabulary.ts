import { Money, type Currency, type Mode } from '#kernel';
import type { PaymentLinkPurpose, PaymentLinkStatus, PaymentStatus } from '#payments';
import { inverse } from '#platform';
import type { ProviderName } from '#providers';
import type { Wire } from './wire.js';

/** This door's words for what the core calls otherwise, both ways. */
export const MODE = { live: 'LIVE', sandbox: 'SANDBOX' } as const satisfies Record<Mode, Wire<'PaymentMode'>>;

export const LINK_STATUS = {
  active: 'ACTIVE',
  used: 'PAID',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
} as const satisfies Record<PaymentLinkStatus, Wire<'PaymentLinkStatus'>>;

export const LINK_STATUS_FROM = inverse(LINK_STATUS) satisfies Record<Wire<'PaymentLinkStatus'>, PaymentLinkStatus>;

export const PAYMENT_STATUS = {
  pending: 'PENDING',
  settled: 'PAID',
  failed: 'FAILED',
  expired: 'EXPIRED',
  cancelled: 'CANCELLED',
} as const satisfies Record<PaymentStatus, Wire<'PaymentStatus'>>;

export const PURPOSE = {
  collection: 'COLLECTION',
  deposit: 'DEPOSIT',
} as const satisfies Record<PaymentLinkPurpose, Wire<'PaymentType'>>;

export const PURPOSE_FROM = inverse(PURPOSE) satisfies Record<Wire<'PaymentType'>, PaymentLinkPurpose>;

export const PROVIDER = {
  'mtn-momo': 'MTN_CAM',
  'orange-money': 'ORANGE_CAM',
} as const satisfies Record<ProviderName, Wire<'PaymentProviders'>>;

export const PROVIDER_FROM = inverse(PROVIDER) satisfies Record<Wire<'PaymentProviders'>, ProviderName>;

/** Amounts are JSON numbers in major units here. */
export const amount = (decimal: string, currency: Currency): number => Money.ofSum(decimal, currency).toNumber();
