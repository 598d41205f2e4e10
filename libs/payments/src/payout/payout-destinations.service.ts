import { Injectable } from '@nestjs/common';
import { Msisdn, type Mode, type Money, type Tenant } from '#kernel';
import { MerchantTermsService, PayoutAccounts, type PayoutAccount } from '#merchants';
import { Providers, ProviderUnavailable, type ProviderName } from '#providers';
import type { PayoutDestination } from './payout.aggregate.js';
import { PayoutAccountUnusable, PayoutDestinationMissing } from './payout.errors.js';

interface Asked {
  readonly tenant: Tenant;
  readonly amount: Money;
  /** A verified bank account in the currency; null for the default destination. */
  readonly bankAccountId: string | null;
}

const WALLET_LABEL: Readonly<Record<ProviderName, string>> = {
  'mtn-momo': 'MTN Mobile Money',
  'orange-money': 'Orange Money',
};
/** Where the sandbox pays to when nothing is known of the merchant. The amount decides the outcome, not the number. */
const SANDBOX_PAYEE = { provider: 'mtn-momo', msisdn: '+237670000010' } as const;

/** Where a payout goes: to the account that was asked for, else the default one, else the stakeholder's wallet. */
@Injectable()
export class PayoutDestinations {
  constructor(
    private readonly accounts: PayoutAccounts,
    private readonly terms: MerchantTermsService,
    private readonly providers: Providers,
  ) {}

  /** Asks operators who has the wallet: never within a transaction. Throws PayoutAccountUnusable, PayoutDestinationMissing. */
  async of({ tenant, amount, bankAccountId }: Asked): Promise<PayoutDestination> {
    const account = bankAccountId
      ? await this.accounts.find(tenant, amount.currency, bankAccountId)
      : await this.accounts.findDefault(tenant, amount.currency);
    if (account) return bankDestination(account, tenant);
    if (bankAccountId) throw new PayoutAccountUnusable();
    return this.wallet(tenant, amount);
  }

  private async wallet({ organizationId, mode }: Tenant, amount: Money): Promise<PayoutDestination> {
    const { payoutMsisdn } = await this.terms.of(organizationId);
    const number = payoutMsisdn && amount.currency === 'XAF' ? Msisdn.parse(payoutMsisdn, 'CM') : null;
    const provider = number && (await this.operatorOf(number, mode));
    if (number && provider) {
      const label = `${WALLET_LABEL[provider]} ${number.masked()}`;
      return { type: 'mobile-money', label, msisdn: number.e164, bankAccountId: null, provider };
    }
    if (mode !== 'sandbox') throw new PayoutDestinationMissing();
    return { type: 'sandbox', label: 'Sandbox account', bankAccountId: null, ...SANDBOX_PAYEE };
  }

  /**
   * The likeliest that has a wallet of the number, or cannot be asked whether it has. Where nobody has one, the first all
   * the same, which will say so. Null when no operator serves the mode.
   */
  private async operatorOf(number: Msisdn, mode: Mode): Promise<ProviderName | null> {
    const names = this.providers.likeliest(mode, number);
    for (const name of names) if (await this.mayHold(name, number, mode)) return name;
    return names[0] ?? null;
  }

  private async mayHold(name: ProviderName, number: Msisdn, mode: Mode): Promise<boolean> {
    try {
      return (await this.providers.with(name, mode, 'accountHolder').accountHolder(mode, number)).active;
    } catch (error) {
      if (error instanceof ProviderUnavailable) return true;
      throw error;
    }
  }
}

/** No operator pays to bank accounts: staff have the bank do it. In the sandbox the simulator does, as for every payout. */
function bankDestination({ id, label }: PayoutAccount, { mode }: Tenant): PayoutDestination {
  const payer = mode === 'sandbox' ? SANDBOX_PAYEE : { provider: null, msisdn: null };
  return { type: 'bank-account', label, bankAccountId: id, ...payer };
}
