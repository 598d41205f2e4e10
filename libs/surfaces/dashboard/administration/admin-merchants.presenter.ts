import type { Mode, Page } from '#kernel';
import type { DisputeView } from '#disputes';
import type { OrganizationRecord } from '#identity';
import type { BalanceView } from '#ledger';
import type { PaymentView } from '#payments';
import { presentBalance } from '../balance/balance.presenter.js';
import { MODE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentPaymentRow } from '../payments/payments.presenter.js';
import { presentChargebackForStaff } from './admin-chargebacks.presenter.js';

export interface MerchantAtAGlance {
  readonly organization: OrganizationRecord;
  readonly mode: Mode;
  readonly balances: readonly BalanceView[];
  readonly payments: Page<PaymentView>;
  readonly disputes: Page<DisputeView>;
}

export function presentMerchant(merchant: MerchantAtAGlance): Wire<'AdminMerchant'> {
  const { organization, mode, balances, payments, disputes } = merchant;
  const openedAt = organization.createdAt.toISOString();
  return {
    organization: {
      id: organization.id,
      name: organization.name,
      country: organization.country,
      liveAt: organization.liveAt?.toISOString() ?? null,
      suspendedAt: organization.suspendedAt?.toISOString() ?? null,
      createdAt: openedAt,
      owner: organization.owner,
    },
    mode: MODE[mode],
    balances: balances.map((balance) => presentBalance(balance, openedAt)),
    payments: payments.items.map(presentPaymentRow),
    chargebacks: disputes.items.map(presentChargebackForStaff),
  };
}
