import type { Money } from '#kernel';

/** A ledger account within an organisation, currency and mode. The chart of accounts is in docs/glossary.md. */
export type Account =
  | 'merchant.pending'
  | 'merchant.available'
  | 'merchant.reserved'
  | 'platform.fees'
  | 'platform.provider_costs'
  | 'platform.suspense'
  | `provider.${string}`
  | `wallet:${string}`;

export const providerAccount = (provider: string): Account => `provider.${provider}`;

/** Accounts that must never go below zero by a movement of their own. Chargebacks alone may push them there. */
export const isGuarded = (account: Account): boolean =>
  account === 'merchant.available' || account.startsWith('wallet:');

const SHARDS = 16;

/**
 * Accounts that every payment of a merchant touches are kept in shards, so that payments do not wait for each other.
 * Guarded accounts have one row: a guard must see the whole balance.
 */
const shardsOf = (account: Account): number =>
  account === 'merchant.pending' || account === 'platform.fees' || account.startsWith('provider.') ? SHARDS : 1;

/** The same cause always meets the same shard. */
export const shardFor = (account: Account, causeId: string): number =>
  Number.parseInt(causeId.slice(-4), 16) % shardsOf(account);

/** One side of a movement: positive is a debit, negative a credit. */
export interface Posting {
  readonly account: Account;
  readonly amount: Money;
}

export const debit = (account: Account, amount: Money): Posting => ({ account, amount });
export const credit = (account: Account, amount: Money): Posting => ({ account, amount: amount.negated() });
