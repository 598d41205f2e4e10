import { endOfDoualaDay, isCalendarDay, Money } from '#kernel';
import type { PaymentLinkChanges, PaymentLinkFilters, PaymentLinkRequest } from '#payments';
import { invalidFields } from '#platform';
import type { PaymentLinksCaller } from '../dialect/caller.js';
import { LINK_STATUS_FROM, PROVIDER_FROM, PURPOSE_FROM } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export interface ListPaymentLinksQuery {
  readonly page: number;
  readonly limit: number;
  readonly status?: Wire<'PaymentLinkStatus'>;
}

export const paymentLinkFilters = ({ status }: ListPaymentLinksQuery): PaymentLinkFilters =>
  status === undefined ? {} : { statuses: [LINK_STATUS_FROM[status]] };

export function paymentLinkRequest(
  { tenant, holder }: PaymentLinksCaller,
  body: Wire<'CreatePaymentLinkRequest'>,
): PaymentLinkRequest {
  return {
    tenant,
    type: 'fixed',
    purpose: PURPOSE_FROM[body.type],
    amount: Money.of(body.amount, body.currency),
    description: body.description ?? null,
    metadata: body.metadata ?? {},
    // A preference alone: the payer may take either operator.
    providers: null,
    preferredProvider: body.provider === undefined ? null : PROVIDER_FROM[body.provider],
    redirectUrl: undefined,
    keepRedirectUrl: false,
    maxUses: body.max_uses,
    expiresAt: instant(body.expires_at) ?? null,
    actorId: holder.id,
  };
}

export function paymentLinkChanges(body: Wire<'UpdatePaymentLinkRequest'>): PaymentLinkChanges {
  const { description, max_uses: maxUses, metadata, status } = body;
  const expiresAt = instant(body.expires_at);
  return {
    ...(description === undefined ? {} : { description }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(maxUses === undefined ? {} : { maxUses }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(status === undefined ? {} : { status: LINK_STATUS_FROM[status] }),
  };
}

/** An instant, or of a day alone its last one in Douala. Throws for a day or an hour that does not exist. */
function instant(written: string | null | undefined): Date | null | undefined {
  if (written === null || written === undefined) return written;
  const [day = '', time] = written.split('T');
  if (!isCalendarDay(day)) throw noInstant();
  if (time === undefined) return endOfDoualaDay(day);
  const at = new Date(`${day}T${time.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  // Later than the last day that four digits can write, which is how the dashboard shows it.
  if (Number.isNaN(at.getTime()) || at > endOfDoualaDay('9999-12-31')) throw noInstant();
  return at;
}

const noInstant = (): Error => invalidFields({ field: 'expires_at', message: 'must be an instant that exists' });
