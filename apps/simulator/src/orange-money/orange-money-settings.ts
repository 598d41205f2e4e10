export const ORANGE_MONEY = 'orange-money';

/** Credentials that open nothing but this simulator. */
export const ORANGE_MONEY_SANDBOX = {
  consumerKey: 'Jk7sQ2mXv9TzB4nLr8WcY1pDg5Hf',
  consumerSecret: 'a3Rf6Uy0KeVh2NqZt7Sj4MwPb9Xd',
  apiUsername: 'SANDBOXAPI',
  apiPassword: 'sandbox-api-password',
  channelMsisdn: '699000111',
  channelPin: '2222',
  currency: 'XAF',
} as const;

/** Several operators have a `/token` of the same kind: this one is served below a path of its own. */
export const ORANGE_MONEY_PATH = ORANGE_MONEY;

export interface OrangeMoneyOptions {
  readonly consumerKey?: string;
  readonly consumerSecret?: string;
  readonly apiUsername?: string;
  readonly apiPassword?: string;
  /** The merchant's line, nine digits. */
  readonly channelMsisdn?: string;
  readonly channelPin?: string;
  readonly tokenTtlSeconds?: number;
  /** How long a payToken can be paid with, and a payment be confirmed. */
  readonly payTokenTtlSeconds?: number;
}

export type OrangeMoneySettings = Required<OrangeMoneyOptions>;

export function resolveOrangeMoneySettings(options: OrangeMoneyOptions): OrangeMoneySettings {
  return {
    consumerKey: options.consumerKey ?? ORANGE_MONEY_SANDBOX.consumerKey,
    consumerSecret: options.consumerSecret ?? ORANGE_MONEY_SANDBOX.consumerSecret,
    apiUsername: options.apiUsername ?? ORANGE_MONEY_SANDBOX.apiUsername,
    apiPassword: options.apiPassword ?? ORANGE_MONEY_SANDBOX.apiPassword,
    channelMsisdn: options.channelMsisdn ?? ORANGE_MONEY_SANDBOX.channelMsisdn,
    channelPin: options.channelPin ?? ORANGE_MONEY_SANDBOX.channelPin,
    tokenTtlSeconds: options.tokenTtlSeconds ?? 3_600,
    payTokenTtlSeconds: options.payTokenTtlSeconds ?? 86_400,
  };
}
