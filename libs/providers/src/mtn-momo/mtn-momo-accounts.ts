import type { Mode } from '#kernel';
import type { Config } from '#platform';

/** MTN sells its products one by one: each has a subscription key and tokens of its own (MTN page §1, §2.3). */
export const PRODUCTS = ['collection', 'disbursement'] as const;
export type Product = (typeof PRODUCTS)[number];

export interface MtnMomoAccount {
  readonly baseUrl: string;
  readonly targetEnvironment: string;
  readonly apiUser: string;
  readonly apiKey: string;
  /** Disbursement has to be enabled by MTN separately (§2.2), so that an account may have collection alone. */
  readonly subscriptionKeys: Readonly<{ collection: string; disbursement: string | null }>;
}

/** Null for a mode in which nothing can be asked of MTN. */
export type MtnMomoAccounts = Readonly<Record<Mode, MtnMomoAccount | null>>;

export function mtnMomoAccounts(config: Config): MtnMomoAccounts {
  return { sandbox: sandboxAccount(config), live: config.operators === 'real' ? liveAccount(config) : null };
}

/** The simulator, or MTN's own sandbox: both go by the name `sandbox`. */
function sandboxAccount(config: Config): MtnMomoAccount {
  return {
    baseUrl: config.mtnSandboxUrl,
    targetEnvironment: 'sandbox',
    apiUser: config.mtnSandboxApiUser,
    apiKey: config.mtnSandboxApiKey,
    subscriptionKeys: { collection: config.mtnSandboxCollectionKey, disbursement: config.mtnSandboxDisbursementKey },
  };
}

function liveAccount(config: Config): MtnMomoAccount | null {
  const { mtnLiveApiUser: apiUser, mtnLiveApiKey: apiKey, mtnLiveCollectionKey: collection } = config;
  if (!apiUser || !apiKey || !collection) return null;
  return {
    baseUrl: config.mtnLiveUrl,
    targetEnvironment: config.mtnLiveTargetEnvironment,
    apiUser,
    apiKey,
    subscriptionKeys: { collection, disbursement: config.mtnLiveDisbursementKey || null },
  };
}
