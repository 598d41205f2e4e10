import { Injectable } from '@nestjs/common';
import type { Mode, Msisdn } from '#kernel';
import { ProviderUnavailable } from './provider.errors.js';
import type { Channel, CollectsPayments, Provider, ProviderName, SendsPayersToPages } from './provider.port.js';

type Power = Exclude<keyof Provider, 'name' | 'serves'>;

/** All operators of this deployment. */
@Injectable()
export class Providers {
  /** `pages` are the adapters of operators that have payers pay on pages, beside what their others can do. */
  constructor(
    private readonly providers: readonly Provider[],
    private readonly pages: readonly Provider[] = [],
  ) {}

  names(mode: Mode): ProviderName[] {
    return this.providers.filter((provider) => provider.serves(mode)).map((provider) => provider.name);
  }

  /** All of them, the one that the prefix suggests before the others: numbers change operator. */
  likeliest(mode: Mode, number: Msisdn): ProviderName[] {
    const guess = number.predictOperator();
    const names = this.names(mode);
    return [...names.filter((name) => name === guess), ...names.filter((name) => name !== guess)];
  }

  /** The operator with the power that is asked for. Throws ProviderUnavailable when it has not or is not configured. */
  with<P extends Power>(name: ProviderName, mode: Mode, ...powers: P[]): Provider & Required<Pick<Provider, P>> {
    return having(this.providers, name, mode, powers);
  }

  /** Who collects through a channel. Throws ProviderUnavailable as with() does. */
  collecting(name: ProviderName, mode: Mode, channel: Channel): Provider & CollectsPayments {
    const adapters = channel === 'page' ? this.pages : this.providers;
    return having(adapters, name, mode, ['collect', 'collectionStatus']);
  }

  /** The adapter of the operator's pages, or null where payers cannot be sent to any. */
  payerPages(name: ProviderName, mode: Mode): (Provider & SendsPayersToPages) | null {
    const found = this.pages.find((candidate) => candidate.name === name && candidate.serves(mode));
    return found?.payerPage && found.pageOrigins ? (found as Provider & SendsPayersToPages) : null;
  }

  /** All adapters; an operator may have several. */
  every(): readonly Provider[] {
    return [...this.providers, ...this.pages];
  }
}

function having<P extends Power>(
  adapters: readonly Provider[],
  name: ProviderName,
  mode: Mode,
  powers: readonly P[],
): Provider & Required<Pick<Provider, P>> {
  const provider = adapters.find((candidate) => candidate.name === name);
  if (!provider?.serves(mode) || powers.some((power) => !provider[power])) throw new ProviderUnavailable();
  return provider as Provider & Required<Pick<Provider, P>>;
}
