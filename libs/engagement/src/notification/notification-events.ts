import { doualaDay, Money, type Currency, type DomainEvent } from '#kernel';
import {
  API_KEY_GENERATED,
  ORGANIZATION_LET_LIVE,
  PASSWORD_CHANGED,
  PERSONAL_ACCESS_TOKEN_CREATED,
  REFRESH_TOKEN_REUSED,
  SECOND_FACTOR_CHANGED,
  SIGNED_UP,
} from '#identity';
import type { NotificationKind } from './notification-kinds.js';

/** What fills the blanks of a wording. A value that is empty leaves nothing behind. */
export type NotificationValues = Readonly<Record<string, string>>;

export interface Notice {
  readonly kind: NotificationKind;
  readonly values: NotificationValues;
}

/**
 * The fields that are read of other libs' events. Those libs are not known here: an event that lacks a field is parked by
 * the relay, and the tests tell what really happens there.
 */
interface Priced {
  readonly amount: string;
  readonly currency: Currency;
}
interface PaymentFields extends Priced {
  readonly payerName: string | null;
  readonly payerMsisdn: string;
  readonly description: string;
}
interface OfPayment {
  readonly payment: PaymentFields;
}
interface OfRefund extends OfPayment {
  readonly refund: Priced & { readonly failureMessage: string | null };
}
interface OfDispute extends OfPayment {
  readonly dispute: Priced & { readonly reason: string; readonly evidenceDueBy: string };
}
interface OfPayout {
  readonly payout: Priced & { readonly destinationLabel: string; readonly failureMessage: string | null };
}
interface OfInvoice {
  readonly invoice: Priced & { readonly number: string; readonly customer: { readonly name: string } };
}

type Reader<Payload> = (payload: Payload) => Notice;

const money = ({ amount, currency }: Priced): string => Money.of(amount, currency).toString();
const payer = ({ payerName, payerMsisdn }: PaymentFields): string => payerName ?? payerMsisdn;

const refundFailed: Reader<OfRefund> = ({ refund, payment }) => ({
  kind: 'refund_failed',
  values: { amount: money(refund), payer: payer(payment), reason: refund.failureMessage ?? '' },
});
const disputed =
  (kind: NotificationKind): Reader<OfDispute> =>
  ({ dispute, payment }) => ({
    kind,
    values: {
      amount: money(dispute),
      payer: payer(payment),
      reason: dispute.reason,
      day: doualaDay(new Date(dispute.evidenceDueBy)),
    },
  });
const paidOut =
  (kind: NotificationKind): Reader<OfPayout> =>
  ({ payout }) => ({
    kind,
    values: { amount: money(payout), destination: payout.destinationLabel, reason: payout.failureMessage ?? '' },
  });
const invoiced =
  (kind: NotificationKind): Reader<OfInvoice> =>
  ({ invoice }) => ({
    kind,
    values: { amount: money(invoice), number: invoice.number, payer: invoice.customer.name },
  });
const plain =
  (kind: NotificationKind): Reader<object> =>
  () => ({ kind, values: {} });

const READERS = {
  'payment.settled': ({ payment }: OfPayment): Notice => ({
    kind: 'payment_paid',
    values: { amount: money(payment), payer: payer(payment), description: payment.description },
  }),
  'refund.completed': ({ refund, payment }: OfRefund): Notice => ({
    kind: 'refund_completed',
    values: { amount: money(refund), payer: payer(payment) },
  }),
  'refund.failed': refundFailed,
  'refund.cancelled': refundFailed,
  'dispute.opened': disputed('chargeback_opened'),
  'dispute.won': disputed('chargeback_won'),
  'dispute.lost': disputed('chargeback_lost'),
  'payout.completed': paidOut('payout_completed'),
  'payout.failed': paidOut('payout_failed'),
  'invoice.paid': invoiced('invoice_paid'),
  'invoice.overdue': invoiced('invoice_overdue'),
  [ORGANIZATION_LET_LIVE]: plain('onboarding_approved'),
  'merchants.onboarding_rejected': ({ reason }: { reason: string }): Notice => ({
    kind: 'onboarding_rejected',
    values: { reason },
  }),
  'merchants.bank_account_added': ({ label }: { label: string }): Notice => ({
    kind: 'bank_account_added',
    values: { label },
  }),
  'webhook.endpoint_disabled': ({ url }: { url: string }): Notice => ({
    kind: 'webhook_switched_off',
    values: { url },
  }),
  [SIGNED_UP]: plain('account_opened'),
  [PASSWORD_CHANGED]: plain('password_changed'),
  [SECOND_FACTOR_CHANGED]: ({ enabled }: { enabled: boolean }): Notice => ({
    kind: enabled ? 'second_factor_enabled' : 'second_factor_disabled',
    values: {},
  }),
  [REFRESH_TOKEN_REUSED]: plain('refresh_token_reused'),
  [API_KEY_GENERATED]: plain('api_key_generated'),
  [PERSONAL_ACCESS_TOKEN_CREATED]: ({ name }: { name: string }): Notice => ({
    kind: 'access_token_created',
    values: { label: name },
  }),
} satisfies Readonly<Record<string, Reader<never>>>;

/** Types of the events that somebody is told of. */
export const NOTIFYING_EVENTS: readonly string[] = Object.keys(READERS);

/** What an event tells; null for one of another type. */
export function noticeOf({ type, payload }: Pick<DomainEvent, 'type' | 'payload'>): Notice | null {
  const readers: Readonly<Record<string, Reader<never> | undefined>> = READERS;
  return readers[type]?.(payload as never) ?? null;
}
