import { Injectable } from '@nestjs/common';
import type { Tenant } from '#kernel';
import { MerchantTermsService } from '#merchants';
import { Providers, type ProviderName } from '#providers';

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
}
