import { Injectable } from '@nestjs/common';
import type { Mode, Tenant } from '#kernel';
import { MerchantTermsService } from '#merchants';
import { Providers, type ProviderName } from '#providers';

/** That an operator has payers pay on pages of its own, and where those are. */
export interface PayerPages {
  readonly provider: ProviderName;
  readonly origins: readonly string[];
}

/** Operators through which an organisation may be paid. */
@Injectable()
export class PaymentMethods {
  constructor(
    private readonly providers: Providers,
    private readonly terms: MerchantTermsService,
  ) {}

  /** Those that it has chosen and that can be reached in the mode; all of the latter while it has chosen none. */
  async enabledFor({ organizationId, mode }: Tenant): Promise<ProviderName[]> {
    const reachable = this.providers.names(mode);
    const { paymentMethods } = await this.terms.of(organizationId);
    return paymentMethods ? reachable.filter((name) => paymentMethods.includes(name)) : reachable;
  }

  /** The pages of those of them that have some, to which payers can be sent in the mode. */
  pagesOf(enabled: readonly ProviderName[], mode: Mode): PayerPages[] {
    return enabled.flatMap((provider) => {
      const pages = this.providers.payerPages(provider, mode);
      return pages ? [{ provider, origins: pages.pageOrigins(mode) }] : [];
    });
  }
}
