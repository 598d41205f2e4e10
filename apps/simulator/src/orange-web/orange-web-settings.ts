export const ORANGE_WEB = 'orange-web';

/** Credentials that open nothing but this simulator. */
export const ORANGE_WEB_SANDBOX = {
  clientId: 'Zt5Kc9WmQ2rXn7LbVf3Hd8Pj',
  clientSecret: 'q6Yw1RsNe4Ug7KxB',
  merchantKey: '7c1f0a92',
  /** What stands for francs in the sandbox of Orange (Orange page §A2). */
  currency: 'OUV',
} as const;

/** The sandbox among the environments of the API (§A1). */
export const ORANGE_WEB_PATH = 'orange-money-webpay/dev/v1';

export interface OrangeWebOptions {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly merchantKey?: string;
  readonly tokenTtlSeconds?: number;
  /** How long a payment page can be confirmed. */
  readonly payTokenTtlSeconds?: number;
  /** Where browsers reach the payment pages; null is where the caller reached the API. */
  readonly pagesUrl?: string | null;
}

export type OrangeWebSettings = Required<OrangeWebOptions>;

export function resolveOrangeWebSettings(options: OrangeWebOptions): OrangeWebSettings {
  return {
    clientId: options.clientId ?? ORANGE_WEB_SANDBOX.clientId,
    clientSecret: options.clientSecret ?? ORANGE_WEB_SANDBOX.clientSecret,
    merchantKey: options.merchantKey ?? ORANGE_WEB_SANDBOX.merchantKey,
    tokenTtlSeconds: options.tokenTtlSeconds ?? 3_600,
    payTokenTtlSeconds: options.payTokenTtlSeconds ?? 600,
    pagesUrl: options.pagesUrl?.replace(/\/+$/, '') ?? null,
  };
}
