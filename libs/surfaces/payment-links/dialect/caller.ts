import type { Tenant } from '#kernel';

/** Who calls, and in which mode this call acts. */
export interface PaymentLinksCaller {
  readonly tenant: Tenant;
  /** The key, or the account of the dashboard, that the call was made with. */
  readonly holder: { readonly type: 'api_key' | 'account'; readonly id: string };
}
