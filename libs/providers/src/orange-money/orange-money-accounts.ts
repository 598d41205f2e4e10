import type { Mode } from '#kernel';
import type { Config } from '#platform';

/** The two layers of credentials, and the line of ours that pays and is paid (Orange page §B2). */
export interface OrangeMoneyAccount {
  readonly baseUrl: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly apiUsername: string;
  readonly apiPassword: string;
  /** Nine digits. */
  readonly channelMsisdn: string;
  readonly channelPin: string;
}

/** Null for a mode in which nothing can be asked of Orange. */
export type OrangeMoneyAccounts = Readonly<Record<Mode, OrangeMoneyAccount | null>>;

export function orangeMoneyAccounts(config: Config): OrangeMoneyAccounts {
  return { sandbox: sandboxAccount(config), live: config.operators === 'real' ? liveAccount(config) : null };
}

/** The simulator: Orange has no open sandbox (§B1). */
function sandboxAccount(config: Config): OrangeMoneyAccount {
  return {
    baseUrl: config.orangeSandboxUrl,
    consumerKey: config.orangeSandboxConsumerKey,
    consumerSecret: config.orangeSandboxConsumerSecret,
    apiUsername: config.orangeSandboxApiUsername,
    apiPassword: config.orangeSandboxApiPassword,
    channelMsisdn: config.orangeSandboxChannelMsisdn,
    channelPin: config.orangeSandboxChannelPin,
  };
}

function liveAccount(config: Config): OrangeMoneyAccount | null {
  const {
    orangeLiveConsumerKey: consumerKey,
    orangeLiveConsumerSecret: consumerSecret,
    orangeLiveApiUsername: apiUsername,
    orangeLiveApiPassword: apiPassword,
    orangeLiveChannelMsisdn: channelMsisdn,
    orangeLiveChannelPin: channelPin,
  } = config;
  if (!consumerKey || !consumerSecret || !apiUsername || !apiPassword || !channelMsisdn || !channelPin) return null;
  const baseUrl = config.orangeLiveUrl;
  return { baseUrl, consumerKey, consumerSecret, apiUsername, apiPassword, channelMsisdn, channelPin };
}
