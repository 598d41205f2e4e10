import { Injectable } from '@nestjs/common';
import type { Mode, Msisdn } from '#kernel';
import { ProviderUnavailable } from './provider.errors.js';
import type { Provider, ProviderName } from './provider.port.js';

type Power = Exclude<keyof Provider, 'name' | 'serves'>;

/** All operators of this deployment. */
@Injectable()
export class Providers {
  constructor(private readonly providers: readonly Provider[]) {}

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
    const provider = this.providers.find((candidate) => candidate.name === name);
    if (!provider?.serves(mode) || powers.some((power) => !provider[power])) throw new ProviderUnavailable();
    return provider as Provider & Required<Pick<Provider, P>>;
  }

  every(): readonly Provider[] {
    return this.providers;
  }
}
