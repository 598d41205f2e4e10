import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Msisdn, type Mode } from '#kernel';
import { Providers, ProviderUnavailable, type AccountHolder, type ProviderName } from '#providers';

/**
 * Asks an operator whether a number has a wallet and whose it is: the one that is named, else one after the other, the
 * likeliest first. Throws ProviderUnavailable when the one that is named or suggested by the prefix cannot be reached, or
 * none can.
 */
export class VerifyAccountHolder extends Query<AccountHolder> {
  constructor(
    readonly mode: Mode,
    readonly number: Msisdn,
    readonly provider: ProviderName | null,
  ) {
    super();
  }
}

const UNKNOWN: AccountHolder = { active: false, name: null };

@QueryHandler(VerifyAccountHolder)
export class VerifyAccountHolderHandler implements IQueryHandler<VerifyAccountHolder> {
  constructor(private readonly providers: Providers) {}

  async execute({ mode, number, provider }: VerifyAccountHolder): Promise<AccountHolder> {
    if (provider) return this.providers.with(provider, mode, 'accountHolder').accountHolder(mode, number);
    let reached = false;
    for (const name of this.providers.likeliest(mode, number)) {
      try {
        const holder = await this.providers.with(name, mode, 'accountHolder').accountHolder(mode, number);
        if (holder.active) return holder;
        reached = true;
      } catch (error) {
        // The one of the prefix would know. Of the others, one that is away does not hide a wallet with another.
        if (!(error instanceof ProviderUnavailable) || name === number.predictOperator()) throw error;
      }
    }
    if (!reached) throw new ProviderUnavailable();
    return UNKNOWN;
  }
}
