import type { Page } from '#kernel';
import { transactionId, type PaymentLinkHistory, type PaymentLinkView, type PaymentView } from '#payments';
import { amount, LINK_STATUS, MODE, PAYMENT_STATUS, PROVIDER, PURPOSE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

type Currency = Wire<'Currency'>;

function presentListed(link: PaymentLinkView): Required<Wire<'PaymentLinkListItem'>> {
  return {
    id: link.id,
    slug: link.slug,
    url: link.url,
    amount: amount(link.amount, link.currency),
    currency: link.currency as Currency,
    description: link.description,
    status: LINK_STATUS[link.status],
    expires_at: link.expiresAt,
    max_uses: link.maxUses,
    current_uses: link.currentUses,
    created_at: link.createdAt,
    mode: MODE[link.mode],
  };
}

export function presentLinks({
  items,
  page,
  limit,
  total,
  totalPages,
}: Page<PaymentLinkView>): Wire<'PaymentLinkPage'> {
  return { items: items.map(presentListed), pagination: { page, limit, total, total_pages: totalPages } };
}

export function presentUpdated(
  link: PaymentLinkView,
): Wire<'UpdatedPaymentLink'> & Omit<Wire<'PaymentLink'>, 'payments'> {
  return {
    ...presentListed(link),
    metadata: link.metadata,
    updated_at: link.updatedAt,
    type: PURPOSE[link.purpose],
    provider: link.preferredProvider === null ? null : PROVIDER[link.preferredProvider],
  };
}

/** A link that has just begun; a repeat is answered as the first call was. */
export const presentCreated = (link: PaymentLinkView): Wire<'PaymentLinkCreated'> =>
  presentUpdated(link) as Wire<'PaymentLinkCreated'>;

export const presentCancelled = ({ id, slug }: PaymentLinkView): Wire<'CancelledPaymentLink'> => ({
  id,
  slug,
  status: 'CANCELLED',
});

export const presentHistory = ({ link, payments }: PaymentLinkHistory): Wire<'PaymentLink'> => ({
  ...presentUpdated(link),
  payments: payments.map((payment) => presentPayment(link, payment)),
});

const presentPayment = ({ slug }: PaymentLinkView, payment: PaymentView): Wire<'LinkPaymentDetail'> => ({
  id: payment.id,
  amount: amount(payment.amount, payment.currency),
  currency: payment.currency as Currency,
  status: PAYMENT_STATUS[payment.status],
  transaction_id: transactionId(slug, payment.id),
  provider: PROVIDER[payment.provider],
  phone_number: payment.payerMsisdn,
  failure_reason: payment.failureMessage,
  created_at: payment.createdAt,
  paid_at: payment.settledAt,
});
