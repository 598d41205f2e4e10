import type { Principal } from '#identity';

export interface MerchantCaller extends Principal {
  /** The organisation that the call acts for as a merchant; null for an admin, who reaches all of them. */
  readonly merchantId: string | null;
}
