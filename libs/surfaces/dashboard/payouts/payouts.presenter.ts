import type { Page } from '#kernel';
import type { PayoutView } from '#payments';
import { pagination } from '../dialect/pages.js';
import { amount, MODE, PAYOUT_STATUS } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export function presentPayout(payout: PayoutView): Wire<'Payout'> {
  return {
    id: payout.id,
    payoutId: payout.id,
    amount: amount(payout.amount, payout.currency),
    currency: payout.currency as Wire<'Currency'>,
    status: PAYOUT_STATUS[payout.status],
    estimatedArrival: payout.estimatedArrival,
    createdAt: payout.createdAt,
    description: payout.description,
    destination: {
      type: payout.destinationType,
      label: payout.destinationLabel,
      bankAccountId: payout.bankAccountId,
    },
    // Nobody outside knows the payout before it is handed over.
    providerReference: payout.status === 'pending' ? null : payout.providerReference,
    failureReason: payout.failureMessage,
    mode: MODE[payout.mode],
    completedAt: payout.completedAt,
    updatedAt: payout.updatedAt,
  };
}

export function presentPayouts(page: Page<PayoutView>): Wire<'PayoutList'> {
  return { payouts: page.items.map(presentPayout), pagination: pagination(page) };
}
