import { doualaDay, type Page } from '#kernel';
import type { PaymentLinkView } from '#payments';
import { PROVIDERS } from '#providers';
import { pagination } from '../dialect/pages.js';
import { amount, MODE, PAYMENT_LINK_STATUS, PAYMENT_LINK_TYPE, PROVIDER_NAME } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export function presentPaymentLink(link: PaymentLinkView): Wire<'PaymentLink'> {
  return {
    paymentLinkId: link.id,
    id: link.id,
    slug: link.slug,
    url: link.url,
    type: PAYMENT_LINK_TYPE[link.type],
    amount: amount(link.amount, link.currency),
    currency: link.currency as Wire<'Currency'>,
    status: PAYMENT_LINK_STATUS[link.status],
    closedReason: link.status === 'active' ? null : link.status,
    description: link.description,
    expiryDate: link.expiresAt === null ? null : doualaDay(new Date(link.expiresAt)),
    expiresAt: link.expiresAt,
    redirectUrl: link.redirectUrl,
    reusable: link.maxUses !== 1,
    paymentMethods: PROVIDERS.filter((name) => link.providers?.includes(name) ?? true).map(
      (name) => PROVIDER_NAME[name],
    ),
    maxUses: link.maxUses,
    currentUses: link.currentUses,
    metadata: link.metadata,
    mode: MODE[link.mode],
    createdAt: link.createdAt,
    updatedAt: link.updatedAt,
  };
}

export function presentPaymentLinks(page: Page<PaymentLinkView>): Wire<'PaymentLinkList'> {
  return { paymentLinks: page.items.map(presentPaymentLink), pagination: pagination(page) };
}
