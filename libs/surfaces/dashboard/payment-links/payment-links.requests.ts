import { endOfDoualaDay, isCalendarDay, Money, type Tenant } from '#kernel';
import type { PaymentLinkFilters, PaymentLinkRequest } from '#payments';
import { invalidFields } from '#platform';
import { searched, type PageQuery } from '../dialect/pages.js';
import { behind, PAYMENT_LINK_STATUS, PAYMENT_LINK_TYPE_FROM, PROVIDER_FROM_NAME } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export interface ListPaymentLinksQuery extends PageQuery {
  readonly status?: Wire<'PaymentLinkStatus'>;
  readonly search?: string;
}

export const paymentLinkFilters = ({ status, search }: ListPaymentLinksQuery): PaymentLinkFilters => ({
  ...(status === undefined ? {} : { statuses: behind(PAYMENT_LINK_STATUS, status) }),
  ...searched(search),
});

export function paymentLinkRequest(
  tenant: Tenant,
  body: Wire<'CreatePaymentLinkRequest'>,
  actorId: string,
): PaymentLinkRequest {
  return {
    tenant,
    type: PAYMENT_LINK_TYPE_FROM[body.type],
    amount: Money.of(body.amount, body.currency),
    description: body.description ?? null,
    metadata: {},
    providers: body.paymentMethods.map((name) => PROVIDER_FROM_NAME[name]),
    redirectUrl: body.redirectUrl,
    keepRedirectUrl: body.saveUrl,
    maxUses: body.reusable ? null : 1,
    expiresAt: body.expiryDate == null ? null : endOfDay(body.expiryDate),
    actorId,
  };
}

/** The last instant, in Douala, of a day written YYYY-MM-DD or DD-MM-YYYY. Throws for a day that does not exist. */
function endOfDay(written: string): Date {
  const day = written.replace(/^(\d{2})-(\d{2})-(\d{4})$/, '$3-$2-$1');
  if (!isCalendarDay(day)) throw invalidFields({ field: 'expiryDate', message: 'must be a day that exists' });
  return endOfDoualaDay(day);
}
