export type MtnMomoProduct = 'collection' | 'disbursement';

export const MTN_MOMO_PRODUCTS: readonly MtnMomoProduct[] = ['collection', 'disbursement'];

/** Credentials that exist without provisioning. They open nothing but this simulator. */
export const MTN_MOMO_SANDBOX = {
  apiUser: '6f1d2c3b-4a59-4e68-8b77-0c1d2e3f4a5b',
  apiKey: '0c55a6e1f2b34d7890ab12cd34ef56a7',
  subscriptionKeys: {
    collection: 'c011ec7104a54b3c9d2e7f6081a2b3c4',
    disbursement: 'd15b0a5e3e974c2d8f1a6b7c5d4e3f20',
  },
  targetEnvironment: 'sandbox',
  currency: 'EUR',
} as const;

export interface MtnMomoOptions {
  readonly apiUser?: string;
  readonly apiKey?: string;
  /** A product without a key here takes any key of 32 hexadecimal digits that is not the other product's. */
  readonly subscriptionKeys?: Partial<Record<MtnMomoProduct, string>>;
  /** Host that callbacks of the pre-provisioned API user may go to; `*` allows any. */
  readonly providerCallbackHost?: string;
  readonly tokenTtlSeconds?: number;
}

export interface MtnMomoSettings {
  readonly apiUser: string;
  readonly apiKey: string;
  readonly subscriptionKeys: Readonly<Record<MtnMomoProduct, string>>;
  /** Products whose key was configured, and which therefore take no other. */
  readonly strictKeys: ReadonlySet<MtnMomoProduct>;
  readonly providerCallbackHost: string;
  readonly tokenTtlSeconds: number;
}

export function resolveMtnMomoSettings(options: MtnMomoOptions): MtnMomoSettings {
  const configured = options.subscriptionKeys ?? {};
  return {
    apiUser: options.apiUser ?? MTN_MOMO_SANDBOX.apiUser,
    apiKey: options.apiKey ?? MTN_MOMO_SANDBOX.apiKey,
    subscriptionKeys: {
      collection: configured.collection ?? MTN_MOMO_SANDBOX.subscriptionKeys.collection,
      disbursement: configured.disbursement ?? MTN_MOMO_SANDBOX.subscriptionKeys.disbursement,
    },
    strictKeys: new Set(MTN_MOMO_PRODUCTS.filter((product) => configured[product] !== undefined)),
    providerCallbackHost: options.providerCallbackHost ?? '*',
    tokenTtlSeconds: options.tokenTtlSeconds ?? 3_600,
  };
}
