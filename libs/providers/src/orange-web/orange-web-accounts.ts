import type { Currency, Mode } from '#kernel';
import type { Config } from '#platform';

/** An application at api.orange.com with its merchant key, which is for one country (Orange page §A1). */
export interface OrangeWebAccount {
  readonly baseUrl: string;
  readonly environment: 'dev' | 'cm';
  /** Of amounts on the wire: Orange's sandbox has one of its own, which stands for francs (§A2). */
  readonly currency: Currency | 'OUV';
  readonly clientId: string;
  readonly clientSecret: string;
  readonly merchantKey: string;
  /** Origins that payers may be sent to. */
  readonly pageOrigins: readonly string[];
}

/** Null for a mode in which nothing can be asked of Orange. */
export type OrangeWebAccounts = Readonly<Record<Mode, OrangeWebAccount | null>>;

export function orangeWebAccounts(config: Config): OrangeWebAccounts {
  return { sandbox: sandboxAccount(config), live: config.operators === 'real' ? liveAccount(config) : null };
}

function sandboxAccount(config: Config): OrangeWebAccount {
  const { orangeWebSandboxUrl: baseUrl, orangeWebSandboxPages: pages } = config;
  return {
    baseUrl,
    environment: 'dev',
    currency: 'OUV',
    clientId: config.orangeWebSandboxClientId,
    clientSecret: config.orangeWebSandboxClientSecret,
    merchantKey: config.orangeWebSandboxMerchantKey,
    pageOrigins: pages.length > 0 ? pages : [new URL(baseUrl).origin],
  };
}

function liveAccount(config: Config): OrangeWebAccount | null {
  const {
    orangeWebLiveClientId: clientId,
    orangeWebLiveClientSecret: clientSecret,
    orangeWebLiveMerchantKey: merchantKey,
  } = config;
  if (!clientId || !clientSecret || !merchantKey) return null;
  const { orangeWebLiveUrl: baseUrl, orangeWebLivePages: pageOrigins } = config;
  return { baseUrl, environment: 'cm', currency: 'XAF', clientId, clientSecret, merchantKey, pageOrigins };
}
